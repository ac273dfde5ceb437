export type { Command } from './command.ts';
export {
  type CreatedInvocation,
  createInvocation,
  type InvocationRequest,
} from './flags/create-invocation.ts';
export { COMMANDS, FLAG_DEFAULTS, flagDefaults } from './flags/defaults.ts';
export { type CommandCall, invokeCommand } from './invoke-command.ts';
