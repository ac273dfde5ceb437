import type { ParseScope, ParseScopeOptions } from './contract.ts';

export function createParseScope(_options: ParseScopeOptions): ParseScope {
  throw new Error('not written yet');
}
