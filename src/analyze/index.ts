export { type AnalyzeOptions, analyzeProject } from './analyze-project.ts';
export type { Analysis, AnalyzedColumn, ColumnOrigin, NodeAnalysis } from './contract.ts';
export { type KeptLineage, openKeptLineage } from './kept-lineage.ts';
export { snapshotOwnColumns } from './snapshot-columns.ts';
