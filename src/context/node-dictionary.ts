import {
  type CompiledFields,
  graphNodeEntry,
  groupEntry,
  macroEntry,
  type NodeOutcome,
  nodeEntry,
  type RunNodeOutcome,
} from '../artifacts/index.ts';
import { isMapping } from '../base/index.ts';
import type { Batch, GraphNode, Group, Macro, Manifest, Node, UniqueId } from '../domain/index.ts';
import { fromPlain, PyDict } from '../jinja/index.ts';
import { translateType } from './column-object.ts';
import type { ContextEnvironment, Deferral, LiveGraph, RunEnvironment } from './contract.ts';
import { LazyDict } from './lazy-dict.ts';
import { lazyMapping } from './lazy-mapping.ts';
import { ownMember } from './own-member.ts';
import { momentOf } from './python-modules.ts';

type Fields = Readonly<Record<string, unknown>>;

const withoutNulls = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

/** Parts of a config with fields of their own. */
const CONFIG_RECORDS = ['docs', 'contract', 'latest_version_pointer'];

function configWithoutNulls(config: Fields): Record<string, unknown> {
  const fields = withoutNulls(config);
  for (const name of CONFIG_RECORDS) {
    const value = fields[name];
    if (isMapping(value)) fields[name] = withoutNulls(value as Fields);
  }
  for (const name of ['pre-hook', 'post-hook']) {
    if (Array.isArray(fields[name])) fields[name] = recordsWithoutNulls(fields[name]);
  }
  return fields;
}

/** The parts of a node that dbt writes without their nulls; free-form parts such as `meta` keep theirs. */
const RECORDS = ['contract', 'docs', 'checksum', 'test_metadata'] as const;

/** Lists of records. */
const LISTS = ['refs', 'constraints'] as const;

function recordsWithoutNulls(list: readonly unknown[]): readonly unknown[] {
  return list.map((each) => (isMapping(each) ? withoutNulls(each as Fields) : each));
}

function withoutNullsDeep(entry: Fields): Record<string, unknown> {
  const fields = withoutNulls(entry);
  for (const name of RECORDS) {
    const value = fields[name];
    if (isMapping(value)) fields[name] = withoutNulls(value as Fields);
  }
  for (const name of LISTS) if (Array.isArray(fields[name])) fields[name] = recordsWithoutNulls(fields[name]);
  const { config, defer_relation: deferred } = fields;
  if (isMapping(config)) fields['config'] = configWithoutNulls(config as Fields);
  if (isMapping(deferred)) fields['defer_relation'] = withoutNullsDeep(deferred as Fields);
  return fields;
}

/** Declared types under the engine's names, where the contract asks for it. */
function columnsOf(node: Node, columns: Fields): Fields {
  return Object.fromEntries(
    Object.entries(columns).map(([name, entry]) => {
      const fields = withoutNulls(entry as Fields);
      const type = fields['data_type'];
      const isTranslated = node.contract.aliasTypes && typeof type === 'string';
      return [name, isTranslated ? { ...fields, data_type: translateType(type) } : fields];
    }),
  );
}

/** The entry of a node with the fields that templates see and the manifest file leaves out, each at dbt's place. */
export function templateEntry(node: Node, options: TemplateEntryOptions): Record<string, unknown> {
  const entry = nodeEntry(node, options.outcome);
  const fields: Record<string, unknown> = {};
  const deferred = options.deferral?.resources.get(node.uniqueId)?.entry ?? null;
  for (const [name, value] of Object.entries(entry)) {
    if (name === 'primary_key') fields['defer_relation'] = deferred;
    fields[name] = value;
    if (name !== 'created_at') continue;
    fields['config_call_dict'] = node.configCallDict;
    fields['unrendered_config_call_dict'] = node.writtenCallDict;
  }
  if (node.resourceType === 'model') fields['batch'] = batchEntry(node.batch);
  if (node.resourceType === 'seed' || node.resourceType === 'snapshot') fields['defer_relation'] = deferred;
  return fields;
}

/** `model.batch`: the batch that is being built, with moments as Python's `datetime`. */
function batchEntry(batch: Batch | undefined): unknown {
  return batch === undefined
    ? null
    : {
        id: batch.id,
        event_time_start: momentOf(batch.start),
        event_time_end: momentOf(batch.end),
      };
}

export interface TemplateEntryOptions {
  readonly outcome?: NodeOutcome;
  readonly deferral: Deferral | undefined;
}

export interface ModelDictionaryOptions {
  /** What compiling it gave; undefined until it is known. */
  readonly compiled: CompiledFields | undefined;
  readonly deferral: Deferral | undefined;
}

