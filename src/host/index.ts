export { fakeEnvironment } from './fakes.ts';
export type { FileStat, Files } from './files.ts';
export type { Clock, Environment, Host } from './host.ts';
export { realFiles } from './real-files.ts';
export { createHost } from './real-host.ts';
