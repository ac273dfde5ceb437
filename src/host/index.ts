export { fakeEnvironment } from './fakes.ts';
export type { FileReplacement, FileStat, Files, OpenFile } from './files.ts';
export type { Clock, Environment, Host } from './host.ts';
export { realFiles } from './real-files.ts';
export { createHost } from './real-host.ts';
