export { readSelectors, type SelectorDefinition } from './definitions.ts';
export type { Comparisons } from './method.ts';
export { METHOD_NAMES } from './method-names.ts';
export { parseSelection } from './parse-selection.ts';
export { type Selection, selectNodes } from './select-nodes.ts';
export {
  type Criterion,
  INDIRECT_SELECTIONS,
  type IndirectSelection,
  type SelectionGroup,
} from './spec.ts';
export { compareResults, compareSources } from './state/compare-results.ts';
export { compareState } from './state/compare-state.ts';
