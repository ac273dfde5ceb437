import type { Span } from '../diagnostics/index.ts';
import type { DocBlock, Exposure, Group, Macro, SourceDefinition } from './definitions.ts';
import type { FunctionNode, Node } from './node.ts';
import type { UniqueId } from './resource.ts';

/** A resource whose kind is not executed here but stands in the manifest as dbt writes it, under dbt's own keys. */
export interface DeclaredResource {
  readonly resourceType: 'metric' | 'semantic_model' | 'saved_query' | 'unit_test';
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly dependsOn: { readonly macros?: readonly UniqueId[]; readonly nodes: readonly UniqueId[] };
  readonly config: Readonly<Record<string, unknown>>;
  readonly tags?: readonly string[];
  /** The entry in the shape of manifest v12. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** Where it stands in YAML, of unit tests. */
  readonly span?: Span;
}

/** Anything that has edges in the lineage graph. */
export type GraphNode = Node | SourceDefinition | Exposure | DeclaredResource;

/** Everything a project declares, linked and frozen. Maps keep the order of parsing. */
export interface Manifest {
  readonly projectName: string;
  readonly adapterType: string;
  readonly nodes: ReadonlyMap<UniqueId, Node>;
  readonly sources: ReadonlyMap<UniqueId, SourceDefinition>;
  readonly macros: ReadonlyMap<UniqueId, Macro>;
  readonly docs: ReadonlyMap<UniqueId, DocBlock>;
  readonly exposures: ReadonlyMap<UniqueId, Exposure>;
  readonly groups: ReadonlyMap<UniqueId, Group>;
  readonly metrics: ReadonlyMap<UniqueId, DeclaredResource>;
  readonly semanticModels: ReadonlyMap<UniqueId, DeclaredResource>;
  readonly savedQueries: ReadonlyMap<UniqueId, DeclaredResource>;
  readonly unitTests: ReadonlyMap<UniqueId, DeclaredResource>;
  readonly functions: ReadonlyMap<UniqueId, FunctionNode>;
  readonly disabled: ReadonlyMap<UniqueId, readonly GraphNode[]>;
  /** Selectors as `selectors.yml` defines them, by name. */
  readonly selectors: Readonly<Record<string, unknown>>;
}

/** The thing with this id that has edges in the graph. */
export function graphNode(manifest: Manifest, uniqueId: UniqueId): GraphNode | undefined {
  return (
    manifest.nodes.get(uniqueId) ??
    manifest.sources.get(uniqueId) ??
    manifest.exposures.get(uniqueId) ??
    manifest.metrics.get(uniqueId) ??
    manifest.semanticModels.get(uniqueId) ??
    manifest.savedQueries.get(uniqueId) ??
    manifest.unitTests.get(uniqueId) ??
    manifest.functions.get(uniqueId)
  );
}

/** The ids of `graphNodes`. */
export function* graphIds(manifest: Manifest): Generator<UniqueId> {
  yield* manifest.nodes.keys();
  yield* manifest.sources.keys();
  yield* manifest.exposures.keys();
  yield* manifest.metrics.keys();
  yield* manifest.semanticModels.keys();
  yield* manifest.savedQueries.keys();
  yield* manifest.unitTests.keys();
  yield* manifest.functions.keys();
}

/** All things with edges in the graph, nodes first. */
export function* graphNodes(manifest: Manifest): Generator<GraphNode> {
  yield* manifest.nodes.values();
  yield* manifest.sources.values();
  yield* manifest.exposures.values();
  yield* manifest.metrics.values();
  yield* manifest.semanticModels.values();
  yield* manifest.savedQueries.values();
  yield* manifest.unitTests.values();
  yield* manifest.functions.values();
}
