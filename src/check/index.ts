export type { CheckAllRequest, CheckConeRequest, Checker, CheckerOptions, CheckRequest } from './contract.ts';
export { openChecker } from './open-checker.ts';
