import type { ColumnSpec, ConstraintSpec } from '../../domain/index.ts';
import type { Entry } from './entry.ts';

/** A constraint of a column, or of a model: only the latter names columns. */
export function constraintEntry(constraint: ConstraintSpec, level: 'column' | 'model'): Entry {
  return {
    type: constraint.type,
    name: constraint.name,
    expression: constraint.expression,
    warn_unenforced: constraint.warnUnenforced,
    warn_unsupported: constraint.warnUnsupported,
    to: constraint.to,
    to_columns: constraint.toColumns,
    ...(level === 'model' ? { columns: constraint.columns } : {}),
  };
}

/** A column as the manifest has it. */
export function columnEntry(column: ColumnSpec): Entry {
  return {
    name: column.name,
    description: column.description,
    meta: column.meta,
    data_type: column.dataType,
    constraints: column.constraints.map((each) => constraintEntry(each, 'column')),
    quote: column.quote,
    config: column.config,
    tags: column.tags,
    granularity: column.granularity,
    dimension: column.dimension ?? null,
    entity: column.entity ?? null,
    doc_blocks: column.docBlocks,
    ...column.extra,
  };
}

/** Columns under their names. */
export function columnEntries(columns: Readonly<Record<string, ColumnSpec>>): Entry {
  const entries: Record<string, Entry> = {};
  for (const [name, column] of Object.entries(columns)) entries[name] = columnEntry(column);
  return entries;
}
