import type { DocsScope, DocsScopeOptions } from './contract.ts';

export function createDocsScope(_options: DocsScopeOptions): DocsScope {
  throw new Error('not written yet');
}
