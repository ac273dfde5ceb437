import { isMapping, pythonRepr } from '../../base/index.ts';
import type { Entry } from './entry.ts';
import { sameRecord } from './same-value.ts';

const fieldsOf = (value: unknown): Entry => (isMapping(value) ? (value as Entry) : {});

/** Materializations that build something with constraints. */
const BUILDS_CONSTRAINTS: ReadonlySet<unknown> = new Set(['table', 'incremental']);

const contractOf = (model: Entry): Entry => fieldsOf(model['contract']);
const materializedOf = (model: Entry): unknown => fieldsOf(model['config'])['materialized'] ?? 'view';
const columnsOf = (model: Entry): Readonly<Record<string, Entry>> =>
  Object.fromEntries(
    Object.entries(fieldsOf(model['columns'])).map(([name, each]) => [name, fieldsOf(each)] as const),
  );

/** Constraints with what an older manifest leaves out. */
function constraintsOf(entry: Entry): readonly Entry[] {
  const { constraints } = entry;
  return (Array.isArray(constraints) ? constraints : []).map((each) => ({
    warn_unenforced: true,
    warn_unsupported: true,
    to_columns: [],
    columns: [],
    ...fieldsOf(each),
  }));
}

export function isContracted(model: Entry): boolean {
  return contractOf(model)['enforced'] === true;
}

/** Whether the contract is the same: both enforced with one checksum, or neither enforced. */
export function hasSameContract(now: Entry, before: Entry): boolean {
  if (!isContracted(before)) return !isContracted(now);
  return isContracted(now) && contractOf(now)['checksum'] === contractOf(before)['checksum'];
}

/** `varchar` of `VARCHAR(10)`: another length is no breaking change. */
function baseType(type: unknown): unknown {
  return typeof type === 'string' && type !== '' ? (type.split('(')[0] as string).trim().toLowerCase() : type;
}

const shownType = (type: unknown): string => (type === null || type === undefined ? 'None' : String(type));

export interface ContractChange {
  readonly now: Entry;
  readonly before: Entry;
  /** Types of constraints that the engine holds tables to: losing one can break who relies on it. */
  readonly enforced: ReadonlySet<string>;
}

interface ColumnChanges {
  readonly removed: string[];
  readonly retyped: string[];
  readonly unconstrained: string[];
}

/** The name, else the type as Python prints a member of its enumeration. */
const labelOf = ({ name, type }: Entry): string => String(name ?? `ConstraintType.${type}`);

/** Constraints that were enforced and are gone. */
function lostConstraints({ now, before, enforced }: ContractChange): readonly Entry[] {
  const kept = constraintsOf(now);
  return constraintsOf(before).filter(
    (each) => !kept.some((other) => sameRecord(each, other)) && enforced.has(String(each['type'])),
  );
}

function columnChanges({ now, before, enforced }: ContractChange): ColumnChanges {
  const changes: ColumnChanges = { removed: [], retyped: [], unconstrained: [] };
  const columns = columnsOf(now);
  const isBuilt = BUILDS_CONSTRAINTS.has(materializedOf(before));
  const earlier = Object.entries(columnsOf(before)).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [name, column] of earlier) {
    const current = columns[name];
    if (current === undefined) {
      changes.removed.push(String(column['name']));
      continue;
    }
    const [was, is] = [column['data_type'] ?? null, current['data_type'] ?? null];
    if (was !== is && baseType(was) !== baseType(is))
      changes.retyped.push(`${column['name']} (${shownType(was)} -> ${shownType(is)})`);
    if (!isBuilt) continue;
    for (const each of lostConstraints({ now: current, before: column, enforced }))
      changes.unconstrained.push(`'${labelOf(each)}' constraint on column ${name}`);
  }
  return changes;
}

function lostModelConstraints(change: ContractChange): readonly string[] {
  if (!BUILDS_CONSTRAINTS.has(materializedOf(change.before))) return [];
  return lostConstraints(change).map(
    (each) => `'${labelOf(each)}' constraint on columns ${pythonRepr(each['columns'])}`,
  );
}

function hasConstraints(model: Entry): boolean {
  return (
    constraintsOf(model).length > 0 ||
    Object.values(columnsOf(model)).some((each) => constraintsOf(each).length > 0)
  );
}

function lostMaterialization({ now, before }: ContractChange): readonly string[] {
  const [was, is] = [materializedOf(before), materializedOf(now)];
  const isLost = BUILDS_CONSTRAINTS.has(was) && !BUILDS_CONSTRAINTS.has(is) && hasConstraints(before);
  return isLost ? [`${was} -> ${is}`] : [];
}

const REMOVED =
  'Contract enforcement was removed: Previously, this model had an enforced contract. It is no longer configured to enforce its contract, and this is a breaking change.';

/** What of a change can break who relies on the earlier contract, in dbt's words; empty when nothing does. */
export function breakingChanges(change: ContractChange): readonly string[] {
  const columns = columnChanges(change);
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['Columns were removed', columns.removed],
    ['Columns with data_type changes', columns.retyped],
    ['Enforced column level constraints were removed', columns.unconstrained],
    ['Enforced model level constraints were removed', lostModelConstraints(change)],
    ['Materialization changed with enforced constraints', lostMaterialization(change)],
  ];
  const found = parts
    .filter(([, changes]) => changes.length > 0)
    .map(([title, changes]) => `${title}: \n    - ${changes.join('\n    - ')}`);
  return isContracted(change.now) ? found : [REMOVED, ...found];
}
