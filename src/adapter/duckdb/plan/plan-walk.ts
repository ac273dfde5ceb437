import type { IndirectKind } from '../../contract.ts';
import { addThrough, type ColumnSources } from './column-sources.ts';
import { type ExpressionInput, expressionSources, type SourcesOptions } from './expression-sources.ts';
import type { PlanExpression, PlanOperator } from './plan-json.ts';

/** What an operator puts out: for each column, what it is made of. */
export type Columns = readonly ColumnSources[];

/** Everything that is remembered while one plan is read. */
export interface PlanWalk {
  /** Output columns of common table expressions, by table index. */
  readonly ctes: Map<number, Columns>;
  /** Columns that enclosing joins hand to correlated subqueries, innermost last. */
  readonly delims: Columns[];
  readonly byTable: Map<number, Columns>;
  /** Columns that decide which rows there are: keys of joins, groups, sorting, filters. */
  readonly indirect: Map<string, Set<IndirectKind>>;
  /** Key of a column of a scan, or null when its source is not told. */
  readonly keyOf: (operator: PlanOperator, column: string) => string | null;
  resolve(operator: PlanOperator): Columns;
}

/** The output of the operator's child. */
export function childColumns(operator: PlanOperator, walk: PlanWalk, index = 0): Columns {
  const child = operator.children?.[index];
  return child === undefined ? [] : walk.resolve(child);
}

type Expressions = PlanExpression | readonly PlanExpression[] | null | undefined;

function inputOf(columns: Columns, walk: PlanWalk): ExpressionInput {
  return { columns, byTable: walk.byTable };
}

/** What each expression is made of. */
export function eachSources(
  expressions: readonly PlanExpression[] | undefined,
  columns: Columns,
  walk: PlanWalk,
): Columns {
  return (expressions ?? []).map((each) => expressionSources(each, inputOf(columns, walk)));
}

export interface Reading extends SourcesOptions {
  readonly columns: Columns;
  readonly walk: PlanWalk;
}

/** What expressions are made of together. */
export function allSources(expressions: Expressions, { columns, walk, ...options }: Reading): ColumnSources {
  return expressionSources(expressions, inputOf(columns, walk), options);
}

function noteKey(walk: PlanWalk, key: string, kind: IndirectKind): void {
  const known = walk.indirect.get(key);
  if (known === undefined) walk.indirect.set(key, new Set([kind]));
  else known.add(kind);
}

/** Notes that whole columns decide which rows there are. */
export function noteColumns(columns: Columns, kind: IndirectKind, walk: PlanWalk): void {
  for (const column of columns) for (const key of column.keys()) noteKey(walk, key, kind);
}

/** Notes that the columns in expressions decide which rows there are. */
export function noteIndirect(expressions: Expressions, kind: IndirectKind, reading: Reading): void {
  noteColumns([allSources(expressions, reading)], kind, reading.walk);
}

/** The columns that a projection map keeps; all when there is none. */
export function picked(columns: Columns, map: readonly number[] | undefined): Columns {
  if (map === undefined || map.length === 0) return columns;
  return map.map((index) => columns[index] ?? new Map());
}

/** Columns that come from nothing. */
export function emptyColumns(types: readonly unknown[] | undefined): Columns {
  return (types ?? []).map(() => new Map());
}

/** Columns put over each other by position, as a union does. */
export function overlaid(width: number, layers: readonly Columns[]): Columns {
  return Array.from({ length: width }, (_, index) => {
    const column: ColumnSources = new Map();
    for (const layer of layers) {
      const found = layer[index];
      if (found !== undefined) addThrough(column, found, 'identity');
    }
    return column;
  });
}
