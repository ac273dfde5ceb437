import type { RelationType } from '../domain/index.ts';
import {
  fromPlain,
  hostFunction,
  isDict,
  mappingGet,
  PyDict,
  REPR,
  raise,
  reprOf,
  strOf,
  truthOf,
  Undefined,
} from '../jinja/index.ts';
import { failAdapter, failTemplate } from './context-errors.ts';
import { ownMember } from './own-member.ts';
import { dictArgument, pythonFunction } from './python-call.ts';
import { notADict, type RelationObject, relationObject } from './relation-object.ts';
import { overPolicy, quotedAsWritten, type RelationPath } from './relation-state.ts';

const PART_PARAMETERS = [
  ['database', null],
  ['schema', null],
  ['identifier', null],
] as const;

/** A part of a path that came out of a template. */
export function pathPart(part: string, value: unknown): string | null {
  if (value === null || value === undefined || typeof value === 'string') return value ?? null;
  const shown = value instanceof Undefined ? '' : strOf(value);
  return failAdapter(`Got an invalid path ${part}: ${shown}`);
}

/** A relation is made with checked fields; later changes of its path are checked part by part. */
function checkPathField(parts: Readonly<Record<string, unknown>>): void {
  const isText = (value: unknown) => value === null || value === undefined || typeof value === 'string';
  if (Object.values(parts).every(isText)) return;
  const shown = reprOf(PyDict.from(withoutNulls(parts)));
  failAdapter(`Field "path" of type Path in DuckDBRelation has invalid value ${shown}`);
}

/** A path with the parts given in a dict or as keyword arguments over it. */
export function overPath(
  path: RelationPath,
  parts: Readonly<Record<string, unknown>>,
  wrong: 'path' | 'field' = 'path',
): RelationPath {
  const unknown = Object.keys(parts).find((name) => !Object.hasOwn(path, name));
  if (unknown !== undefined)
    raise('TypeError', `Path.__init__() got an unexpected keyword argument '${unknown}'`);
  if (wrong === 'field') checkPathField(parts);
  const part = (name: keyof RelationPath): string | null =>
    name in parts ? pathPart(name, parts[name]) : path[name];
  return { database: part('database'), schema: part('schema'), identifier: part('identifier') };
}

/** The booleans of a policy argument. */
export function policyParts(value: unknown): Record<string, boolean | null> {
  const parts = dictArgument(value) ?? {};
  return Object.fromEntries(
    Object.entries(parts).map(([name, item]) => [name, item === null ? null : truthOf(item)]),
  );
}

/** A relation type out of a template; null for none. */
export function relationType(value: unknown): RelationType | null {
  if (value === null || value === undefined || value instanceof Undefined) return null;
  const type = strOf(value);
  if (Object.values<string>(TYPE_CONSTANTS).includes(type)) return type as RelationType;
  return failAdapter(
    `Field "type" of type Optional[RelationType] in DuckDBRelation has invalid value ${reprOf(value)}`,
  );
}

/** `relation.incorporate(path={...}, type=...)`: the fields given over the ones it has. */
function incorporate(relation: RelationObject, keywords: Readonly<Record<string, unknown>>): RelationObject {
  const { state } = relation;
  const has = (name: string) => name in keywords;
  // The record is made anew, and its fields are picked out of what is given: other keys do no harm.
  const given = Object.entries(dictArgument(keywords['path']) ?? {});
  const parts = Object.fromEntries(given.filter(([name]) => Object.hasOwn(state.path, name)));
  return relation.with({
    ...(has('path') ? { path: overPath(state.path, parts) } : {}),
    ...(has('type') ? { type: relationType(keywords['type']) } : {}),
    ...(has('quote_policy')
      ? { quotePolicy: overPolicy(state.quotePolicy, policyParts(keywords['quote_policy'])) }
      : {}),
    ...(has('include_policy')
      ? { includePolicy: overPolicy(state.includePolicy, policyParts(keywords['include_policy'])) }
      : {}),
    ...(has('dbt_created') ? { dbtCreated: truthOf(keywords['dbt_created']) } : {}),
    ...(has('limit') ? { limit: keywords['limit'] === null ? null : Number(keywords['limit']) } : {}),
  });
}

/** `relation.information_schema('tables')`. */
export function informationSchema(relation: RelationObject, view: unknown): RelationObject {
  const { state } = relation;
  return relation.with({
    type: 'view',
    path: { database: state.path.database, schema: null, identifier: 'INFORMATION_SCHEMA' },
    includePolicy: { database: state.path.database !== null, schema: false, identifier: true },
    quotePolicy: { ...state.quotePolicy, identifier: false },
    isInformationSchema: true,
    informationSchemaView: typeof view === 'string' ? view : null,
  });
}

