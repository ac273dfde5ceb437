import type { DeclaredResource, Exposure, Manifest, Node, SourceDefinition } from '../../src/domain/index.ts';

type Wire = Readonly<Record<string, unknown>>;

export interface GoldenManifest {
  readonly nodes: readonly Wire[];
  readonly sources: readonly Wire[];
  readonly exposures: readonly Wire[];
  readonly unit_tests: readonly Wire[];
}

function nodeOf(wire: Wire): unknown {
  return {
    resourceType: wire['resource_type'],
    uniqueId: wire['unique_id'],
    name: wire['name'],
    packageName: wire['package_name'],
    originalFilePath: wire['original_file_path'],
    fqn: wire['fqn'],
    tags: wire['tags'] ?? [],
    patchPath: wire['patch_path'] ?? null,
    group: wire['group'] ?? null,
    access: wire['access'] ?? 'protected',
    version: wire['version'] ?? null,
    latestVersion: wire['latest_version'] ?? null,
    testMetadata: wire['test_metadata'] ?? null,
    config: wire['config'],
    dependsOn: { macros: [], nodes: [], ...(wire['depends_on'] as object | undefined) },
    ...('raw_code' in wire ? { rawCode: wire['raw_code'] } : {}),
    ...('source_name' in wire ? { sourceName: wire['source_name'] } : {}),
  };
}

const byId = <Item>(wires: readonly Wire[]) =>
  new Map(wires.map((wire) => [wire['unique_id'] as string, nodeOf(wire) as Item]));

/** As much of a manifest of dbt as selection looks at. */
export function manifestFromGolden(golden: GoldenManifest): Manifest {
  const empty = new Map<string, never>();
  return {
    projectName: 'shop',
    adapterType: 'duckdb',
    nodes: byId<Node>(golden.nodes),
    sources: byId<SourceDefinition>(golden.sources),
    exposures: byId<Exposure>(golden.exposures),
    unitTests: byId<DeclaredResource>(golden.unit_tests),
    macros: empty,
    docs: empty,
    groups: empty,
    metrics: empty,
    semanticModels: empty,
    savedQueries: empty,
    functions: empty,
    disabled: empty,
    selectors: {},
  };
}
