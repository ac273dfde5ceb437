import type { LineageKind } from '../../contract.ts';
import { addThrough, type ColumnSources, nestedKind } from './column-sources.ts';
import { type PlanExpression, type PlanOrder, UnreadablePlanError } from './plan-json.ts';

/** Where an expression finds columns. */
export interface ExpressionInput {
  /** The output of the operator below. */
  readonly columns: readonly ColumnSources[];
  /** Columns by table index: a few references under table functions are not resolved to positions. */
  readonly byTable: ReadonlyMap<number, readonly ColumnSources[]>;
}

interface Walk {
  readonly input: ExpressionInput;
  readonly out: ColumnSources;
  readonly kind: LineageKind;
}

type Children = PlanExpression | readonly PlanExpression[] | null | undefined;

function visit(children: Children, walk: Walk, kind: LineageKind = walk.kind): void {
  if (children === null || children === undefined) return;
  const list = Array.isArray(children)
    ? (children as readonly PlanExpression[])
    : [children as PlanExpression];
  for (const each of list) visitOne(each, { ...walk, kind });
}

function visitOrders(orders: readonly PlanOrder[] | undefined, walk: Walk, kind: LineageKind): void {
  for (const each of orders ?? []) visit(each.expression, walk, nestedKind(walk.kind, kind));
}

type Visitor = (expression: PlanExpression, walk: Walk) => void;

const nothing: Visitor = () => {};

/** The value is computed from these. */
function computed(childrenOf: (expression: PlanExpression) => readonly Children[]): Visitor {
  return (expression, walk) => {
    for (const each of childrenOf(expression)) visit(each, walk, nestedKind(walk.kind, 'transformation'));
  };
}

const reference: Visitor = ({ index = -1 }, { input, out, kind }) => {
  const column = input.columns[index];
  if (column === undefined) {
    throw new UnreadablePlanError(`reference ${index} of ${input.columns.length} columns`);
  }
  addThrough(out, column, kind);
};

const columnReference: Visitor = ({ binding }, { input, out, kind }) => {
  const column = binding && input.byTable.get(binding.table_index)?.[binding.column_index];
  if (column === undefined) throw new UnreadablePlanError('a column reference that is bound nowhere');
  addThrough(out, column, kind);
};

const caseExpression: Visitor = ({ case_checks, else_expr }, walk) => {
  for (const check of case_checks ?? []) {
    visit(check.when_expr, walk, nestedKind(walk.kind, 'conditional'));
    visit(check.then_expr, walk, nestedKind(walk.kind, 'transformation'));
  }
  visit(else_expr, walk, nestedKind(walk.kind, 'transformation'));
};

/** What is aggregated, whatever stands around it; a kind that decides stays. */
function aggregated(kind: LineageKind): LineageKind {
  return kind === 'identity' || kind === 'transformation' ? 'aggregation' : kind;
}

const aggregate: Visitor = ({ children, filter, order_bys }, walk) => {
  visit(children, walk, aggregated(walk.kind));
  visit(filter, walk, nestedKind(walk.kind, 'filter'));
  visitOrders(order_bys?.orders, walk, 'sort');
};

const windowFunction: Visitor = (expression, walk) => {
  const { kind } = walk;
  const isAggregate = expression.type === 'WINDOW_AGGREGATE';
  visit(expression.children, walk, isAggregate ? aggregated(kind) : nestedKind(kind, 'transformation'));
  visit(expression.partitions, walk, nestedKind(kind, 'window'));
  visitOrders(expression.orders, walk, 'window');
  visitOrders(expression.arg_orders, walk, 'window');
  visit(expression.filters, walk, nestedKind(kind, 'filter'));
  const { start_expr, end_expr, offset_expr, default_expr } = expression;
  for (const each of [start_expr, end_expr, offset_expr, default_expr]) {
    visit(each, walk, nestedKind(kind, 'window'));
  }
};

/** Bodies of lambdas are not walked into (`function_data`): they count their own columns, and what they capture is a child. */
const VISITORS: Readonly<Record<string, Visitor>> = {
  BOUND_REF: reference,
  BOUND_COLUMN_REF: columnReference,
  BOUND_CONSTANT: nothing,
  BOUND_PARAMETER: nothing,
  BOUND_DEFAULT: nothing,
  BOUND_LAMBDA_REF: nothing,
  BOUND_CAST: computed((each) => [each.child]),
  BOUND_UNNEST: computed((each) => [each.child]),
  BOUND_COMPARISON: computed((each) => [each.left, each.right]),
  BOUND_BETWEEN: computed((each) => [each.input, each.lower, each.upper]),
  BOUND_CONJUNCTION: computed((each) => [each.children]),
  BOUND_OPERATOR: computed((each) => [each.children]),
  BOUND_FUNCTION: computed((each) => [each.children]),
  BOUND_CASE: caseExpression,
  BOUND_AGGREGATE: aggregate,
  BOUND_WINDOW: windowFunction,
};

function visitOne(expression: PlanExpression, walk: Walk): void {
  const visitor = VISITORS[expression.expression_class];
  if (visitor === undefined) throw new UnreadablePlanError(`expression ${expression.expression_class}`);
  visitor(expression, walk);
}

export interface SourcesOptions {
  /** How what is found counts. Default `identity`: as it stands. */
  readonly kind?: LineageKind;
  /** Adds to these. Default: a new collection. */
  readonly into?: ColumnSources;
}

/** The base columns that expressions are made of. Throws `UnreadablePlanError` for an expression that is not known. */
export function expressionSources(
  expressions: Children,
  input: ExpressionInput,
  { kind = 'identity', into = new Map() }: SourcesOptions = {},
): ColumnSources {
  visit(expressions, { input, out: into, kind });
  return into;
}
