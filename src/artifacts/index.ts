export * from './catalog/index.ts';
export * from './history/index.ts';
export * from './manifest/index.ts';
export * from './osi-document/index.ts';
export * from './run-results/index.ts';
export * from './semantic-manifest/index.ts';
export * from './sources/index.ts';
export * from './state/index.ts';