function matches(relation: RelationObject, search: Readonly<Record<string, unknown>>): boolean {
  const given = Object.entries(search).filter(([, value]) => value !== null);
  if (given.length === 0)
    failAdapter('Tried to match relation, but no search path was passed!', 'Runtime Error');
  const { path, dbtCreated, quotePolicy } = relation.state;
  const bare = (text: string) => text.toLowerCase().replace(/^"+|"+$/g, '');
  let exact = true;
  let approximate = true;
  for (const [name, value] of given) {
    const part = name as keyof RelationPath;
    const own = path[part] ?? '';
    const folded = dbtCreated && !quotePolicy[part];
    const wanted = strOf(value);
    if (folded ? own.toLowerCase() !== wanted.toLowerCase() : own !== wanted) exact = false;
    if (bare(own) !== bare(wanted)) approximate = false;
  }
  if (approximate && !exact) failOnApproximateMatch(relation, search);
  return exact;
}

/** dbt refuses to guess when names differ in case only. */
export function failOnApproximateMatch(
  found: RelationObject,
  search: Readonly<Record<string, unknown>>,
): never {
  const target = relationObject(found.state.traits, {
    ...overPath({ database: null, schema: null, identifier: null }, search),
  });
  const dbtMessage = `When searching for a relation, dbt found an approximate match. Instead of guessing \nwhich relation to use, dbt will move on. Please delete ${found}, or rename it to be less ambiguous.\nSearched for: ${target}\nFound: ${found}`;
  return failTemplate('J109', `${target} was asked for, and only ${found} exists: the names differ in case`, {
    hint: 'Write the name as it is in the database, or rename the relation there.',
    dbtMessage,
  });
}

/** dbt's dictionary of a relation. */
function toDict(relation: RelationObject, omitNulls: boolean): unknown {
  const { path, type, quotePolicy, includePolicy, dbtCreated, limit, external } = relation.state;
  const present = Object.entries({
    path: omitNulls ? withoutNulls(path) : path,
    type,
    quote_character: '"',
    include_policy: includePolicy,
    quote_policy: quotePolicy,
    dbt_created: dbtCreated,
    limit,
    event_time_filter: null,
    require_alias: false,
    catalog: null,
    renameable_relations: [],
    replaceable_relations: [],
    external,
  });
  return fromPlain(Object.fromEntries(present.filter(([, value]) => !omitNulls || value !== null)));
}

