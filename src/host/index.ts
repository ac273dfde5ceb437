export { type CpuProfile, startCpuProfile } from './cpu-profile.ts';
export { fakeEnvironment } from './fakes.ts';
export type {
  FileReplacement,
  FileStat,
  Files,
  FolderEntry,
  FolderListener,
  FolderWatch,
  OpenFile,
} from './files.ts';
export type { Clock, Environment, Host } from './host.ts';
export type { LineLog } from './line-log.ts';
export { type HttpAnswer, type HttpRequest, type Network, NetworkError } from './network.ts';
export { lazyNetwork } from './outside.ts';
export { CommandNotFound, type ProcessAnswer, type Processes, type ProcessRequest } from './processes.ts';
export { realFiles } from './real-files.ts';
export { createHost } from './real-host.ts';
export { scrubbedFiles, scrubberOf } from './scrubbed-files.ts';
export { systemDiagnostic } from './system-error.ts';
export { fitThreadPool } from './thread-pool.ts';
