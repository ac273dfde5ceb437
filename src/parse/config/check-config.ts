import { Float, pythonRepr } from '../../base/index.ts';
import { CONFIG_FIELDS, type ConfigField, type ConfigKind, type ValueShape } from './config-fields.ts';
import { type Dict, isDict } from './plain.ts';

/** A value of the wrong type in a config. */
export interface ConfigFault {
  readonly key: string;
  /** What is wrong, in dbt's words for values of the wrong type. */
  readonly message: string;
  /** dbt's sentence where it has another one. */
  readonly dbtMessage?: string;
  /** dbt's name for the error, where it is not the usual one. */
  readonly kind?: string;
}

function isInteger(value: unknown): boolean {
  return (
    (typeof value === 'number' && Number.isInteger(value)) ||
    typeof value === 'bigint' ||
    value instanceof Float
  );
}

function isStringList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

const SHAPES: Readonly<
  Record<Extract<ValueShape, string>, { ok: (value: unknown) => boolean; name: string }>
> = {
  any: { ok: () => true, name: '' },
  boolean: { ok: (value) => typeof value === 'boolean', name: "type 'boolean'" },
  string: { ok: (value) => typeof value === 'string', name: "type 'string'" },
  integer: { ok: isInteger, name: "type 'integer'" },
  stringOrList: { ok: (value) => typeof value === 'string' || isStringList(value), name: '' },
  stringList: { ok: isStringList, name: "type 'array'" },
  dict: { ok: isDict, name: "type 'object'" },
  hooks: { ok: Array.isArray, name: "type 'array'" },
};

function faultOf(field: ConfigField, value: unknown): string | null {
  if (value === null && field.nullable) return null;
  const { shape } = field;
  if (typeof shape === 'object') {
    if (typeof value === 'string' && shape.oneOf.includes(value)) return null;
    const wanted = `[${shape.oneOf.map((each) => `'${each}'`).join(', ')}]`;
    return `${pythonRepr(value)} is not one of ${wanted}`;
  }
  const known = SHAPES[shape];
  if (known.ok(value)) return null;
  const unmatched = field.nullable || shape === 'stringOrList';
  if (unmatched) return `${pythonRepr(value)} is not valid under any of the given schemas`;
  if (Array.isArray(value) && shape === 'stringList') {
    const odd = value.find((each) => typeof each !== 'string');
    return `${pythonRepr(odd)} is not of type 'string'`;
  }
  return `${pythonRepr(value)} is not of ${known.name}`;
}

const MATERIALIZED: Readonly<Partial<Record<ConfigKind, string>>> = { seed: 'seed', test: 'test' };

const LIMITED_NAMES: Readonly<Partial<Record<ConfigKind, string>>> = {
  seed: "A seed must have a materialized value of 'seed'",
  test: "A test must have a materialized value of 'test'",
};

/** Rules that look at more than one value's type. */
function ruleFaults(kind: ConfigKind, config: Dict): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const severity = config['severity'];
  if (kind === 'test' && typeof severity === 'string' && !/^(warn|error)$/i.test(severity)) {
    faults.push({
      key: 'severity',
      message: `at path []: Severity must be either 'warn' or 'error'. Got '${severity}'`,
    });
  }
  const materialized = MATERIALIZED[kind];
  if (materialized !== undefined && config['materialized'] !== materialized) {
    faults.push({ key: 'materialized', message: `at path []: ${LIMITED_NAMES[kind]}` });
  }
  const contract = config['contract'];
  const onChange = config['on_schema_change'];
  if (
    isDict(contract) &&
    contract['enforced'] === true &&
    config['materialized'] === 'incremental' &&
    onChange !== 'append_new_columns' &&
    onChange !== 'fail'
  ) {
    faults.push({
      key: 'on_schema_change',
      message: `at path []: Invalid value for on_schema_change: ${onChange}. Models materialized as incremental with contracts enabled must set on_schema_change to 'append_new_columns' or 'fail'`,
    });
  }
  return faults;
}

/** Python's names of enumerations, which dbt reads before it checks types. */
const ENUMERATIONS: Readonly<Record<string, string>> = {
  access: 'AccessType',
  on_configuration_change: 'OnConfigurationChangeOption',
  on_error: 'Optional[ModelOnErrorOptions]',
  type: 'FunctionType',
  persist_docs: 'Dict[str, Any]',
  unique_key: 'Union[str, List[str], None]',
  check_cols: 'Union[str, List[str], None]',
};

function faultAt(kind: ConfigKind, field: ConfigField, value: unknown, message: string): ConfigFault {
  const fault = { key: field.key, message: `at path ['${field.key}']: ${message}` };
  const enumeration = ENUMERATIONS[field.key];
  if (enumeration === undefined) return fault;
  const owner = `${kind === 'node' ? 'Node' : kind[0]?.toUpperCase()}${kind === 'node' ? '' : kind.slice(1)}Config`;
  return {
    ...fault,
    dbtMessage: `Field "${field.key}" of type ${enumeration} in ${owner} has invalid value ${pythonRepr(value)}`,
  };
}

/** Everything that is wrong in a merged config: types by dbt's schema of the kind, and rules between keys. */
export function checkConfig(kind: ConfigKind, config: Dict): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const field of CONFIG_FIELDS[kind]) {
    const message = faultOf(field, config[field.key] ?? null);
    if (message !== null) faults.push(faultAt(kind, field, config[field.key], message));
  }
  return [...faults, ...ruleFaults(kind, config)];
}