function withoutNulls(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** A dictionary that shows itself as Python's data classes do. */
class ClassRecord extends PyDict {
  readonly #name: string;

  constructor(name: string, fields: object) {
    super();
    this.#name = name;
    for (const [key, value] of Object.entries(fields)) this.set(key, value);
  }

  [REPR](): string {
    const shown = this.entries().map(([key, value]) => `${strOf(key)}=${reprOf(value)}`);
    return `${this.#name}(${shown.join(', ')})`;
  }
}

/** `relation.quote_policy`. */
export const policyRecord = (fields: object): unknown => new ClassRecord('Policy', fields);

type Getter = (relation: RelationObject) => unknown;

const isType =
  (type: RelationType): Getter =>
  (relation) =>
    relation.state.type === type;

/** Names of relation types as class constants: `api.Relation.View`. */
export const TYPE_CONSTANTS: Readonly<Record<string, RelationType>> = {
  Table: 'table',
  View: 'view',
  CTE: 'cte',
  External: 'external',
  MaterializedView: 'materialized_view',
  PointerTable: 'pointer_table',
  Function: 'function',
};

/** `relation.add_ephemeral_prefix('x')`: the name of an ephemeral model's CTE. */
export const EPHEMERAL_PREFIX = '__dbt__cte__';

const GETTERS: Readonly<Record<string, Getter>> = {
  database: (relation) => relation.state.path.database,
  schema: (relation) => relation.state.path.schema,
  identifier: (relation) => relation.state.path.identifier,
  name: (relation) => relation.state.path.identifier,
  table: (relation) => relation.state.path.identifier,
  path: (relation) => new ClassRecord('Path', relation.state.path),
  type: (relation) => relation.state.type,
  quote_policy: (relation) => policyRecord(relation.state.quotePolicy),
  include_policy: (relation) => policyRecord(relation.state.includePolicy),
  quote_character: () => '"',
  dbt_created: (relation) => relation.state.dbtCreated,
  limit: (relation) => relation.state.limit,
  event_time_filter: ({ state: { eventTimeFilter: filter } }) =>
    filter && fromPlain({ field_name: filter.fieldName, start: filter.start, end: filter.end }),
  require_alias: () => false,
  catalog: () => null,
  external: (relation) => relation.state.external,
  information_schema_view: (relation) => relation.state.informationSchemaView,
  is_table: isType('table'),
  is_view: isType('view'),
  is_cte: isType('cte'),
  is_materialized_view: isType('materialized_view'),
  is_pointer: isType('pointer_table'),
  is_function: isType('function'),
  can_be_renamed: () => false,
  can_be_replaced: () => false,
};

type Method = (relation: RelationObject) => unknown;

const METHODS: Readonly<Record<string, Method>> = {
  render: (relation) => pythonFunction('DuckDBRelation.render', [], () => relation.render()),
  render_limited: (relation) =>
    pythonFunction('BaseRelation.render_limited', [], () => relation.renderLimited()),
  render_event_time_filtered: (relation) =>
    pythonFunction('BaseRelation.render_event_time_filtered', [['rendered', null]], (rendered) =>
      relation.renderFiltered(rendered === null ? relation.render() : strOf(rendered)),
    ),
  quoted: (relation) =>
    pythonFunction('BaseRelation.quoted', ['identifier'], (identifier) =>
      quotedAsWritten(relation.state.traits.dialect, strOf(identifier)),
    ),
  quote: (relation) =>
    pythonFunction('BaseRelation.quote', PART_PARAMETERS, (database, schema, identifier) =>
      relation.with({
        quotePolicy: overPolicy(
          relation.state.quotePolicy,
          policyParts(PyDict.from({ database, schema, identifier })),
        ),
      }),
    ),
  include: (relation) =>
    pythonFunction('BaseRelation.include', PART_PARAMETERS, (database, schema, identifier) =>
      relation.with({
        includePolicy: overPolicy(
          relation.state.includePolicy,
          policyParts(PyDict.from({ database, schema, identifier })),
        ),
      }),
    ),
  matches: (relation) =>
    pythonFunction('BaseRelation.matches', PART_PARAMETERS, (database, schema, identifier) =>
      matches(relation, { database, schema, identifier }),
    ),
  information_schema: (relation) =>
    pythonFunction('BaseRelation.information_schema', [['view_name', null]], (view) =>
      informationSchema(relation, view),
    ),
  information_schema_only: (relation) =>
    pythonFunction('BaseRelation.information_schema_only', [], () => informationSchema(relation, null)),
  without_identifier: (relation) =>
    pythonFunction('BaseRelation.without_identifier', [], () => withoutIdentifier(relation)),
  get: (relation) =>
    pythonFunction('BaseRelation.get', ['key', ['default', null]], (key, fallback) => {
      if (key === 'metadata') return PyDict.from({ type: relation.state.traits.typeName.split('.').at(-1) });
      return (typeof key === 'string' ? relationAttribute(relation, key) : undefined) ?? fallback;
    }),
  add_ephemeral_prefix: () =>
    pythonFunction(
      'BaseRelation.add_ephemeral_prefix',
      ['name'],
      (name) => `${EPHEMERAL_PREFIX}${strOf(name)}`,
    ),
  get_function_config: () => pythonFunction('get_function_config', ['model'], functionConfig),
  get_function_macro_name: () =>
    pythonFunction('get_function_macro_name', ['config'], (config) => {
      const part = (name: string) => strOf(isDict(config) ? (mappingGet(config, name) ?? null) : null);
      return `${part('type')}_function_${part('language')}`;
    }),
  to_dict: (relation) =>
    pythonFunction('to_dict', [['omit_none', false]], (omit) => toDict(relation, truthOf(omit))),
  // A relation passes for a mapping and is none.
  keys: (relation) => hostFunction('keys', () => notADict(relation)),
  values: (relation) => hostFunction('values', () => notADict(relation)),
  items: (relation) => hostFunction('items', () => notADict(relation)),
};

/** What of a function's dictionary says which macro writes it. Fails as dbt does when a Python function leaves out what it needs. */
function functionConfig(model: unknown): unknown {
  const at = (from: unknown, name: string) => (isDict(from) ? (mappingGet(from, name) ?? null) : null);
  if (at(model, 'resource_type') !== 'function') return null;
  const config = at(model, 'config');
  const found = {
    language: at(model, 'language') ?? '',
    type: at(config, 'type') ?? '',
    runtime_version: at(config, 'runtime_version'),
    entry_point: at(config, 'entry_point'),
  };
  for (const [key, article] of [
    ['runtime_version', 'A'],
    ['entry_point', 'An'],
  ] as const) {
    if (found.language !== 'python' || found[key] !== null) continue;
    const dbtMessage = `${article} \`${key}\` is required for python functions`;
    failTemplate('D042', dbtMessage, { dbtMessage });
  }
  return PyDict.from(found);
}

/** The relation of its schema alone. */
export function withoutIdentifier(relation: RelationObject): RelationObject {
  return relation.with({
    includePolicy: { ...relation.state.includePolicy, identifier: false },
    path: { ...relation.state.path, identifier: null },
  });
}

/** The members that take any keyword arguments. */
const KEYWORD_METHODS: Readonly<
  Record<string, (relation: RelationObject, keywords: Readonly<Record<string, unknown>>) => RelationObject>
> = {
  incorporate,
  replace: incorporate,
  replace_path: (relation, keywords) => relation.with({ path: overPath(relation.state.path, keywords) }),
};

/** A member of a relation by its name in templates; undefined when dbt's relation has none of that name. */
export function relationAttribute(relation: RelationObject, name: string): unknown {
  const getter = ownMember(GETTERS, name) ?? ownMember(METHODS, name);
  if (getter !== undefined) return getter(relation);
  const byKeyword = ownMember(KEYWORD_METHODS, name);
  if (byKeyword !== undefined) return hostFunction(name, (_, keywords) => byKeyword(relation, keywords));
  return ownMember(TYPE_CONSTANTS, name);
}
