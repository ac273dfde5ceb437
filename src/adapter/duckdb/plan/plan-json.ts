/**
 * The parts of DuckDB's serialized logical plan (`json_serialize_plan`) that say where columns come from. The format belongs to
 * DuckDB's storage and may change with its version: whatever is not known here is an error, never a guess.
 */

export interface PlanType {
  /** `DECIMAL`, `LIST`, `TIMESTAMP WITH TIME ZONE`. */
  readonly id: string;
  readonly type_info?: {
    readonly alias?: string;
    readonly width?: number;
    readonly scale?: number;
    readonly size?: number;
    readonly child_type?: PlanType;
  } | null;
}

export interface PlanBinding {
  readonly table_index: number;
  readonly column_index: number;
}

export interface PlanOrder {
  readonly expression: PlanExpression;
}

export interface PlanCaseCheck {
  readonly when_expr: PlanExpression;
  readonly then_expr: PlanExpression;
}

/** A bound expression. `index` of a `BOUND_REF` is a position in the output of the operator below. */
export interface PlanExpression {
  readonly expression_class: string;
  readonly type?: string;
  readonly alias?: string;
  readonly return_type?: PlanType | null;
  readonly index?: number;
  readonly binding?: PlanBinding;
  readonly child?: PlanExpression;
  readonly children?: readonly PlanExpression[];
  readonly left?: PlanExpression;
  readonly right?: PlanExpression;
  readonly input?: PlanExpression;
  readonly lower?: PlanExpression;
  readonly upper?: PlanExpression;
  readonly case_checks?: readonly PlanCaseCheck[];
  readonly else_expr?: PlanExpression;
  readonly filter?: PlanExpression | null;
  readonly filters?: PlanExpression | readonly PlanExpression[] | null;
  readonly order_bys?: { readonly orders?: readonly PlanOrder[] } | null;
  readonly orders?: readonly PlanOrder[];
  readonly arg_orders?: readonly PlanOrder[];
  readonly partitions?: readonly PlanExpression[];
  readonly start_expr?: PlanExpression | null;
  readonly end_expr?: PlanExpression | null;
  readonly offset_expr?: PlanExpression | null;
  readonly default_expr?: PlanExpression | null;
}

export interface PlanColumnIndex {
  readonly index: number;
}

export interface PlanScan {
  readonly catalog?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly files?: readonly string[];
  readonly file_list?: { readonly files?: readonly string[] };
}

export interface PlanJoinCondition {
  readonly left: PlanExpression;
  readonly right: PlanExpression;
  readonly comparison: string;
}

export interface PlanPivot {
  readonly group_count: number;
  readonly types?: readonly unknown[];
  readonly aggregates?: readonly unknown[];
}

/** One operator. Which fields it has depends on `type`; lists that are empty and values that are null are left out. */
export interface PlanOperator {
  readonly type: string;
  readonly children?: readonly PlanOperator[];
  readonly name?: string;
  readonly names?: readonly string[];
  readonly function_data?: PlanScan | null;
  readonly parameters?: readonly { readonly value?: unknown }[];
  readonly column_indexes?: readonly PlanColumnIndex[];
  readonly projection_ids?: readonly number[];
  readonly projected_input?: readonly number[];
  readonly table_index?: number;
  readonly group_index?: number;
  readonly aggregate_index?: number;
  readonly window_index?: number;
  readonly unnest_index?: number;
  readonly pivot_index?: number;
  readonly cte_index?: number;
  readonly column_count?: number;
  readonly setop_all?: boolean;
  readonly expressions?: readonly PlanExpression[] | readonly (readonly PlanExpression[])[];
  readonly groups?: readonly PlanExpression[];
  readonly grouping_functions?: readonly (readonly number[])[];
  readonly projection_map?: readonly number[];
  readonly projections?: readonly number[];
  readonly left_projection_map?: readonly number[];
  readonly right_projection_map?: readonly number[];
  readonly orders?: readonly PlanOrder[];
  readonly order_by?: { readonly orders?: readonly PlanOrder[] } | null;
  readonly distinct_targets?: readonly PlanExpression[];
  readonly return_types?: readonly unknown[];
  readonly chunk_types?: readonly unknown[];
  readonly expr_types?: readonly unknown[];
  readonly join_type?: string;
  readonly condition?: PlanExpression | null;
  readonly conditions?: readonly PlanJoinCondition[];
  readonly predicate?: PlanExpression | null;
  readonly duplicate_eliminated_columns?: readonly PlanExpression[];
  readonly delim_flipped?: boolean;
  readonly bound_pivot?: PlanPivot;
}

interface SerializedPlan {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly plans?: readonly PlanOperator[];
}

/** Strings, and the bare words for numbers that JSON does not have; the words become null. */
const NOT_JSON = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|-?\bNaN\b/g;

function parseLoosely(text: string): SerializedPlan {
  try {
    return JSON.parse(text) as SerializedPlan;
  } catch {
    return JSON.parse(text.replace(NOT_JSON, (word) => (word.startsWith('"') ? word : 'null')));
  }
}

/** Why a statement has no plan to read: `Serialize not implemented for ...`, `Cannot plan statement of type MULTI`. */
export class UnreadablePlanError extends Error {}

/** The root operator of a serialized plan. Throws `UnreadablePlanError` when DuckDB could not serialize it. */
export function readPlan(text: string | null): PlanOperator {
  if (text === null) throw new UnreadablePlanError('DuckDB gave no plan');
  const parsed = parseLoosely(text);
  const root = parsed.plans?.[0];
  if (parsed.error || root === undefined) {
    throw new UnreadablePlanError(`${parsed.error_type ?? 'error'}: ${parsed.error_message ?? 'no plan'}`);
  }
  return root;
}
