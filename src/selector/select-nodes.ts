import { nearest } from '../base/index.ts';
import { DiagnosticError, type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import { type GraphNode, graphNode, graphNodes, type Manifest, type UniqueId } from '../domain/index.ts';
import { dependenciesOf, type Graph } from '../graph/index.ts';
import type { SelectorDefinition } from './definitions.ts';
import type { Comparisons } from './method.ts';
import type { MethodName } from './method-names.ts';
import { METHODS } from './methods.ts';
import { matches } from './patterns.ts';
import type { Criterion, IndirectSelection, SelectionGroup, SelectionSpec } from './spec.ts';

/** The chosen ids, in the order of the manifest. */
export interface Selection {
  readonly uniqueIds: readonly UniqueId[];
}

export interface SelectNodesRequest {
  readonly spec: SelectionSpec;
  readonly manifest: Manifest;
  readonly graph: Graph;
  /** Kinds of things that the command works on. Default: all. */
  readonly resourceTypes?: Iterable<string> | undefined;
  /** Whether nodes whose file is empty may be chosen, as for `ls`. Default false. */
  readonly includeEmpty?: boolean;
  /** For the `selector` method. */
  readonly selectors?: ReadonlyMap<string, SelectorDefinition> | undefined;
  readonly comparisons?: Comparisons;
  /** Whether there is a file or folder at this path below the project's folder. Default: nowhere but where nodes lie. */
  readonly pathExists?: ((path: string) => boolean) | undefined;
  /** Told of criteria that match nothing. */
  readonly sink: DiagnosticSink;
}

/** Nodes that are chosen, and tests that may join them once all they read is chosen. */
interface Bundle {
  readonly direct: ReadonlySet<UniqueId>;
  readonly indirect: ReadonlySet<UniqueId>;
}

type Ids = ReadonlySet<UniqueId>;

/** Chooses nodes by dbt's rules. Throws a `DiagnosticError` for values that a method cannot use. */
export function selectNodes(request: SelectNodesRequest): Selection {
  const chosen = createSelector(request, []).choose(request.spec);
  return Object.freeze({ uniqueIds: request.graph.ids.filter((uniqueId) => chosen.has(uniqueId)) });
}

/** Makes the test whether the command works on a node. */
function chooser(request: SelectNodesRequest): (uniqueId: UniqueId) => boolean {
  const types = request.resourceTypes === undefined ? undefined : new Set(request.resourceTypes);
  return (uniqueId) => {
    const node = graphNode(request.manifest, uniqueId);
    if (node === undefined || (types !== undefined && !types.has(node.resourceType))) return false;
    return request.includeEmpty === true || !isEmpty(node);
  };
}

const isEmpty = (node: GraphNode): boolean =>
  'rawCode' in node && node.resourceType !== 'seed' && node.rawCode.trim() === '';

const isWithin = (parts: readonly UniqueId[], whole: Ids): boolean => parts.every((each) => whole.has(each));

const COMBINE: Readonly<Record<SelectionGroup['kind'], (first: Ids, next: Ids) => Set<UniqueId>>> = {
  union: (first, next) => new Set([...first, ...next]),
  intersection: (first, next) => new Set([...first].filter((each) => next.has(each))),
  difference: (first, next) => new Set([...first].filter((each) => !next.has(each))),
};

function combine(kind: SelectionGroup['kind'], sets: readonly Ids[]): Ids {
  const [first, ...others] = sets;
  if (first === undefined) return new Set();
  if (others.length === 0) return first;
  if (kind !== 'union') return others.reduce(COMBINE[kind], first);
  const all = new Set<UniqueId>();
  for (const set of sets) for (const each of set) all.add(each);
  return all;
}

/** `path` are the selectors of selectors.yml that are being resolved, to find circles. */
function createSelector(request: SelectNodesRequest, path: readonly string[]) {
  const { graph, manifest, sink, pathExists = () => false } = request;
  const isChosen = chooser(request);

  /** What a selection comes to in the end: of the kinds that the command works on, a selector inside another one too. */
  const choose = (spec: SelectionSpec): Ids => new Set([...select(spec).direct].filter(isChosen));

  const select = (spec: SelectionSpec): Bundle =>
    spec.kind === 'criterion' ? fromCriterion(spec) : fromGroup(spec);

  const fromGroup = (spec: SelectionGroup): Bundle => {
    const bundles = spec.components.map(select);
    const start = combine(
      spec.kind,
      bundles.map((each) => each.direct),
    );
    const indirect = combine(
      spec.kind,
      bundles.map(({ direct, indirect }) => (indirect.size === 0 ? direct : COMBINE.union(direct, indirect))),
    );
    const direct = joined(start, indirect, spec.indirectSelection);
    if (spec.expectsNodes && direct.size === 0) sink.report(nothingMatches(spec, manifest));
    return { direct, indirect };
  };

  const fromCriterion = (spec: Criterion): Bundle => {
    const start = named(spec);
    const selected = new Set(start);
    for (const each of relatives(spec, start)) if (isEnabled(each)) selected.add(each);
    // A named selector has gone through all of this, and may have excluded tests on purpose.
    if (spec.indirectSelection === 'empty' || spec.method === 'selector')
      return { direct: selected, indirect: new Set() };
    return expanded(selected, spec.indirectSelection);
  };

  const named = (criterion: Criterion): Set<UniqueId> => {
    const method = METHODS[criterion.method as MethodName];
    const comparisons = request.comparisons ?? {};
    const test = method(
      { criterion, manifest, comparisons, pathExists, selectByName },
      String(criterion.value),
    );
    const found = new Set<UniqueId>();
    for (const node of graphNodes(manifest)) {
      if (node.config['enabled'] !== false && test(node)) found.add(node.uniqueId);
    }
    test.afterAll?.();
    return found;
  };

  /** A test that refers to something that is not there stays in the manifest, disabled. */
  const isEnabled = (id: UniqueId): boolean =>
    (manifest.nodes.get(id) ?? manifest.unitTests.get(id))?.config['enabled'] !== false;

  const relatives = function* (spec: Criterion, start: Ids): Generator<UniqueId> {
    if (spec.childrensParents) {
      const below = new Set([...graph.descendants(start), ...start]);
      yield* graph.ancestors(below);
      yield* below;
    }
    if (spec.parents) yield* graph.ancestors(start, spec.parentsDepth);
    if (spec.children) yield* graph.descendants(start, spec.childrenDepth);
  };

  /** Tests of the selected nodes: at once when the mode allows, else kept until all that they read is there. */
  const expanded = (selected: Ids, mode: IndirectSelection): Bundle => {
    // Everything is selected: there is nothing to join.
    if (selected.size === graph.ids.length) return { direct: selected, indirect: new Set() };
    const direct = new Set(selected);
    const indirect = new Set<UniqueId>();
    const known =
      mode === 'buildable' ? new Set([...withParents(selected), ...manifest.sources.keys()]) : selected;
    for (const each of selected) {
      for (const child of graph.children(each)) {
        const node = manifest.nodes.get(child) ?? manifest.unitTests.get(child);
        if (node?.resourceType !== 'test' && node?.resourceType !== 'unit_test') continue;
        if (!isEnabled(child)) continue;
        if (mode === 'eager' || isWithin(dependenciesOf(node), known)) direct.add(child);
        else indirect.add(child);
      }
    }
    return { direct, indirect };
  };

  const joined = (direct: Ids, indirect: Ids, mode: IndirectSelection): Ids => {
    if (mode !== 'cautious' && mode !== 'buildable') return direct;
    const selected = new Set(direct);
    const known = mode === 'buildable' ? withParents(selected) : selected;
    for (const each of indirect) {
      const node = manifest.nodes.get(each);
      if (node !== undefined && isWithin(dependenciesOf(node), known)) selected.add(each);
    }
    return selected;
  };

  const withParents = (selected: Ids): Ids => new Set([...selected, ...graph.ancestors(selected)]);

  const selectByName = (pattern: string): Ids => {
    const definitions = [...(request.selectors ?? new Map()).values()]
      .filter((each) => matches(each.name, pattern))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (definitions.length === 0) throw new DiagnosticError(noSelector(request, pattern));
    const found = new Set<UniqueId>();
    for (const { name, spec } of definitions) {
      if (path.includes(name)) throw new DiagnosticError(circular([...path, name], spec.raw));
      for (const each of createSelector(request, [...path, name]).choose(spec)) found.add(each);
    }
    return found;
  };

  return { choose };
}

function noSelector(request: SelectNodesRequest, pattern: string) {
  const names = [...(request.selectors?.keys() ?? [])];
  const close = nearest(pattern, names);
  return diagnostic('S005', `there is no selector '${pattern}' in selectors.yml`, {
    hint: close === undefined ? undefined : `Did you mean '${close}'?`,
    dbtMessage: `Selector '${pattern}' did not match any selector in selectors.yml`,
  });
}

function circular(path: readonly string[], raw: string) {
  return diagnostic('S009', `selectors refer to each other in a circle: ${path.join(' → ')}`, {
    dbtMessage: `Circular dependency detected in selector: ${raw}`,
  });
}

function nothingMatches(spec: SelectionGroup, manifest: Manifest) {
  const [criterion] = spec.components;
  const only = spec.components.length === 1 && criterion?.kind === 'criterion' ? criterion : undefined;
  const close = only === undefined ? undefined : nearest(String(only.value), candidates(only, manifest));
  return diagnostic('S004', `'${spec.raw}' matches no node`, {
    fields: { spec_raw: spec.raw },
    hint: close === undefined ? undefined : `Did you mean '${close}'?`,
    dbtMessage: `The selection criterion '${spec.raw}' does not match any enabled nodes`,
  });
}

const CANDIDATES: Readonly<Record<string, (node: GraphNode) => readonly string[]>> = {
  fqn: (node) => (node.resourceType === 'source' || node.resourceType === 'test' ? [] : [node.name]),
  tag: (node) => node.tags ?? [],
  package: (node) => [node.packageName],
  source: (node) =>
    node.resourceType === 'source' ? [node.sourceName, `${node.sourceName}.${node.name}`] : [],
  exposure: (node) => (node.resourceType === 'exposure' ? [node.name] : []),
  group: (node) => (typeof node.config['group'] === 'string' ? [node.config['group']] : []),
  file: (node) => [node.originalFilePath.split('/').at(-1) ?? ''],
  path: (node) => [node.originalFilePath, node.originalFilePath.split('/').slice(0, -1).join('/')],
  test_name: (node) =>
    node.resourceType === 'test' && node.testMetadata !== null ? [node.testMetadata.name] : [],
};

function candidates(criterion: Criterion, manifest: Manifest): ReadonlySet<string> {
  const look = CANDIDATES[criterion.method];
  return new Set(look === undefined ? [] : [...graphNodes(manifest)].flatMap(look));
}
