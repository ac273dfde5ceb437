import type { GenericTestScopeOptions, ParseScope } from './contract.ts';

export function createGenericTestScope(_options: GenericTestScopeOptions): ParseScope {
  throw new Error('not written yet');
}
