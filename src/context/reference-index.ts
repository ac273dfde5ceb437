import type {
  DeclaredResource,
  FunctionNode,
  GraphNode,
  Manifest,
  Node,
  Project,
  RefCall,
  SourceCall,
  SourceDefinition,
  UniqueId,
} from '../domain/index.ts';
import { castOf, isRefable } from '../domain/index.ts';

/** What a name resolves to: one resource, several of different packages, only a disabled one, or nothing. */
export type Resolution<Found> =
  | { readonly kind: 'found'; readonly node: Found }
  | { readonly kind: 'ambiguous'; readonly name: string; readonly ids: readonly UniqueId[] }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'missing' };

/** Finds models, seeds, snapshots, sources and functions by the names that templates use. */
export interface ReferenceIndex {
  ref(call: RefCall, fromPackage: string): Resolution<Node>;
  source(call: SourceCall, fromPackage: string): Resolution<SourceDefinition>;
  function(call: readonly string[], fromPackage: string): Resolution<FunctionNode>;
  metric(call: readonly string[], fromPackage: string): Resolution<DeclaredResource>;
  /** Names that `ref` knows, for "did you mean". */
  readonly refNames: readonly string[];
  /** `source.table` names. */
  readonly sourceNames: readonly string[];
}

type Shelf<Found> = Map<string, Map<string, Found>>;

interface Named {
  readonly uniqueId: UniqueId;
}

function put<Found>(shelf: Shelf<Found>, key: string, packageName: string, value: Found): void {
  const byPackage = shelf.get(key) ?? new Map<string, Found>();
  shelf.set(key, byPackage.set(packageName, value));
}

const versionOf = (node: GraphNode): string | number | null =>
  node.resourceType === 'model' && 'version' in node ? node.version : null;

/** The keys under which `ref` finds a node: a version has its own, and the latest one the bare name too. */
function refKeys(node: Node): readonly string[] {
  const version = versionOf(node);
  if (version === null) return [node.name];
  const isLatest = node.resourceType === 'model' && String(node.latestVersion) === String(version);
  return isLatest ? [`${node.name}.v${version}`, node.name] : [`${node.name}.v${version}`];
}

/** Packages to search in order; null stands for any package. */
function packagesToSearch(
  project: Project,
  fromPackage: string,
  wanted: string | null,
): readonly (string | null)[] {
  if (wanted !== null) return [wanted];
  if (fromPackage === project.name) return [project.name, null];
  return project.flags.require_ref_searches_node_package_before_root === true
    ? [fromPackage, project.name, null]
    : [project.name, fromPackage, null];
}

function search<Found extends Named>(
  request: { readonly shelf: Shelf<Found>; readonly disabled: Shelf<unknown>; readonly key: string },
  packages: readonly (string | null)[],
): Resolution<Found> {
  const byPackage = request.shelf.get(request.key);
  let isDisabled = false;
  for (const packageName of packages) {
    const found =
      packageName === null
        ? [...(byPackage?.values() ?? [])]
        : [byPackage?.get(packageName)].filter((each) => each !== undefined);
    if (found.length > 1)
      return { kind: 'ambiguous', name: request.key, ids: found.map((each) => each.uniqueId) };
    if (found[0] !== undefined) return { kind: 'found', node: found[0] };
    const off = request.disabled.get(request.key);
    isDisabled ||= packageName === null ? off !== undefined : off?.has(packageName) === true;
  }
  return { kind: isDisabled ? 'disabled' : 'missing' };
}

function disabledShelf(manifest: Manifest, keysOf: (node: GraphNode) => readonly string[]): Shelf<unknown> {
  const shelf: Shelf<unknown> = new Map();
  for (const nodes of manifest.disabled.values()) {
    for (const node of nodes) for (const key of keysOf(node)) put(shelf, key, node.packageName, node);
  }
  return shelf;
}

const sourceKey = (source: string, table: string): string => `${source}.${table}`;

const refShelves = new WeakMap<object, Shelf<Named>>();

/** Which nodes `ref` finds. It stays while nodes are where they were, whatever else of them is another. */
function refShelf({ nodes }: Manifest): Shelf<Named> {
  const cast = castOf(nodes);
  const before = refShelves.get(cast);
  if (before !== undefined) return before;
  const refs: Shelf<Named> = new Map();
  for (const node of nodes.values()) {
    if (!isRefable(node)) continue;
    const { uniqueId, packageName } = node;
    for (const key of refKeys(node)) put(refs, key, packageName, { uniqueId });
  }
  refShelves.set(cast, refs);
  return refs;
}

function build(manifest: Manifest, project: Project): ReferenceIndex {
  const refs = refShelf(manifest);
  const sources: Shelf<SourceDefinition> = new Map();
  for (const each of manifest.sources.values()) {
    put(sources, sourceKey(each.sourceName, each.name), each.packageName, each);
  }
  const functions: Shelf<FunctionNode> = new Map();
  for (const each of manifest.functions.values()) put(functions, each.name, each.packageName, each);

  const metrics: Shelf<DeclaredResource> = new Map();
  for (const each of manifest.metrics.values()) put(metrics, each.name, each.packageName, each);

  const disabledRefs = disabledShelf(manifest, (node) => (isRefable(node) ? refKeys(node as Node) : []));
  const disabledSources = disabledShelf(manifest, (node) =>
    node.resourceType === 'source' ? [sourceKey(node.sourceName, node.name)] : [],
  );
  const disabledFunctions = disabledShelf(manifest, (node) =>
    node.resourceType === 'function' ? [node.name] : [],
  );

  return {
    refNames: [...refs.keys()],
    sourceNames: [...sources.keys()],
    ref: (call, fromPackage) => {
      const key = call.version === null ? call.name : `${call.name}.v${String(call.version)}`;
      const packages = packagesToSearch(project, fromPackage, call.package);
      const found = search({ shelf: refs, disabled: disabledRefs, key }, packages);
      return found.kind === 'found'
        ? { kind: 'found', node: manifest.nodes.get(found.node.uniqueId) as Node }
        : found;
    },
    source: (call, fromPackage) =>
      search(
        { shelf: sources, disabled: disabledSources, key: sourceKey(call.source, call.table) },
        packagesToSearch(project, fromPackage, null),
      ),
    metric: (call, fromPackage) => {
      const [name, owner] = [call.at(-1) as string, call.length === 2 ? (call[0] as string) : null];
      const packages = packagesToSearch(project, fromPackage, owner);
      return search({ shelf: metrics, disabled: new Map(), key: name }, packages);
    },
    function: (call, fromPackage) => {
      const [name, owner] = [call.at(-1) as string, call.length === 2 ? (call[0] as string) : null];
      const packages = packagesToSearch(project, fromPackage, owner);
      return search({ shelf: functions, disabled: disabledFunctions, key: name }, packages);
    },
  };
}

const known = new WeakMap<Manifest, ReferenceIndex>();

/** The index of a manifest, built once. */
export function referenceIndex(manifest: Manifest, project: Project): ReferenceIndex {
  const index = known.get(manifest) ?? build(manifest, project);
  known.set(manifest, index);
  return index;
}
