export { columnEntry } from './column-entry.ts';
export { docEntry, exposureEntry, groupEntry, macroEntry, sourceEntry } from './definition-entries.ts';
export type { Entry } from './entry.ts';
export { graphNodeEntry, lineageMaps, type ManifestJsonOptions, manifestJson } from './manifest-json.ts';
export { manifestBytes } from './manifest-text.ts';
export { type CompiledFields, nodeEntry } from './node-entry.ts';
export { writeManifest } from './write-manifest.ts';
