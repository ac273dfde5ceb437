import { pythonRepr, pythonTypeName } from '../../base/index.ts';
import { faultsOf } from '../../base/json-schema/index.ts';
import { isColour } from './colour-names.ts';
import { CONFIG_FIELDS, type ConfigField, type ConfigKind } from './config-fields.ts';
import { type Dict, isDict } from './plain.ts';
import { schemaDump } from './schema-dump.ts';

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

const MATERIALIZED: Readonly<Partial<Record<ConfigKind, string>>> = { seed: 'seed', test: 'test' };

const LIMITED_NAMES: Readonly<Partial<Record<ConfigKind, string>>> = {
  seed: "A seed must have a materialized value of 'seed'",
  test: "A test must have a materialized value of 'test'",
};

function severityFault(severity: unknown): ConfigFault | null {
  if (severity === null || severity === undefined || severity === false || severity === '' || severity === 0)
    return null;
  if (typeof severity !== 'string') {
    const type = /'(.*)'/.exec(pythonTypeName(severity))?.[1] ?? '';
    const message = `expected string or bytes-like object, got '${type}'`;
    return { key: 'severity', message, kind: '' };
  }
  if (/^(warn|error)$/i.test(severity)) return null;
  return {
    key: 'severity',
    message: `at path []: Severity must be either 'warn' or 'error'. Got '${severity}'`,
  };
}

function schemaChangeFault(config: Dict): ConfigFault | null {
  const contract = config['contract'];
  const onChange = config['on_schema_change'];
  const isBound =
    isDict(contract) && contract['enforced'] === true && config['materialized'] === 'incremental';
  if (!isBound || onChange === 'append_new_columns' || onChange === 'fail') return null;
  return {
    key: 'on_schema_change',
    message: `Invalid value for on_schema_change: ${onChange}. Models materialized as incremental with contracts enabled must set on_schema_change to 'append_new_columns' or 'fail'`,
    kind: '',
  };
}

function colourFault(docs: unknown): ConfigFault | null {
  const colour = isDict(docs) ? docs['node_color'] : null;
  if (typeof colour !== 'string' || colour === '' || isColour(colour)) return null;
  return {
    key: 'docs',
    message: `Invalid color name for docs.node_color: ${colour}. It is neither a valid HTML color name nor a valid HEX code.`,
    kind: '',
  };
}

function buildAfterFault(freshness: unknown): ConfigFault | null {
  const after = isDict(freshness) ? freshness['build_after'] : null;
  if (!isDict(after)) return null;
  const has = (key: string) => (after[key] ?? null) !== null;
  if (has('count') === has('period')) return null;
  const [missing, given] = has('count') ? ['period', 'count'] : ['count', 'period'];
  const message = `\`freshness.build_after\` must have a value for \`${missing}\` if a \`${given}\` is provided`;
  return { key: 'freshness', message, kind: '' };
}

/** Rules that look at more than one value's type. */
function ruleFaults(kind: ConfigKind, config: Dict): readonly ConfigFault[] {
  const materialized = MATERIALIZED[kind];
  const isOther = materialized !== undefined && config['materialized'] !== materialized;
  return [
    kind === 'test' ? severityFault(config['severity']) : null,
    isOther ? { key: 'materialized', message: `at path []: ${LIMITED_NAMES[kind]}` } : null,
    kind === 'test' ? null : colourFault(config['docs']),
    schemaChangeFault(config),
    kind === 'model' ? buildAfterFault(config['freshness']) : null,
  ].filter((each) => each !== null);
}

/** The types that dbt reads into values of its own before it checks anything: Python's names of them. */
const READ_FIRST: Readonly<Record<string, string>> = {
  access: 'AccessType',
  on_configuration_change: 'OnConfigurationChangeOption',
  on_error: 'Optional[ModelOnErrorOptions]',
  type: 'FunctionType',
  volatility: 'Optional[FunctionVolatility]',
  cache: 'SavedQueryCache',
  persist_docs: 'Dict[str, Any]',
  unique_key: 'Union[str, List[str], None]',
  check_cols: 'Union[str, List[str], None]',
  limit: 'Optional[int]',
  snapshot_meta_column_names: 'SnapshotMetaColumnNames',
};

const EXPOSURE_FIRST: Readonly<Record<string, string>> = { meta: 'Dict[str, Any]', tags: 'List[str]' };

/** Whether Python fails when it reads the value; what can be walked through passes for a list. */
function cannotBeRead(type: string, value: unknown, place: readonly unknown[]): boolean {
  return type.startsWith('Union') ? typeof value !== 'object' : place.length === 0;
}

/** Kinds for which dbt lets the error of its JSON schema through as it is. */
const UNPLACED: ReadonlySet<ConfigKind> = new Set<ConfigKind>([
  'source',
  'exposure',
  'metric',
  'semanticModel',
  'savedQuery',
]);

function faultAt(options: {
  readonly kind: ConfigKind;
  readonly key: string;
  readonly value: unknown;
  readonly path: readonly (string | number)[];
  readonly message: string;
}): ConfigFault {
  const { kind, key, value, path, message } = options;
  const place = [key, ...path].map((each) => `[${pythonRepr(each)}]`).join('');
  const fault = { key, message: `at path ${place}: ${message}` };
  const type = (kind === 'exposure' ? EXPOSURE_FIRST : READ_FIRST)[key];
  if (type === undefined || !cannotBeRead(type, value, path)) return fault;
  const owner = `${kind[0]?.toUpperCase()}${kind.slice(1)}Config`;
  const dbtMessage = `Field "${key}" of type ${type} in ${owner} has invalid value ${pythonRepr(value)}`;
  return { ...fault, dbtMessage };
}

function fieldFault(kind: ConfigKind, field: ConfigField, value: unknown): ConfigFault | null {
  // Python reads a text as the list of its characters.
  if (kind === 'exposure' && field.key === 'tags' && typeof value === 'string') return null;
  const [first] = faultsOf(field.schema, value);
  if (first === undefined) return null;
  const { path, message } = first;
  const fault = faultAt({ kind, key: field.key, value, path, message });
  if (!UNPLACED.has(kind) || fault.dbtMessage !== undefined) return fault;
  const dump = schemaDump(field, value, path);
  return { ...fault, dbtMessage: dump === null ? message : `${message}\n\n${dump}`, kind: '' };
}

/** Everything that is wrong in a merged config: types by dbt's schema of the kind, and rules between keys. */
export function checkConfig(kind: ConfigKind, config: Dict): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const field of CONFIG_FIELDS[kind]) {
    if (kind === 'test' && field.key === 'severity') continue;
    const fault = fieldFault(kind, field, config[field.key] ?? null);
    if (fault !== null) faults.push(fault);
  }
  return [...faults, ...ruleFaults(kind, config)];
}
