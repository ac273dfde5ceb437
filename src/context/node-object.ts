import { graphNodeEntry } from '../artifacts/index.ts';
import { isNode, type Node, type Step, type TestNode } from '../domain/index.ts';
import { fromPlain, GETATTR, GETITEM, hostFunction, ITER, LEN, STR, TYPE, truthOf } from '../jinja/index.ts';
import { type TemplateEntryOptions, templateEntry } from './node-dictionary.ts';
import { naiveMoment } from './python-modules.ts';

const REFABLE: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

/** What a record answers to templates: attributes, and `to_dict()`. Items mean attributes, as Jinja tries both. */
interface RecordOptions {
  readonly typeName: string;
  readonly attribute: (name: string) => unknown;
  readonly toDict: () => Readonly<Record<string, unknown>>;
}

/** An object in the manner of dbt's records, which templates read like `record.name` and turn into dicts. */
export function recordObject({ typeName, attribute, toDict }: RecordOptions): unknown {
  const asDict = hostFunction('to_dict', (_positional, keywords) => {
    const entries = Object.entries(toDict());
    const leavesNullsOut = keywords['omit_none'] !== undefined && truthOf(keywords['omit_none']);
    return fromPlain(
      Object.fromEntries(leavesNullsOut ? entries.filter(([, value]) => value !== null) : entries),
    );
  });
  const member = (name: unknown): unknown => {
    if (typeof name !== 'string') return undefined;
    return name === 'to_dict' ? asDict : attribute(name);
  };
  return Object.freeze({
    [GETATTR]: member,
    [GETITEM]: member,
    [TYPE]: typeName,
    [STR]: () => `<${typeName}>`,
  });
}

/** What every one of dbt's objects derives from its fields. */
function derivedOfAll(node: Step): Readonly<Record<string, unknown>> {
  const isRefable = REFABLE.has(node.resourceType);
  return {
    search_name: node.name,
    file_id: `${node.packageName}://${node.originalFilePath}`,
    is_refable: isRefable,
    is_relational: isRefable,
    is_versioned: false,
    is_ephemeral_model: false,
    depends_on_nodes:
      node.resourceType === 'seed' || node.resourceType === 'source' ? [] : node.dependsOn.nodes,
  };
}

const NO_CTES = { extra_ctes_injected: false, extra_ctes: [] };

function derived(node: Node, storesFailures: boolean): Readonly<Record<string, unknown>> {
  const isEphemeral = node.config.materialized === 'ephemeral';
  const version = node.resourceType === 'model' ? node.version : null;
  return {
    ...derivedOfAll(node),
    ...(version === null ? {} : { search_name: `${node.name}.v${version}`, is_versioned: true }),
    identifier: node.alias,
    is_ephemeral: isEphemeral,
    is_ephemeral_model: isEphemeral && REFABLE.has(node.resourceType),
    empty: node.resourceType !== 'seed' && node.rawCode.trim() === '',
    language: node.language,
    depends_on_macros: node.dependsOn.macros,
    ...(node.resourceType === 'seed' ? NO_CTES : {}),
    ...(node.resourceType === 'test' ? derivedOfTest(node, storesFailures) : {}),
  };
}

function derivedOfTest(node: TestNode, storesFailures: boolean): Readonly<Record<string, unknown>> {
  const kind = node.testMetadata === null ? 'singular' : 'generic';
  return { is_relational: storesFailures, should_store_failures: storesFailures, test_node_type: kind };
}

/** Fields that an object always has and its dict only once it was compiled. */
const UNCOMPILED = { ...NO_CTES, compiled: false, compiled_code: null };

export interface NodeObjectOptions {
  readonly node: Step;
  /** Its dictionary with every field, made when something first asks. */
  readonly fields: () => Readonly<Record<string, unknown>>;
  /** Whether a test keeps its failing rows. */
  readonly storesFailures: boolean;
}

/** The dictionary of what a run takes in its order, as templates see it. */
export function stepEntry(node: Step, options: TemplateEntryOptions): Readonly<Record<string, unknown>> {
  return isNode(node) ? templateEntry(node, options) : graphNodeEntry(node);
}

/** `result.node.config`: what it does not have is None, as in dbt. */
function configRecord(config: Readonly<Record<string, unknown>>): unknown {
  const own = (name: unknown): unknown =>
    typeof name === 'string' && Object.hasOwn(config, name) ? fromPlain(config[name]) : undefined;
  const get = hostFunction('get', ([name, otherwise]) => own(name) ?? otherwise ?? null);
  const record = recordObject({
    typeName: 'config',
    toDict: () => config,
    attribute: (name) => (name === 'get' ? get : (own(name) ?? null)),
  }) as object;
  const names = Object.keys(config);
  return Object.freeze({ ...record, [ITER]: () => names, [LEN]: () => names.length });
}

/** `result.node`: a node as dbt's object, with fields as attributes, those that dbt derives, and `to_dict()`. */
export function nodeObject({ node, fields, storesFailures }: NodeObjectOptions): unknown {
  const layers = (): readonly Readonly<Record<string, unknown>>[] => {
    if (!isNode(node)) return [fields(), derivedOfAll(node)];
    const compiling = node.resourceType === 'seed' ? {} : UNCOMPILED;
    return [fields(), compiling, derived(node, storesFailures)];
  };
  return recordObject({
    typeName: `${node.resourceType}.node`,
    toDict: fields,
    attribute: (name) => {
      const layer = layers().find((each) => Object.hasOwn(each, name));
      if (layer === undefined) return undefined;
      return name === 'config'
        ? configRecord(layer['config'] as Readonly<Record<string, unknown>>)
        : fromPlain(layer[name]);
    },
  });
}

/** `result.timing`: a step of a node's run, with its moments as Python's `datetime`. */
export function timingObject(entry: Readonly<Record<string, unknown>>, from: Date, to: Date): unknown {
  const moments: Readonly<Record<string, Date>> = { started_at: from, completed_at: to };
  return recordObject({
    typeName: 'TimingInfo',
    toDict: () => entry,
    attribute: (name) =>
      Object.hasOwn(moments, name)
        ? naiveMoment(moments[name] as Date)
        : Object.hasOwn(entry, name)
          ? entry[name]
          : undefined,
  });
}
