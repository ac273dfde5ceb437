export { type NewPackage, readNewPackage } from './add-package.ts';
export { packagesHash } from './lock-file.ts';
export { type DepsRequest, type DepsResult, runDeps } from './run-deps.ts';
