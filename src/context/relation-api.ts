import {
  CALL,
  GETATTR,
  hostFunction,
  isDict,
  type Keywords,
  PyTuple,
  REPR,
  raise,
  strOf,
  TYPE,
  truthOf,
  typeNameOf,
} from '../jinja/index.ts';
import { type MethodTable, memberLookup } from './method-table.ts';
import { ownMember } from './own-member.ts';
import { bindArguments, pythonFunction } from './python-call.ts';
import {
  EPHEMERAL_PREFIX,
  overPath,
  policyParts,
  policyRecord,
  relationType,
  TYPE_CONSTANTS,
} from './relation-attributes.ts';
import { type RelationObject, relationObject } from './relation-object.ts';
import { type EventTimeFilter, overPolicy, QUOTE_ALL, type RelationTraits } from './relation-state.ts';

const CREATE = [
  ['database', null],
  ['schema', null],
  ['identifier', null],
  ['type', null],
] as const;
const NO_PATH = { database: null, schema: null, identifier: null };

/** `api.Relation.create(...)`: quoted as the root project configures, unless a quote policy is given. */
function create(traits: RelationTraits, positional: readonly unknown[], keywords: Keywords): RelationObject {
  const named = Object.fromEntries(
    Object.entries(keywords).filter(([name]) => CREATE.some(([parameter]) => parameter === name)),
  );
  const [database, schema, identifier, type] = bindArguments(
    'BaseRelation.create',
    CREATE,
    positional,
    named,
  );
  const quoting = policyParts(keywords['quote_policy']);
  return relationObject(
    traits,
    { ...overPath(NO_PATH, { database, schema, identifier }, 'field'), type: relationType(type) },
    {
      quotePolicy: overPolicy(traits.quoting, quoting),
      includePolicy: overPolicy(QUOTE_ALL, policyParts(keywords['include_policy'])),
      dbtCreated: keywords['dbt_created'] === undefined ? false : truthOf(keywords['dbt_created']),
      limit: typeof keywords['limit'] === 'number' ? keywords['limit'] : null,
    },
  );
}

/** `get_relation_type`: callable, and with the types as attributes. */
const relationTypes: unknown = Object.freeze({
  [CALL]: (positional: readonly unknown[]) => strOf(positional[0] ?? null),
  [GETATTR]: (name: string) => ownMember(TYPE_CONSTANTS, name),
  [REPR]: () => "<enum 'RelationType'>",
  [TYPE]: 'enum.EnumType',
});

const scdArguments = pythonFunction(
  'BaseRelation.scd_args',
  ['primary_key', 'updated_at'],
  (key, updatedAt) => [...(Array.isArray(key) && !(key instanceof PyTuple) ? key : [key]), updatedAt],
);

/** dbt makes these of its own objects; the dictionaries that templates hold lack their attributes. */
function ofNode(name: string, parameter: number, attribute: string): unknown {
  return hostFunction(name, (positional) => {
    const node = positional[parameter];
    const type = isDict(node) ? 'dict' : typeNameOf(node);
    return raise('AttributeError', `'${type}' object has no attribute '${attribute}'`);
  });
}

const everyPart = (name: string): unknown =>
  pythonFunction(`BaseRelation.${name}`, [], () => policyRecord(QUOTE_ALL));

const CLASS_METHODS: MethodTable<RelationTraits> = {
  create_from: () => ofNode('create_from', 1, 'resource_type'),
  create_ephemeral_from: () => ofNode('create_ephemeral_from', 0, 'identifier'),
  get_default_quote_policy: () => everyPart('get_default_quote_policy'),
  get_default_include_policy: () => everyPart('get_default_include_policy'),
  create: (traits) => hostFunction('create', (positional, keywords) => create(traits, positional, keywords)),
  get_relation_type: () => relationTypes,
  scd_args: () => scdArguments,
  add_ephemeral_prefix: () =>
    pythonFunction(
      'BaseRelation.add_ephemeral_prefix',
      ['name'],
      (name) => `${EPHEMERAL_PREFIX}${strOf(name)}`,
    ),
};

/** What a relation has from its class. */
export function relationClassMember(traits: RelationTraits, name: string): unknown {
  return ownMember(CLASS_METHODS, name)?.(traits);
}

/** `api.Relation` and `adapter.Relation`: the class, as far as templates use it. */
export function relationApi(traits: RelationTraits): unknown {
  const methods = memberLookup(traits, [CLASS_METHODS]);
  return Object.freeze({
    [GETATTR]: (name: string) => methods(name) ?? ownMember(TYPE_CONSTANTS, name),
    [TYPE]: 'dbt.context.providers.RelationProxy',
  });
}

/** The relation of a node or source as dbt's `Relation.create_from` makes it. */
export interface NamedResource {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string;
  /** `config.quoting` of the node, or `quoting` of the source. */
  readonly quoting: Readonly<Record<string, unknown>>;
}

export function relationOf(
  traits: RelationTraits,
  resource: NamedResource,
  changes: {
    readonly limit?: number | null;
    readonly eventTimeFilter?: EventTimeFilter | null;
    readonly external?: string | null;
    readonly base?: 'project' | 'engine';
  } = {},
): RelationObject {
  const base = changes.base === 'engine' ? QUOTE_ALL : traits.quoting;
  return relationObject(traits, resource, {
    quotePolicy: overPolicy(base, resource.quoting as Record<string, boolean | null>),
    limit: changes.limit ?? null,
    eventTimeFilter: changes.eventTimeFilter ?? null,
    external: changes.external ?? null,
  });
}

/** The name under which an ephemeral model is selected from: `__dbt__cte__<alias>`, not quoted. */
export function ephemeralRelation(
  traits: RelationTraits,
  alias: string,
  window: { readonly limit: number | null; readonly eventTimeFilter: EventTimeFilter | null },
): RelationObject {
  return relationObject(
    traits,
    { identifier: `${EPHEMERAL_PREFIX}${alias}`, type: 'cte' },
    { quotePolicy: { ...QUOTE_ALL, identifier: false }, ...window },
  );
}
