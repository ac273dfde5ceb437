export type * from './contract.ts';
export { createDocsScope } from './docs-scope.ts';
export { createGenericTestScope } from './generic-test-scope.ts';
export { callMacroSync } from './macro-call.ts';
export { createMacroLibrary } from './macro-library.ts';
export { createParseScope } from './parse-scope.ts';
export { RelationObject, relationObject } from './relation-object.ts';
export { createMacroScope, createNodeScope } from './run-scope.ts';
