import type { IndirectKind, LineageKind } from '../adapter/contract.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Column, UniqueId } from '../domain/index.ts';

/** A column that another one is made of. */
export interface ColumnOrigin<Kind> {
  /** The model, seed, snapshot or source it belongs to; null when it comes from a file scan or a table outside the project. */
  readonly uniqueId: UniqueId | null;
  /** What it belongs to when that is nothing of the project: `read_parquet('x.parquet')`, `db.schema.table`. */
  readonly outside: string | null;
  readonly column: string;
  readonly kinds: readonly Kind[];
}

export interface AnalyzedColumn extends Column {
  /** Not of the query: a snapshot adds it. */
  readonly isAdded?: true;
  readonly origins: readonly ColumnOrigin<LineageKind>[];
}

/** What could be learned of one thing that has columns. */
export interface NodeAnalysis {
  readonly uniqueId: UniqueId;
  /**
   * `lineage`: columns and where they come from. `columns`: the columns only, because it has no SQL or its SQL could not be
   * followed. `nothing`: not even those.
   */
  readonly depth: 'lineage' | 'columns' | 'nothing';
  readonly columns: readonly AnalyzedColumn[];
  /** Columns that decide which rows there are. */
  readonly indirect: readonly ColumnOrigin<IndirectKind>[];
  /** Why its SQL could not be bound. */
  readonly problem: Diagnostic | null;
}

export type Analysis = ReadonlyMap<UniqueId, NodeAnalysis>;
