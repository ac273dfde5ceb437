import type { LineageKind } from '../adapter/contract.ts';
import type { AnalyzedColumn, NodeAnalysis } from '../analyze/index.ts';
import type { Making } from './payload.ts';

const has = (column: AnalyzedColumn, ...kinds: readonly LineageKind[]): boolean =>
  column.origins.some((each) => each.kinds.some((kind) => kinds.includes(kind)));

/** How a column is made, in one word. What decides a value tells more than what it is computed from. */
export function makingOf(column: AnalyzedColumn, { depth }: NodeAnalysis): Making {
  if (depth !== 'lineage') return 'unknown';
  if (column.isAdded === true) return 'added';
  const [first, ...others] = column.origins;
  if (first === undefined) return 'constant';
  if (has(column, 'window')) return 'window';
  if (has(column, 'aggregation')) return 'aggregate';
  if (has(column, 'conditional', 'filter')) return 'conditional';
  const isCopied = others.length === 0 && first.kinds.every((kind) => kind === 'identity');
  if (!isCopied) return 'computed';
  return first.column.toLowerCase() === column.name.toLowerCase() ? 'same' : 'renamed';
}
