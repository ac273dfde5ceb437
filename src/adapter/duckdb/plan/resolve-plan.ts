import type { IndirectKind } from '../../contract.ts';
import { operatorColumns } from './operators.ts';
import type { PlanOperator } from './plan-json.ts';
import type { Columns, PlanWalk } from './plan-walk.ts';

/** Remembers columns under the table indexes that an operator gives out. */
function bindColumns(operator: PlanOperator, columns: Columns, byTable: Map<number, Columns>): void {
  const { table_index, group_index, aggregate_index, groups = [], expressions = [] } = operator;
  if (table_index !== undefined && operator.type !== 'LOGICAL_MATERIALIZED_CTE') {
    byTable.set(table_index, columns);
  }
  if (group_index !== undefined) {
    byTable.set(group_index, columns.slice(0, groups.length));
    if (aggregate_index !== undefined) byTable.set(aggregate_index, columns.slice(groups.length));
  }
  if (operator.pivot_index !== undefined) byTable.set(operator.pivot_index, columns);
  for (const index of [operator.window_index, operator.unnest_index]) {
    if (index !== undefined) byTable.set(index, columns.slice(columns.length - expressions.length));
  }
}

export interface ResolvedPlan {
  /** In the order of the output; there may be more than the statement names. */
  readonly columns: Columns;
  readonly indirect: ReadonlyMap<string, ReadonlySet<IndirectKind>>;
}

/** Follows every output column of a plan down to the columns of scans, whose keys `keyOf` gives. */
export function resolvePlan(root: PlanOperator, keyOf: PlanWalk['keyOf']): ResolvedPlan {
  const walk: PlanWalk = {
    ctes: new Map(),
    delims: [],
    byTable: new Map(),
    indirect: new Map(),
    keyOf,
    resolve(operator) {
      const columns = operatorColumns(operator, walk);
      bindColumns(operator, columns, walk.byTable);
      return columns;
    },
  };
  return { columns: walk.resolve(root), indirect: walk.indirect };
}
