export { type CatalogAnswer, type CatalogRow, readCatalog } from './catalog/read-catalog.ts';
export { cloneSelected } from './clone-selected.ts';
export { compileBare } from './compile-bare.ts';
export { type CompileOptions, compileSelected } from './compile-selected.ts';
export { executeRun } from './execute-run.ts';
export { executeFunction } from './executors/function.ts';
export type { Execution } from './executors/index.ts';
export { type Failure, failureOf } from './failure.ts';
export { freshnessOfSources } from './freshness/freshness-of-sources.ts';
export { hasFreshness } from './freshness/threshold.ts';
export {
  type MacroOperationOptions,
  runMacroOperation,
  runSqlOperation,
  type SqlOperationOptions,
} from './operation.ts';
export { type PlanEdges, type PlanOptions, planNodes, type RunPlan } from './plan.ts';
export { type Preview, type PreviewOptions, type PreviewResult, previewNodes } from './preview.ts';
export type { Publication } from './publication.ts';
export type { AroundNode } from './run-node.ts';
export type { RunOptions, RunWriting } from './run-state.ts';
export { type SchemaName, schemasOf } from './schemas.ts';
