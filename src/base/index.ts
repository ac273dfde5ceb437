export { characterWidth, displayWidth } from './display-width.ts';
export { fillLines } from './fill-lines.ts';
export { Float, toFloat } from './float.ts';
export { checksum, md5, sha1, sha256 } from './hash.ts';
export { jsonText } from './json-text.ts';
export { nearest } from './nearest.ts';
export { ownValue } from './own-value.ts';
export {
  type DecodeTag,
  decodePlain,
  type EncodeObject,
  encodePlain,
  tagged,
} from './plain-text.ts';
export { pythonFloat, pythonJson, pythonJsonIndented, pythonJsonOfParts } from './python-json.ts';
export { pythonRepr, pythonStr, pythonTypeName } from './python-repr.ts';
export { lineStarts, offsetOfByte, type Position, positionAt } from './text-index.ts';
export { VERSION } from './version.ts';
export { isMapping, mappingEntries, mappingGet, mappingRecord } from './yaml/mapping.ts';
export { YamlDate, YamlTimestamp } from './yaml/moments.ts';
export type { YamlMapping } from './yaml/nodes.ts';
