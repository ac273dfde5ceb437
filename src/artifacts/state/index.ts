export { type EarlierEntry, type EarlierManifest, readEarlierManifest } from './earlier-manifest.ts';
export { type EarlierSources, readEarlierSources } from './earlier-sources.ts';
export type { WrittenConfig } from './upgrade-manifest.ts';
