import { addSource, addThrough, type ColumnSources, countSources } from './column-sources.ts';
import { joinColumns } from './joins.ts';
import { type PlanExpression, type PlanOperator, UnreadablePlanError } from './plan-json.ts';
import {
  allSources,
  type Columns,
  childColumns,
  eachSources,
  emptyColumns,
  noteColumns,
  noteIndirect,
  overlaid,
  type PlanWalk,
  picked,
} from './plan-walk.ts';

type Reader = (operator: PlanOperator, walk: PlanWalk) => Columns;

/** Most operators have a flat list. */
function expressionsOf(operator: PlanOperator): readonly PlanExpression[] {
  return (operator.expressions ?? []) as readonly PlanExpression[];
}

/** A table function over columns: every output column may depend on every input column. */
function functionOutput(operator: PlanOperator, input: Columns): Columns {
  const all: ColumnSources = new Map();
  for (const each of input) addThrough(all, each, 'transformation');
  const outputs = Math.max(1, operator.column_indexes?.length ?? 1);
  return [
    ...Array.from({ length: outputs }, () => all),
    ...(operator.projected_input ?? []).map((index) => input[index] ?? new Map()),
  ];
}

const scan: Reader = (operator, walk) => {
  if (operator.children !== undefined) return functionOutput(operator, childColumns(operator, walk));
  const { column_indexes = [], projection_ids = [], names = [] } = operator;
  const wanted =
    projection_ids.length > 0 ? projection_ids.map((each) => column_indexes[each]) : column_indexes;
  // A scan that reads no column (`count(*)`) still puts out one.
  const indexes = wanted.length > 0 ? wanted : [undefined];
  return indexes.map((each) => {
    const column: ColumnSources = new Map();
    const key = each === undefined ? null : walk.keyOf(operator, names[each.index] ?? 'rowid');
    if (key !== null) addSource(column, key, 'identity');
    return column;
  });
};

const filter: Reader = (operator, walk) => {
  const columns = childColumns(operator, walk);
  noteIndirect(expressionsOf(operator), 'filter', { columns, walk });
  return picked(columns, operator.projection_map);
};

const aggregate: Reader = (operator, walk) => {
  const columns = childColumns(operator, walk);
  noteIndirect(operator.groups, 'group_by', { columns, walk });
  const groups = eachSources(operator.groups, columns, walk);
  const groupings = (operator.grouping_functions ?? []).map((indexes) => {
    const out: ColumnSources = new Map();
    for (const index of indexes) addThrough(out, groups[index] ?? new Map(), 'transformation');
    return out;
  });
  return [...groups, ...eachSources(expressionsOf(operator), columns, walk), ...groupings];
};

/** Windows and unnests: what came in, and new columns behind it. */
const extended: Reader = (operator, walk) => {
  const columns = childColumns(operator, walk);
  return [...columns, ...eachSources(expressionsOf(operator), columns, walk)];
};

const sorted: Reader = (operator, walk) => {
  const columns = childColumns(operator, walk);
  for (const each of operator.orders ?? []) noteIndirect(each.expression, 'sort', { columns, walk });
  return picked(columns, operator.projections);
};

const distinct: Reader = (operator, walk) => {
  const columns = childColumns(operator, walk);
  noteIndirect(operator.distinct_targets, 'distinct', { columns, walk });
  for (const each of operator.order_by?.orders ?? []) {
    noteIndirect(each.expression, 'sort', { columns, walk });
  }
  return columns;
};

/** `VALUES`: rows of expressions. */
const values: Reader = (operator, walk) => {
  const columns = childColumns(operator, walk);
  const rows = (operator.expressions ?? []) as readonly (readonly PlanExpression[])[];
  return (operator.expr_types ?? []).map((_, index) => {
    const cells = rows.flatMap((row) => row[index] ?? []);
    return allSources(cells, { columns, walk });
  });
};

const delimGet: Reader = (operator, walk) => {
  const outer = walk.delims.at(-1);
  if (outer === undefined) throw new UnreadablePlanError('a correlated scan outside of its join');
  return (operator.chunk_types ?? []).map((_, index) => outer[index] ?? new Map());
};

