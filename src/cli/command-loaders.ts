import type { Command } from '../commands/index.ts';

/** A command of any result: the command line looks only at whether it went well. */
export type AnyCommand = Command<unknown>;

type Loader = () => Promise<AnyCommand>;

/** The work of each command, loaded when it is called. */
export const commandLoaders: Readonly<Record<string, Loader>> = {
  build: async () => (await import('../commands/build.ts')).buildCommand as AnyCommand,
  check: async () => (await import('../commands/check.ts')).checkCommand as AnyCommand,
  clean: async () => (await import('../commands/clean.ts')).cleanCommand as AnyCommand,
  clone: async () => (await import('../commands/clone.ts')).cloneCommand as AnyCommand,
  compile: async () => (await import('../commands/compile.ts')).compileCommand as AnyCommand,
  debug: async () => (await import('../commands/debug.ts')).debugCommand as AnyCommand,
  deps: async () => (await import('../commands/deps.ts')).depsCommand as AnyCommand,
  freshness: async () =>
    (await import('../commands/source-freshness.ts')).sourceFreshnessCommand as AnyCommand,
  generate: async () => (await import('../commands/docs/generate.ts')).docsGenerateCommand as AnyCommand,
  init: async () => (await import('../commands/init.ts')).initCommand as AnyCommand,
  'install-alias': async () =>
    (await import('../commands/install-alias.ts')).installAliasCommand as AnyCommand,
  list: async () => (await import('../commands/list.ts')).listCommand as AnyCommand,
  parse: async () => (await import('../commands/parse.ts')).parseCommand as AnyCommand,
  retry: async () => (await import('../commands/retry/retry.ts')).retryCommand as AnyCommand,
  run: async () => (await import('../commands/run.ts')).runCommand as AnyCommand,
  'run-operation': async () =>
    (await import('../commands/run-operation.ts')).runOperationCommand as AnyCommand,
  seed: async () => (await import('../commands/seed.ts')).seedCommand as AnyCommand,
  serve: async () => (await import('../commands/docs/serve.ts')).docsServeCommand as AnyCommand,
  show: async () => (await import('../commands/show.ts')).showCommand as AnyCommand,
  snapshot: async () => (await import('../commands/snapshot.ts')).snapshotCommand as AnyCommand,
  test: async () => (await import('../commands/test.ts')).testCommand as AnyCommand,
  watch: async () => (await import('../commands/watch/watch.ts')).watchCommand as AnyCommand,
};
