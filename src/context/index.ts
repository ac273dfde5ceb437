export type * from './contract.ts';
export { createDocsScope } from './docs-scope.ts';
export { createFilterRenderer } from './filter-renderer.ts';
export { type FreshnessAnswer, readFreshness } from './freshness-answer.ts';
export { createGenericTestScope } from './generic-test-scope.ts';
export { callMacroSync } from './macro-call.ts';
export { createMacroLibrary } from './macro-library.ts';
export { macroName } from './macro-templates.ts';
export { errorOfMacro, macroTrace, pathInPackage, withMacroNames } from './macro-trace.ts';
export { createLiveGraph, declaredEntry } from './node-dictionary.ts';
export { nodeObject, recordObject, stepEntry, timingObject } from './node-object.ts';
export { createParseScope } from './parse-scope.ts';
export { createProjectFileScope } from './project-file-scope.ts';
export { momentOf } from './python-modules.ts';
export { queryCommenter } from './query-comment.ts';
export { informationSchema } from './relation-attributes.ts';
export { RelationObject, relationObject } from './relation-object.ts';
export { relationTraits } from './relation-traits.ts';
export { createMacroScope, createNodeScope } from './run-scope.ts';
export { seedColumns } from './seed-columns.ts';
export { externalLocation } from './source-location.ts';
export { createSourceScope, type SourceScope, type SourceScopeOptions } from './source-scope.ts';
export { artifactFilePath, targetFilePath } from './target-file-path.ts';
export {
  type ResolvedInput,
  resolveUnitTestInputs,
  type UnitTestScene,
  unitTestScene,
} from './unit-test-world.ts';