/** Fields that are texts of the node as they are: materializations read one of them and nothing else. */
const TEXTS: Readonly<Record<string, (node: Node) => string | null>> = {
  name: (node) => node.name,
  alias: (node) => node.alias,
  language: (node) => (node.resourceType === 'seed' ? null : node.language),
  resource_type: (node) => node.resourceType,
  schema: (node) => node.schema,
  unique_id: (node) => node.uniqueId,
};

/** `model`: the node as dbt's dictionary without nulls; with its SQL once that is known. */
export function modelDictionary(node: Node, options: ModelDictionaryOptions): unknown {
  const { compiled, deferral } = options;
  const make = (): PyDict => {
    const entry = withoutNullsDeep(templateEntry(node, { outcome: { compiled }, deferral }));
    return fromPlain({
      ...entry,
      columns: columnsOf(node, (entry['columns'] ?? {}) as Fields),
      ...(compiled === undefined ? {} : { compiled_sql: compiled.code }),
    }) as PyDict;
  };
  const known = (key: unknown) => (typeof key === 'string' ? ownMember(TEXTS, key)?.(node) : undefined);
  return new LazyDict(make, (key) => known(key) ?? undefined);
}

type Section = ReadonlyMap<UniqueId, GraphNode | Group>;

type Outcomes = ReadonlyMap<UniqueId, RunNodeOutcome>;

/** Kinds with a field that dbt keeps for its events. */
const WITH_EVENT_STATUS: ReadonlySet<string> = new Set(['source', 'unit_test']);

/** A resource that is no node, as dbt's dictionary of it. */
export function declaredEntry(found: Parameters<typeof graphNodeEntry>[0]): Fields {
  const entry = graphNodeEntry(found);
  return WITH_EVENT_STATUS.has(found.resourceType) ? { ...entry, _event_status: {} } : entry;
}

function graphEntry(found: GraphNode, outcomes: Outcomes, deferral: Deferral | undefined): unknown {
  if ('configCallDict' in found) {
    const outcome = outcomes.get(found.uniqueId);
    return templateEntry(outcome?.node ?? found, { deferral, ...(outcome === undefined ? {} : { outcome }) });
  }
  return declaredEntry(found);
}

interface SectionOptions {
  readonly section: Section;
  readonly outcomes: Outcomes;
  readonly deferral: Deferral | undefined;
}

function sectionMapping({ section, outcomes, deferral }: SectionOptions): unknown {
  return lazyMapping({
    get: (id) => {
      const found = section.get(id);
      if (found === undefined) return undefined;
      if (found.resourceType === 'group') return fromPlain(groupEntry(found));
      return fromPlain(graphEntry(found, outcomes, deferral));
    },
    keys: () => section.keys(),
  });
}

/** Kinds of `graph` with the part of the manifest that holds them. */
const SECTIONS: Readonly<Record<string, (manifest: Manifest) => Section>> = {
  exposures: (manifest) => manifest.exposures,
  functions: (manifest) => manifest.functions,
  groups: (manifest) => manifest.groups,
  metrics: (manifest) => manifest.metrics,
  nodes: (manifest) => manifest.nodes,
  sources: (manifest) => manifest.sources,
  semantic_models: (manifest) => manifest.semanticModels,
  saved_queries: (manifest) => manifest.savedQueries,
  unit_tests: (manifest) => manifest.unitTests,
};

/** `graph`: everything declared, by kind and id; each entry is made when it is read, with what became of it by then. */
export function createLiveGraph({ manifest, deferral }: RunEnvironment): LiveGraph {
  const outcomes = new Map<UniqueId, RunNodeOutcome>();
  const dictionary = PyDict.from(
    Object.entries(SECTIONS).map(([name, section]) => {
      return [name, sectionMapping({ section: section(manifest), outcomes, deferral })] as const;
    }),
  );
  return { dictionary, outcomes };
}

/** `graph` while parsing: nothing is known yet. */
export function emptyGraph(): unknown {
  return new PyDict();
}

/** `model` of a macro that is called without a node: the macro itself. */
export function macroDictionary(environment: ContextEnvironment, uniqueId: UniqueId): unknown {
  const macro = environment.library.macros.get(uniqueId);
  return fromPlain(macro === undefined ? {} : macroFields(macro));
}

/** A macro as dbt's dictionary without nulls: `model` while the macro runs outside of every node. */
export function macroFields(macro: Macro): Record<string, unknown> {
  const fields = withoutNullsDeep(macroEntry(macro));
  return { ...fields, arguments: recordsWithoutNulls(fields['arguments'] as readonly unknown[]) };
}
