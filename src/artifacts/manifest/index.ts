export { groupEntry, macroEntry } from './definition-entries.ts';
export type { Entry } from './entry.ts';
export {
  graphNodeEntry,
  hasSameLineage,
  type ManifestJsonOptions,
  type RunNodeOutcome,
  type TextPlace,
} from './manifest-json.ts';
export { manifestBody, manifestHead } from './manifest-text.ts';
export { type CompiledFields, type NodeOutcome, nodeEntry } from './node-entry.ts';
export { type SplicePlaces, spliceManifest } from './splice-manifest.ts';
export { manifestPath, renewManifest, writeManifest, writeManifestInSteps } from './write-manifest.ts';
