export { type DefinitionsRequest, readSelectors, type SelectorDefinition } from './definitions.ts';
export type { Comparisons } from './method.ts';
export { METHOD_NAMES, type MethodName } from './method-names.ts';
export { parseSelection, type SelectionRequest } from './parse-selection.ts';
export { type Selection, type SelectNodesRequest, selectNodes } from './select-nodes.ts';
export {
  type Criterion,
  INDIRECT_SELECTIONS,
  type IndirectSelection,
  type SelectionGroup,
  type SelectionSpec,
} from './spec.ts';
