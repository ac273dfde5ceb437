import { graphNodeEntry, groupEntry, macroEntry, nodeEntry } from '../artifacts/index.ts';
import { isMapping } from '../base/index.ts';
import type { GraphNode, Group, Manifest, Node, UniqueId } from '../domain/index.ts';
import { fromPlain, PyDict } from '../jinja/index.ts';
import { translateType } from './column-object.ts';
import type { ContextEnvironment, Deferral, RunEnvironment } from './contract.ts';
import { LazyDict } from './lazy-dict.ts';
import { lazyMapping } from './lazy-mapping.ts';

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
  return fields;
}

/** The parts of a node that dbt writes without their nulls; free-form parts such as `meta` keep theirs. */
const RECORDS = ['contract', 'docs', 'checksum', 'test_metadata'] as const;

function withoutNullsDeep(entry: Fields): Record<string, unknown> {
  const fields = withoutNulls(entry);
  for (const name of RECORDS) {
    const value = fields[name];
    if (isMapping(value)) fields[name] = withoutNulls(value as Fields);
  }
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

/** Fields that templates see and the manifest file leaves out. */
function templateFields(node: Node, deferral: Deferral | undefined): Fields {
  const hasDefer = ['model', 'seed', 'snapshot'].includes(node.resourceType);
  return {
    config_call_dict: node.configCallDict,
    unrendered_config_call_dict: {},
    ...(hasDefer ? { defer_relation: deferral?.resources.get(node.uniqueId)?.entry ?? null } : {}),
    ...(node.resourceType === 'model' ? { batch: null } : {}),
  };
}

export interface ModelDictionaryOptions {
  /** Null until it is known. */
  readonly compiledCode: string | null;
  readonly deferral: Deferral | undefined;
}

/** `model`: the node as dbt's dictionary without nulls; with its SQL once that is known. */
export function modelDictionary(node: Node, options: ModelDictionaryOptions): unknown {
  return new LazyDict(() => {
    const { compiledCode, deferral } = options;
    const compiled = compiledCode === null ? undefined : { code: compiledCode, path: null, ctes: [] };
    const entry = withoutNullsDeep({ ...nodeEntry(node, compiled), ...templateFields(node, deferral) });
    return fromPlain({
      ...entry,
      columns: columnsOf(node, (entry['columns'] ?? {}) as Fields),
      ...(compiledCode === null ? {} : { compiled_sql: compiledCode }),
    }) as PyDict;
  });
}

type Section = ReadonlyMap<UniqueId, GraphNode | Group>;

function sectionMapping(section: Section, deferral: Deferral | undefined): unknown {
  return lazyMapping({
    get: (id) => {
      const found = section.get(id);
      if (found === undefined) return undefined;
      if (found.resourceType === 'group') return fromPlain(groupEntry(found));
      const isNode = 'configCallDict' in found;
      return fromPlain({ ...graphNodeEntry(found), ...(isNode ? templateFields(found, deferral) : {}) });
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

/** `graph`: everything declared, by kind and id; each entry is made when it is read. */
export function graphDictionary({ manifest, deferral }: RunEnvironment): unknown {
  return PyDict.from(
    Object.entries(SECTIONS).map(
      ([name, section]) => [name, sectionMapping(section(manifest), deferral)] as const,
    ),
  );
}

/** `graph` while parsing: nothing is known yet. */
export function emptyGraph(): unknown {
  return PyDict.from(Object.keys(SECTIONS).map((name) => [name, new PyDict()] as const));
}

/** `model` of a macro that is called without a node: the macro itself. */
export function macroDictionary(environment: ContextEnvironment, uniqueId: UniqueId): unknown {
  const macro = environment.library.macros.get(uniqueId);
  return fromPlain(macro === undefined ? {} : withoutNulls(macroEntry(macro)));
}
