export type Severity = 'error' | 'warning' | 'note';

/** What `docs/errors/` says of a code. */
export interface CodeEntry {
  /** A short heading. */
  readonly title: string;
  readonly severity: Severity;
  /** dbt's name for this kind of error. */
  readonly kind: string;
  /** What it means and how it comes about: a sentence or a short paragraph. */
  readonly explanation: string;
  /** What to do: a sentence or a short paragraph. */
  readonly fix: string;
}

/** Checks a table of codes without widening its keys. */
export function defineCodes<const Table extends Record<string, CodeEntry>>(table: Table): Table {
  return table;
}
