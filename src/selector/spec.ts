/** What happens to tests of selected nodes that are not selected themselves. */
export type IndirectSelection = 'eager' | 'cautious' | 'buildable' | 'empty';

export const INDIRECT_SELECTIONS: readonly IndirectSelection[] = ['eager', 'cautious', 'buildable', 'empty'];

/** One criterion: `2+tag:nightly`, `@orders`, `config.materialized:table`. */
export interface Criterion {
  readonly kind: 'criterion';
  /** As written; for dictionaries of selectors.yml, in words. */
  readonly raw: string;
  /** A method of the table: `fqn`, `tag`, ... */
  readonly method: string;
  /** What follows the method after dots: `['meta', 'owner']` of `config.meta.owner`. */
  readonly methodArguments: readonly string[];
  /** Text, except in selectors.yml, where it may be any YAML value. */
  readonly value: unknown;
  /** `@`: children, and all their parents. */
  readonly childrensParents: boolean;
  readonly parents: boolean;
  readonly parentsDepth: number | null;
  readonly children: boolean;
  readonly childrenDepth: number | null;
  readonly indirectSelection: IndirectSelection;
}

/** Several selections combined. */
export interface SelectionGroup {
  readonly kind: 'union' | 'intersection' | 'difference';
  readonly components: readonly SelectionSpec[];
  /** Warn when it matches nothing. */
  readonly expectsNodes: boolean;
  readonly raw: string;
  readonly indirectSelection: IndirectSelection;
}

export type SelectionSpec = Criterion | SelectionGroup;
