export type * from './contract.ts';
export { adapterPlugin } from './registry.ts';
