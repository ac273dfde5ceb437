import type { ColumnSources } from './column-sources.ts';
import type { PlanJoinCondition, PlanOperator } from './plan-json.ts';
import {
  allSources,
  type Columns,
  childColumns,
  eachSources,
  noteIndirect,
  type PlanWalk,
  picked,
} from './plan-walk.ts';

interface Sides {
  readonly left: Columns;
  readonly right: Columns;
}

/** A correlated subquery: its side reads columns of the other through the join. */
function delimSides(operator: PlanOperator, walk: PlanWalk): Sides {
  const outerIndex = operator.delim_flipped === true ? 1 : 0;
  const outer = childColumns(operator, walk, outerIndex);
  walk.delims.push(eachSources(operator.duplicate_eliminated_columns, outer, walk));
  const inner = childColumns(operator, walk, 1 - outerIndex);
  walk.delims.pop();
  return outerIndex === 1 ? { left: inner, right: outer } : { left: outer, right: inner };
}

/** The condition that ties a correlated subquery to its own outer row says nothing new. */
function isOwnRow(operator: PlanOperator, { comparison }: PlanJoinCondition): boolean {
  return operator.type === 'LOGICAL_DELIM_JOIN' && comparison === 'COMPARE_NOT_DISTINCT_FROM';
}

/** Notes the join's keys; returns what the truth of its condition is made of. */
function noteConditions(operator: PlanOperator, { left, right }: Sides, walk: PlanWalk): ColumnSources {
  const mark: ColumnSources = new Map();
  const both = [...left, ...right];
  const into = { walk, kind: 'transformation', into: mark } as const;
  noteIndirect(operator.condition, 'join', { columns: both, walk });
  allSources(operator.condition, { columns: both, ...into });
  for (const each of operator.conditions ?? []) {
    if (isOwnRow(operator, each)) continue;
    noteIndirect(each.left, 'join', { columns: left, walk });
    noteIndirect(each.right, 'join', { columns: right, walk });
    allSources(each.left, { columns: left, ...into });
    allSources(each.right, { columns: right, ...into });
  }
  noteIndirect(operator.predicate, 'join', { columns: both, walk });
  return mark;
}

/** The output of a join of any kind: both sides, one of them, or one with a mark that says whether the other matched. */
export function joinColumns(operator: PlanOperator, walk: PlanWalk): Columns {
  const sides =
    operator.type === 'LOGICAL_DELIM_JOIN'
      ? delimSides(operator, walk)
      : { left: childColumns(operator, walk, 0), right: childColumns(operator, walk, 1) };
  const mark = noteConditions(operator, sides, walk);
  const left = picked(sides.left, operator.left_projection_map);
  const right = picked(sides.right, operator.right_projection_map);
  switch (operator.join_type) {
    case 'MARK':
      return [...left, mark];
    case 'SEMI':
    case 'ANTI':
      return left;
    case 'RIGHT_SEMI':
    case 'RIGHT_ANTI':
      return right;
    default:
      return [...left, ...right];
  }
}
