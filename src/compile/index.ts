export { type CompileNodeOptions, compileNode, type EphemeralCache } from './compile-node.ts';
export { type MapSqlDiagnosticOptions, mapSqlDiagnostic } from './map-sql-diagnostic.ts';