const setOperation: Reader = (operator, walk) => {
  const layers = (operator.children ?? []).map((_, index) => childColumns(operator, walk, index));
  const width = operator.column_count ?? layers[0]?.length ?? 0;
  if (operator.type === 'LOGICAL_EXCEPT') {
    for (const layer of layers.slice(1)) noteColumns(layer, 'filter', walk);
    return (layers[0] ?? []).slice(0, width);
  }
  if (operator.setop_all !== true || operator.type === 'LOGICAL_INTERSECT') {
    for (const layer of layers) noteColumns(layer, 'distinct', walk);
  }
  return overlaid(width, layers);
};

function cteIndex(operator: PlanOperator): number {
  return operator.table_index ?? -1;
}

const materializedCte: Reader = (operator, walk) => {
  walk.ctes.set(cteIndex(operator), childColumns(operator, walk, 0));
  return childColumns(operator, walk, 1);
};

/** Facts per column are finite, so the recursion settles; no query met so far took more than three rounds. */
const MAX_ROUNDS = 10;

const recursiveCte: Reader = (operator, walk) => {
  let current = childColumns(operator, walk, 0);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    walk.ctes.set(cteIndex(operator), current);
    const next = overlaid(current.length, [current, childColumns(operator, walk, 1)]);
    const isSettled = countSources(next) === countSources(current);
    current = next;
    if (isSettled) break;
  }
  return current;
};

const cteReference: Reader = (operator, walk) => {
  const columns = walk.ctes.get(operator.cte_index ?? -1);
  if (columns === undefined) throw new UnreadablePlanError(`common table ${operator.cte_index}`);
  return columns.slice(0, operator.chunk_types?.length ?? columns.length);
};

/** Below are the groups, then a list for each aggregate, then the list of pivot keys. */
const pivot: Reader = (operator, walk) => {
  const columns = childColumns(operator, walk);
  const bound = operator.bound_pivot;
  if (bound === undefined) throw new UnreadablePlanError('a pivot without its description');
  const lists = columns.slice(bound.group_count);
  const all: ColumnSources = new Map();
  for (const each of lists) addThrough(all, each, 'aggregation');
  const aggregates = Math.max(1, bound.aggregates?.length ?? 0);
  return (bound.types ?? []).map((_, index) => {
    if (index < bound.group_count) return columns[index] ?? new Map();
    return lists[(index - bound.group_count) % aggregates] ?? all;
  });
};

const READERS: Readonly<Record<string, Reader>> = {
  LOGICAL_GET: scan,
  LOGICAL_PROJECTION: (operator, walk) =>
    eachSources(expressionsOf(operator), childColumns(operator, walk), walk),
  LOGICAL_FILTER: filter,
  LOGICAL_AGGREGATE_AND_GROUP_BY: aggregate,
  LOGICAL_WINDOW: extended,
  LOGICAL_UNNEST: extended,
  LOGICAL_ORDER_BY: sorted,
  LOGICAL_TOP_N: childColumns,
  LOGICAL_LIMIT: childColumns,
  LOGICAL_SAMPLE: childColumns,
  LOGICAL_DISTINCT: distinct,
  LOGICAL_DUMMY_SCAN: () => [new Map()],
  LOGICAL_EMPTY_RESULT: (operator) => emptyColumns(operator.return_types),
  LOGICAL_CHUNK_GET: (operator) => emptyColumns(operator.chunk_types),
  LOGICAL_EXPRESSION_GET: values,
  LOGICAL_CROSS_PRODUCT: joinColumns,
  LOGICAL_POSITIONAL_JOIN: joinColumns,
  LOGICAL_ANY_JOIN: joinColumns,
  LOGICAL_COMPARISON_JOIN: joinColumns,
  LOGICAL_ASOF_JOIN: joinColumns,
  LOGICAL_DELIM_JOIN: joinColumns,
  LOGICAL_DELIM_GET: delimGet,
  LOGICAL_UNION: setOperation,
  LOGICAL_EXCEPT: setOperation,
  LOGICAL_INTERSECT: setOperation,
  LOGICAL_MATERIALIZED_CTE: materializedCte,
  LOGICAL_RECURSIVE_CTE: recursiveCte,
  LOGICAL_CTE_REF: cteReference,
  LOGICAL_PIVOT: pivot,
};

/** What each output column of an operator is made of. Throws `UnreadablePlanError` for an operator that is not known. */
export function operatorColumns(operator: PlanOperator, walk: PlanWalk): Columns {
  const reader = READERS[operator.type];
  if (reader === undefined) throw new UnreadablePlanError(`operator ${operator.type}`);
  return reader(operator, walk);
}
