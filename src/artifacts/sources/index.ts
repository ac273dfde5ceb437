export { writeSources } from './sources-json.ts';
