import type { BaseNode } from './node.ts';

/** What a node has that is made while a command runs: no file says anything about it. */
export const BARE_NODE = Object.freeze({
  relationName: null,
  unrenderedConfig: {},
  configCallDict: {},
  writtenCallDict: {},
  tags: [],
  description: '',
  docBlocks: [],
  columns: {},
  meta: {},
  group: null,
  docs: { show: true, nodeColor: null },
  patchPath: null,
  language: 'sql',
  refs: [],
  sources: [],
  metrics: [],
  functions: [],
  dependsOn: { macros: [], nodes: [] },
  contract: { enforced: false, aliasTypes: true, checksum: null },
}) satisfies Partial<BaseNode>;
