import type { Column, Node } from '../domain/index.ts';
import type { NodeAnalysis } from './contract.ts';

const OWN: readonly Column[] = [
  { name: 'dbt_scd_id', type: 'VARCHAR' },
  { name: 'dbt_updated_at', type: 'TIMESTAMP' },
  { name: 'dbt_valid_from', type: 'TIMESTAMP' },
  { name: 'dbt_valid_to', type: 'TIMESTAMP' },
];
const DELETED: Column = { name: 'dbt_is_deleted', type: 'VARCHAR' };

/** Columns that a snapshot adds to those of its query, under the names that it is configured with. */
export function snapshotOwnColumns(node: Node): readonly Column[] {
  const names = (node.config['snapshot_meta_column_names'] ?? {}) as Readonly<Record<string, unknown>>;
  const own = node.config['hard_deletes'] === 'new_record' ? [...OWN, DELETED] : OWN;
  return own.map((each) => {
    const renamed = names[each.name];
    return typeof renamed === 'string' ? { ...each, name: renamed } : each;
  });
}

/**
 * A snapshot's table has more columns than its query: those of the table where it is built, otherwise those that dbt adds.
 * Everything else is returned as it is.
 */
export function withSnapshotColumns(
  node: Node,
  analysis: NodeAnalysis,
  built: readonly Column[] | undefined,
): NodeAnalysis {
  if (node.resourceType !== 'snapshot') return analysis;
  const known = new Set(analysis.columns.map((each) => each.name.toLowerCase()));
  const added = (built ?? snapshotOwnColumns(node)).filter((each) => !known.has(each.name.toLowerCase()));
  return {
    ...analysis,
    columns: [
      ...analysis.columns,
      ...added.map((each) => ({ ...each, isAdded: true as const, origins: [] })),
    ],
  };
}
