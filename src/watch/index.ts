export type { Downstream, Generation, KeySource, WatchWorld } from './contract.ts';
export type { FileChange } from './files/file-ledger.ts';
export { type WatchProjectOptions, watchProject } from './watch-project.ts';
