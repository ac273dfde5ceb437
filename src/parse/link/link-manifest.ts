import type {
  DeclaredResource,
  DocBlock,
  Exposure,
  FunctionNode,
  GraphNode,
  Group,
  Macro,
  Manifest,
  Node,
  SourceDefinition,
  TestNode,
  UniqueId,
} from '../../domain/index.ts';
import { manifestSelectors } from '../../project/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { PropertiesEntry } from '../properties/properties-file.ts';
import { type DeclareSemanticsOptions, declareSemantics } from '../semantic/declare-semantics.ts';
import { createDescribe, type Describe, describeColumns } from './describe.ts';
import { linkFunction } from './link-function.ts';
import { type LinkOptions, linkReferences } from './link-references.ts';
import type { Lookups } from './lookups.ts';
import { inferPrimaryKey, testsByNode } from './primary-key.ts';
import type { SearchRules } from './resolve-names.ts';

/** Everything that was declared, before references are resolved and descriptions rendered. */
export interface Declarations {
  readonly nodes: ReadonlyMap<UniqueId, Node>;
  readonly sources: ReadonlyMap<UniqueId, SourceDefinition>;
  readonly functions: ReadonlyMap<UniqueId, FunctionNode>;
  readonly exposures: ReadonlyMap<UniqueId, Exposure>;
  readonly groups: ReadonlyMap<UniqueId, Group>;
  readonly macros: ReadonlyMap<UniqueId, Macro>;
  readonly docs: ReadonlyMap<UniqueId, DocBlock>;
  readonly declared: readonly DeclaredResource[];
  /** Entries of metrics, semantic models and saved queries, which need every node to be known. */
  readonly semanticEntries: readonly PropertiesEntry[];
  readonly disabled: ReadonlyMap<UniqueId, readonly GraphNode[]>;
}

interface Linking {
  readonly describe: Describe;
  readonly link: LinkOptions;
}

function linkNode(node: Node, tests: readonly TestNode[], { describe, link }: Linking): Node {
  const { uniqueId, packageName } = node;
  const span = node.patchSpan ?? node.span;
  const described = describe({ text: node.description, packageName, uniqueId, span });
  const columns = describeColumns(node.columns, (text) => describe({ text, packageName, uniqueId, span }));
  const links = node.resourceType === 'seed' ? { nodes: [], isBroken: false } : linkReferences(node, link);
  const linked = {
    ...node,
    description: described.text,
    docBlocks: described.docBlocks,
    columns,
    dependsOn: { macros: node.dependsOn.macros, nodes: links.nodes },
    ...(links.isBroken ? { config: Object.freeze({ ...node.config, enabled: false }) } : {}),
  } as Node;
  if (linked.resourceType !== 'model') return Object.freeze(linked);
  return Object.freeze({ ...linked, primaryKey: [...inferPrimaryKey(linked, tests)].sort() });
}

function linkSource(source: SourceDefinition, { describe }: Linking): SourceDefinition {
  const { uniqueId, packageName, span } = source;
  const render = (text: string) => describe({ text, packageName, uniqueId, span });
  const described = render(source.description);
  return Object.freeze({
    ...source,
    description: described.text,
    docBlocks: described.docBlocks,
    sourceDescription: render(source.sourceDescription).text,
    columns: describeColumns(source.columns, render),
  });
}

function linkExposure(exposure: Exposure, { describe, link }: Linking): Exposure {
  const { uniqueId, packageName, span } = exposure;
  const links = linkReferences(exposure, link);
  return Object.freeze({
    ...exposure,
    description: describe({ text: exposure.description, packageName, uniqueId, span }).text,
    dependsOn: { macros: exposure.dependsOn.macros, nodes: links.nodes },
  });
}

