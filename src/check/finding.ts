import type { Diagnostic } from '../diagnostics/index.ts';
import type { CheckStatus, Column, ColumnChange, CompiledNode } from '../domain/index.ts';

/** What came out of looking at one node. */
export interface Finding {
  /** Its output columns as far as known. */
  readonly columns: readonly Column[];
  /** Whether these are the columns that a build would give it. */
  readonly isCertain: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Why only a build can tell; null when it could be told. */
  readonly reason: string | null;
  /** Its SQL, for binding it again when only what it reads has changed; null when it must be rendered again. */
  readonly compiled: CompiledNode | null;
  /** What rendering it warned of: as long as it is not rendered again, this holds. */
  readonly templateWarnings?: readonly Diagnostic[];
}

/** A finding with nothing in it. */
export const NOTHING_FOUND: Finding = Object.freeze({
  columns: [],
  isCertain: true,
  diagnostics: [],
  reason: null,
  compiled: null,
});

/** What a finding amounts to. */
export function statusOf({ diagnostics, reason }: Finding): CheckStatus {
  if (diagnostics.some((each) => each.severity === 'error')) return 'error';
  if (reason !== null) return 'checked when built';
  return diagnostics.length > 0 ? 'warning' : 'ok';
}

/** Whether two lists of columns are the same in names, types and order. */
export function sameColumns(left: readonly Column[], right: readonly Column[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ name, type }, index) => name === right[index]?.name && type === right[index]?.type)
  );
}

/** Columns that came, went, or have another type; in the order of `after`, those that went last. */
export function columnChanges(before: readonly Column[], after: readonly Column[]): readonly ColumnChange[] {
  const old = new Map(before.map(({ name, type }) => [name.toLowerCase(), { name, type }]));
  const changes: ColumnChange[] = [];
  for (const { name, type } of after) {
    const known = old.get(name.toLowerCase());
    old.delete(name.toLowerCase());
    if (known?.type !== type) changes.push({ name, before: known?.type ?? null, after: type });
  }
  return [...changes, ...[...old.values()].map(({ name, type }) => ({ name, before: type, after: null }))];
}
