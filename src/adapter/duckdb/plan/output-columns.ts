import type { Column } from '../../../domain/index.ts';
import type { PlanExpression, PlanOperator, PlanType } from './plan-json.ts';

/** Types that are written in a plan as DuckDB writes them for people. */
const PLAIN = new Set([
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
  'FLOAT',
  'DOUBLE',
  'VARCHAR',
  'BLOB',
  'DATE',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMP WITH TIME ZONE',
  'INTERVAL',
  'UUID',
]);

/** Null for types whose text has rules of its own: quoted names of fields, values, collations, names that users gave. */
function typeText({ id, type_info: info }: PlanType): string | null {
  if (info === null || info === undefined) return PLAIN.has(id) ? id : null;
  if (info.alias === 'JSON' && id === 'VARCHAR') return 'JSON';
  if (info.alias !== undefined && info.alias !== '') return null;
  if (id === 'DECIMAL' && info.width !== undefined) return `DECIMAL(${info.width},${info.scale ?? 0})`;
  if (info.child_type === undefined || (id !== 'LIST' && id !== 'ARRAY')) return null;
  const element = typeText(info.child_type);
  if (element === null) return null;
  return id === 'LIST' ? `${element}[]` : `${element}[${info.size}]`;
}

function columnOf({ expression_class, alias, return_type }: PlanExpression): Column | null {
  if (expression_class !== 'BOUND_REF' || alias === undefined || alias === '') return null;
  const type = return_type === undefined || return_type === null ? null : typeText(return_type);
  return type === null ? null : { name: alias, type };
}

/** A name that stands twice in a query gets a number when it is selected from. */
const NUMBERED = /[_:]\d+$/;

/** Whether names may be others than those of the query itself. */
function mayBeRenamed(columns: readonly Column[]): boolean {
  const names = new Set(columns.map((each) => each.name.toLowerCase()));
  return columns.some(
    ({ name }) => NUMBERED.test(name) && names.has(name.toLowerCase().replace(NUMBERED, '')),
  );
}

/**
 * The columns that `select * from (query)` puts out, from its plan: there each is a reference that carries the name and the
 * type. Null when they cannot be told with certainty; the engine is asked then.
 */
export function outputColumns(root: PlanOperator): readonly Column[] | null {
  if (root.type !== 'LOGICAL_PROJECTION') return null;
  const columns = ((root.expressions ?? []) as readonly PlanExpression[]).map(columnOf);
  const known = columns.filter((each) => each !== null);
  return known.length === 0 || known.length < columns.length || mayBeRenamed(known) ? null : known;
}
