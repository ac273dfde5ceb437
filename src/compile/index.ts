export { compileNode, type EphemeralCache } from './compile-node.ts';
export { mapSqlDiagnostic } from './map-sql-diagnostic.ts';
export { observeNode } from './observe-node.ts';
