export type * from './contract.ts';
export { adapterPlugin, adapterTypes } from './registry.ts';
