export type RelationType =
  | 'table'
  | 'view'
  | 'cte'
  | 'external'
  | 'materialized_view'
  | 'pointer_table'
  | 'function';

/** The address of a table or view. */
export interface Relation {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string | null;
  readonly type: RelationType | null;
}

/** A column of a relation, with the type as the engine prints it. */
export interface Column {
  readonly name: string;
  readonly type: string;
}
