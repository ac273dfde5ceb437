export { Float, toFloat } from './float.ts';
export { md5, sha256 } from './hash.ts';
export { nearest } from './nearest.ts';
export { pool } from './pool.ts';
export { pythonFloat, pythonJson } from './python-json.ts';
export { lineStarts, offsetAt, offsetOfByte, type Position, positionAt } from './text-index.ts';
export { isMapping, mappingEntries, mappingGet, mappingRecord } from './yaml-mapping.ts';
export { YamlDate, YamlTimestamp } from './yaml-moments.ts';
export type { YamlMapping } from './yaml-nodes.ts';
