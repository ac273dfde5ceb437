import type { LineageKind } from '../../contract.ts';

/** Kinds of a column that decides which value is taken, or in which order, without being part of the value. */
const DECIDING: ReadonlySet<LineageKind> = new Set(['conditional', 'window', 'filter', 'sort']);

/** Base columns by key, each with the ways in which it reaches the value. */
export type ColumnSources = Map<string, Set<LineageKind>>;

/** How a kind reads from further out: inside an aggregate, a computation is part of the aggregate. */
export function nestedKind(outer: LineageKind, inner: LineageKind): LineageKind {
  if (DECIDING.has(outer)) return outer;
  return outer === 'aggregation' && !DECIDING.has(inner) ? outer : inner;
}

function strongest(inner: LineageKind, outer: LineageKind): LineageKind {
  if (outer === 'identity') return inner;
  const isOutside = inner === 'identity' || (outer === 'aggregation' && inner === 'transformation');
  return isOutside ? outer : inner;
}

function kindThrough(inner: LineageKind, kind: LineageKind): LineageKind {
  if (DECIDING.has(inner)) return inner;
  return DECIDING.has(kind) ? kind : strongest(inner, kind);
}

/** Notes one base column. */
export function addSource(target: ColumnSources, key: string, kind: LineageKind): void {
  const known = target.get(key);
  if (known === undefined) target.set(key, new Set([kind]));
  else known.add(kind);
}

/** Adds what a column below is made of, seen through an expression of `kind`. */
export function addThrough(target: ColumnSources, column: ColumnSources, kind: LineageKind): void {
  for (const [key, kinds] of column) {
    for (const inner of kinds) addSource(target, key, kindThrough(inner, kind));
  }
}

/** How many facts a list of columns holds: a recursion has settled when it stops growing. */
export function countSources(columns: readonly ColumnSources[]): number {
  let count = 0;
  for (const column of columns) for (const kinds of column.values()) count += kinds.size;
  return count;
}
