import type { Storage } from '../adapter/contract.ts';
import { md5 } from '../base/index.ts';
import { type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import {
  GETATTR,
  getAttribute,
  isDict,
  iterate,
  mappingEntries,
  mappingGet,
  mappingHas,
  mappingSet,
  PyDict,
  REPR,
  reprOf,
  strOf,
  TYPE,
  truthOf,
  Undefined,
} from '../jinja/index.ts';
import { failAdapter } from './context-errors.ts';
import type { ContextEnvironment } from './contract.ts';
import type { MethodTable } from './method-table.ts';
import { ownMember } from './own-member.ts';
import { isAbsolutePath, joinPath } from './paths.ts';
import { pythonFunction } from './python-call.ts';

const COMPRESSIONS: Readonly<Record<string, string>> = { '.gz': 'gzip', '.zst': 'zstd' };
const QUOTED_OPTIONS = new Set(['delimiter', 'quote', 'escape', 'null']);

const extension = (path: string): string => /[^/\\.][^/\\]*?(\.[^./\\]*)$/.exec(path)?.[1] ?? '';

/** Fills in `format` and `compression` from the name of the file, as COPY would not do for all of them. */
function inferFormat(location: string, options: Map<string, unknown>): void {
  if (options.has('format')) return;
  const last = extension(location);
  const compression = COMPRESSIONS[last.toLowerCase()];
  const kind = (compression === undefined ? last : extension(location.slice(0, -last.length))).toLowerCase();
  if (kind !== '') {
    options.set('format', kind.slice(1));
    if (compression !== undefined && !options.has('compression')) options.set('compression', compression);
  } else options.set('format', options.has('delimiter') ? 'csv' : 'parquet');
}

/** The options of a COPY statement for an external model, written out. */
export function externalWriteOptions(location: string, given: unknown): string {
  const dict = isDict(given) ? given : new PyDict();
  const options = new Map(mappingEntries(dict).map(([key, value]) => [strOf(key), value]));
  inferFormat(location, options);
  if (options.get('format') === 'csv' && !options.has('header')) options.set('header', 1);
  const partitions = options.get('partition_by');
  if (typeof partitions === 'string' && partitions.includes(',') && !partitions.startsWith('(')) {
    options.set('partition_by', `(${partitions})`);
  }
  // The macro that calls this reads the options it passed once more.
  for (const [key, value] of options) mappingSet(dict, key, value);
  return [...options]
    .map(([key, value]) => {
      const text = strOf(value);
      return QUOTED_OPTIONS.has(key.toLowerCase()) && !text.startsWith("'")
        ? `${key} '${text}'`
        : `${key} ${text}`;
    })
    .join(', ');
}

/** Where the files of an external model are read back: a glob when there may be several. */
export function externalReadLocation(location: string, given: unknown): string {
  const option = (name: string): unknown => (isDict(given) ? (mappingGet(given, name) ?? null) : null);
  const partitions = option('partition_by');
  const isPartitioned = partitions !== null && truthOf(partitions);
  if (!isPartitioned && !truthOf(option('per_thread_output') ?? false)) return location;
  const levels = isPartitioned ? strOf(partitions).split(',').length : 0;
  const glob = [location, '*', ...Array.from({ length: levels }, () => '*')].join('/');
  return `${glob}.${strOf(option('format') ?? 'parquet')}`;
}

const INDEX_KEYS: readonly string[] = ['columns', 'unique'];

/** What dbt's schema of an index says of a config. */
function indexFault(raw: unknown): string | null {
  if (!isDict(raw)) return `at path []: ${reprOf(raw)} is not of type 'object'`;
  const extra = mappingEntries(raw)
    .map(([key]) => key)
    .filter((key) => !INDEX_KEYS.includes(strOf(key)));
  if (extra.length > 0) {
    const names = extra.map(reprOf).join(', ');
    return `at path []: Additional properties are not allowed (${names} ${extra.length === 1 ? 'was' : 'were'} unexpected)`;
  }
  if (!mappingHas(raw, 'columns')) return "at path []: 'columns' is a required property";
  const columns = mappingGet(raw, 'columns');
  if (!Array.isArray(columns)) return `at path ['columns']: ${reprOf(columns)} is not of type 'array'`;
  const odd = columns.findIndex((each) => typeof each !== 'string');
  if (odd !== -1) return `at path ['columns'][${odd}]: ${reprOf(columns[odd])} is not of type 'string'`;
  const unique = mappingGet(raw, 'unique') ?? false;
  return typeof unique === 'boolean'
    ? null
    : `at path ['unique']: ${reprOf(unique)} is not of type 'boolean'`;
}

function checkIndex(raw: unknown): asserts raw is PyDict {
  const fault = indexFault(raw);
  if (fault !== null) failAdapter(`Could not parse index config: ${fault}`);
}

/** `adapter.parse_index(config)`: an object with `columns`, `unique` and `render(relation)`. */
function parseIndex(environment: ContextEnvironment, raw: unknown): unknown {
  if (raw === null || raw instanceof Undefined) return null;
  checkIndex(raw);
  const columns = [...iterate(mappingGet(raw, 'columns'))].map(strOf);
  const unique = truthOf(mappingGet(raw, 'unique') ?? false);
  const shown = `DuckDBIndexConfig(columns=${reprOf(columns)}, unique=${unique ? 'True' : 'False'})`;
  const members: Readonly<Record<string, unknown>> = {
    columns,
    unique,
    render: pythonFunction('render', ['relation'], (relation) => {
      const now = environment.host.clock.now().toISOString().replace('Z', '');
      // The moment makes the name new on every run: the old table may still hold an index of the old name.
      return md5([...columns, strOf(relation), unique ? 'True' : 'False', now].join('_'));
    }),
  };
  return Object.freeze({
    [GETATTR]: (name: string) => ownMember(members, name),
    [REPR]: () => shown,
    [TYPE]: 'dbt.adapters.duckdb.relation.DuckDBIndexConfig',
  });
}

const EMPTY = new Set<unknown>([null, undefined, '']);

/** The suffix of a microbatch's temporary table; empty for any other model. */
function batchId(model: unknown): string {
  const batch = isDict(model) ? (mappingGet(model, 'batch') ?? null) : null;
  if (batch === null) return '';
  const start = getAttribute(batch, 'event_time_start');
  return EMPTY.has(start) || start instanceof Undefined
    ? ''
    : strOf(start).replace(/[-:+]/g, '').replaceAll(' ', '_');
}

/** Warnings that were given once already, by the run that they belong to. */
const warned = new WeakMap<DiagnosticSink, Set<string>>();

function warnOnce(sink: DiagnosticSink, text: string): void {
  const known = warned.get(sink) ?? new Set();
  warned.set(sink, known);
  if (!known.has(text)) sink.report(diagnostic('J118', text, { dbtMessage: `DuckDB adapter: ${text}` }));
  known.add(text);
}

/** What the methods work on. */
export interface EngineOptions {
  readonly environment: ContextEnvironment;
}

const storageOf = ({ plugin, project }: ContextEnvironment): Storage | undefined =>
  plugin.storageOf?.(project.target.credentials);

/** Methods of dbt-duckdb's adapter that need no connection. */
export const EXTERNAL_METHODS: MethodTable<EngineOptions> = {
  is_motherduck: ({ environment }) =>
    pythonFunction('DuckDBAdapter.is_motherduck', [], () => storageOf(environment)?.isHosted ?? false),
  is_ducklake: ({ environment }) =>
    pythonFunction('DuckDBAdapter.is_ducklake', ['relation'], (relation) => {
      const database = relation === null ? null : getAttribute(relation, 'database');
      return typeof database === 'string' && (storageOf(environment)?.lakes.has(database) ?? false);
    }),
  use_ducklake_table_workarounds: () =>
    pythonFunction('DuckDBAdapter.use_ducklake_table_workarounds', ['relation'], () => false),
  disable_transactions: ({ environment }) =>
    pythonFunction(
      'DuckDBAdapter.disable_transactions',
      [],
      () => environment.project.target.credentials['disable_transactions'] === true,
    ),
  escape_sql_string: () =>
    pythonFunction('DuckDBAdapter.escape_sql_string', ['value'], (value) =>
      strOf(value).replaceAll("'", "''"),
    ),
  external_root: ({ environment }) =>
    pythonFunction(
      'DuckDBAdapter.external_root',
      [],
      () => environment.project.target.credentials['external_root'] ?? '.',
    ),
  external_write_options: () =>
    pythonFunction(
      'DuckDBAdapter.external_write_options',
      ['write_location', 'rendered_options'],
      (location, options) => externalWriteOptions(strOf(location), options),
    ),
  external_read_location: () =>
    pythonFunction(
      'DuckDBAdapter.external_read_location',
      ['write_location', 'rendered_options'],
      (location, options) => externalReadLocation(strOf(location), options),
    ),
  get_binding_char: () => pythonFunction('DuckDBAdapter.get_binding_char', [], () => '?'),
  parse_index: ({ environment }) =>
    pythonFunction('DuckDBAdapter.parse_index', ['raw_index'], (raw) => parseIndex(environment, raw)),
  get_seed_file_path: ({ environment }) =>
    pythonFunction('DuckDBAdapter.get_seed_file_path', ['model'], (model) => {
      const path = strOf(getAttribute(model, 'original_file_path'));
      const root = isDict(model) ? (mappingGet(model, 'root_path') ?? null) : null;
      return isAbsolutePath(path)
        ? path
        : joinPath(root === null ? environment.project.root : strOf(root), path);
    }),
  batch_id_for_model: () => pythonFunction('DuckDBAdapter.batch_id_for_model', ['model'], batchId),
  get_temp_relation_path: ({ environment }) =>
    pythonFunction('DuckDBAdapter.get_temp_relation_path', ['model', ['batch_id', '']], (model, batch) => {
      const name = `${strOf(getAttribute(model, 'identifier'))}__${environment.host.uuid().split('-').at(-1)}`;
      return PyDict.from({
        database: getAttribute(model, 'database'),
        schema: 'dbt_temp',
        identifier: truthOf(batch) ? `${name}__${strOf(batch)}` : name,
      });
    }),
  warn_once: ({ environment }) =>
    pythonFunction('DuckDBAdapter.warn_once', ['msg'], (message) => {
      const text = strOf(message);
      warnOnce(environment.sink, text);
      return null;
    }),
  convert_datetimes_to_strs: () =>
    pythonFunction('DuckDBAdapter.convert_datetimes_to_strs', ['table'], (table) => table),
};
