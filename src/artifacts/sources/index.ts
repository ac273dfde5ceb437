export { type RecordedFreshness, recordedFreshness } from './recorded-freshness.ts';
export { writeSources } from './sources-json.ts';
