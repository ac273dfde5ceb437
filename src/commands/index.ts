export type { DepsResult } from '../deps/index.ts';
export type { PreviewResult } from '../run/index.ts';
export type { Command } from './command.ts';
export type { DebugReport } from './debug.ts';
export type { DocsResult } from './docs/generate.ts';
export { type CreatedInvocation, createInvocation } from './flags/create-invocation.ts';
export { COMMANDS, flagDefaults } from './flags/defaults.ts';
export type { WarnErrorOptions } from './flags/warn-error-options.ts';
export type { NewProject } from './init.ts';
export type { AliasReport } from './install-alias.ts';
export { invokeCommand } from './invoke-command.ts';
export {
  build,
  check,
  clean,
  clone,
  compile,
  debug,
  deps,
  docs,
  init,
  installAlias,
  list,
  parse,
  retry,
  run,
  runOperation,
  seed,
  show,
  snapshot,
  sourceFreshness,
  test,
} from './library.ts';
export type * from './library-options.ts';
