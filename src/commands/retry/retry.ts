import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { Event } from '../../domain/index.ts';
import type { Command } from '../command.ts';
import { createInvocation } from '../flags/create-invocation.ts';
import { createSession, type Session } from '../session.ts';
import { readEarlierCall } from './earlier-call.ts';

type AnyCommand = Command<unknown>;

/** The commands that can be taken up again, loaded when one is. */
const COMMANDS: Readonly<Record<string, () => Promise<AnyCommand>>> = {
  build: async () => (await import('../build.ts')).buildCommand as AnyCommand,
  clone: async () => (await import('../clone.ts')).cloneCommand as AnyCommand,
  compile: async () => (await import('../compile.ts')).compileCommand as AnyCommand,
  generate: async () => (await import('../docs/generate.ts')).docsGenerateCommand as AnyCommand,
  run: async () => (await import('../run.ts')).runCommand as AnyCommand,
  'run-operation': async () => (await import('../run-operation.ts')).runOperationCommand as AnyCommand,
  seed: async () => (await import('../seed.ts')).seedCommand as AnyCommand,
  snapshot: async () => (await import('../snapshot.ts')).snapshotCommand as AnyCommand,
  test: async () => (await import('../test.ts')).testCommand as AnyCommand,
};

/** A node that is gone from the project cannot be run again. */
function failOnMissing(session: Session): void {
  const { nodes, functions, exposures, savedQueries, unitTests, macros } = session.manifest();
  const sections = [nodes, functions, exposures, savedQueries, unitTests, macros];
  for (const id of session.retrying?.uniqueIds ?? []) {
    if (sections.some((each) => each.has(id)) || id.startsWith('sql_operation.')) continue;
    throw new DiagnosticError(
      diagnostic('S018', `'${id}' failed in the run before and is not in the project any more`, {
        hint: 'Run the command again with a selection of its own.',
        dbtMessage: `Couldn't find model '${id}' -- does it exist or is it disabled?`,
      }),
    );
  }
}

interface Retry {
  readonly result: unknown;
  readonly success: boolean;
}

/** Runs the command of the run before with its options, over what failed or was skipped. */
async function retry(session: Session): Promise<Retry> {
  const { host, signal } = session;
  const earlier = readEarlierCall(session, Object.keys(COMMANDS));
  const command = await (COMMANDS[earlier.command] as () => Promise<AnyCommand>)();
  session.events({ type: 'retrying', command: earlier.command });
  const created = createInvocation({ host, command: earlier.command, given: earlier.given });
  const invocation = { ...created.invocation, id: session.invocation.id };
  // The project was told of already.
  const events = (event: Event) => (event.type === 'projectLoaded' ? undefined : session.events(event));
  const { retrying } = earlier;
  const inner = createSession({ ...created, invocation, host, events, signal, retrying });
  try {
    failOnMissing(inner);
    if (earlier.command === 'run-operation' && retrying.uniqueIds.length === 0)
      return { result: undefined, success: true };
    const result = await command.run(inner);
    return { result, success: command.succeeded(result) };
  } finally {
    await inner.close();
    for (const event of inner.closingEvents()) session.events(event);
  }
}

/** `retry`: the run before once more, without what went well. */
export const retryCommand: Command<Retry> = {
  name: 'retry',
  run: retry,
  succeeded: ({ success }) => success,
};