function linkMacro(macro: Macro, { describe }: Linking): Macro {
  const { uniqueId, packageName, span } = macro;
  const render = (text: string) => describe({ text, packageName, uniqueId, span }).text;
  const description = render(macro.description);
  const args = macro.arguments.map((each) => {
    const text = render(each.description);
    return text === each.description ? each : { ...each, description: text };
  });
  const isSame = description === macro.description && args.every((each, at) => each === macro.arguments[at]);
  return isSame ? macro : Object.freeze({ ...macro, description, arguments: args });
}

function mapValues<Value>(all: ReadonlyMap<UniqueId, Value>, change: (value: Value) => Value) {
  return new Map([...all].map(([id, value]) => [id, change(value)] as const));
}

function declaredMap(all: readonly DeclaredResource[], type: DeclaredResource['resourceType']) {
  return new Map(
    all.filter((each) => each.resourceType === type).map((each) => [each.uniqueId, each] as const),
  );
}

function* testsOf(declarations: Declarations): Generator<TestNode> {
  for (const node of declarations.nodes.values()) if (node.resourceType === 'test') yield node;
  for (const nodes of declarations.disabled.values()) {
    for (const node of nodes) if (node.resourceType === 'test') yield node;
  }
}

/** Adds the semantic layer; what is disabled there goes to everything else that is disabled. */
function withSemantics(declarations: Declarations, options: DeclareSemanticsOptions): Declarations {
  if (options.entries.length === 0) return declarations;
  const semantics = declareSemantics(options);
  const disabled = new Map(declarations.disabled);
  for (const each of semantics) {
    if (each.config['enabled'] !== false) continue;
    disabled.set(each.uniqueId, [...(disabled.get(each.uniqueId) ?? []), each]);
  }
  const enabled = semantics.filter((each) => each.config['enabled'] !== false);
  return { ...declarations, declared: [...declarations.declared, ...enabled], disabled };
}

function metricsIn({ declared, disabled }: Declarations): ReadonlyMap<string, DeclaredResource> {
  const off = [...disabled.values()].flat().filter((each) => each.resourceType === 'metric');
  const on = declared.filter((each) => each.resourceType === 'metric');
  return new Map([...(off as DeclaredResource[]), ...on].map((each) => [each.name, each] as const));
}

/** Resolves references, renders descriptions and infers keys: what was declared becomes a manifest. */
export function linkManifest(options: {
  readonly declarations: Declarations;
  readonly lookups: Lookups;
  readonly rules: SearchRules;
  readonly environment: ParseEnvironment;
}): Manifest {
  const { lookups, rules, environment } = options;
  const { project } = environment;
  const describe = createDescribe(environment, lookups, rules);
  const declarations = withSemantics(options.declarations, {
    entries: options.declarations.semanticEntries,
    lookups,
    rules,
    describe,
    environment,
  });
  const linking: Linking = {
    describe,
    link: { lookups, rules, project, metrics: metricsIn(declarations), report: environment.report },
  };
  const tests = testsByNode(testsOf(declarations));
  const { declared } = declarations;
  return Object.freeze({
    projectName: project.name,
    adapterType: project.target.type,
    nodes: mapValues(declarations.nodes, (node) => linkNode(node, tests.get(node.uniqueId) ?? [], linking)),
    sources: mapValues(declarations.sources, (source) => linkSource(source, linking)),
    macros: mapValues(declarations.macros, (macro) => linkMacro(macro, linking)),
    docs: declarations.docs,
    exposures: mapValues(declarations.exposures, (exposure) => linkExposure(exposure, linking)),
    groups: declarations.groups,
    metrics: declaredMap(declared, 'metric'),
    semanticModels: declaredMap(declared, 'semantic_model'),
    savedQueries: declaredMap(declared, 'saved_query'),
    unitTests: declaredMap(declared, 'unit_test'),
    functions: mapValues(declarations.functions, (each) => linkFunction(each, linking.link)),
    disabled: declarations.disabled,
    selectors: manifestSelectors(project.selectors),
  });
}
