import type { Manifest, Node, SourceDefinition, UniqueId } from '../../src/domain/index.ts';

/** What a test says of a node; everything else has dbt's defaults. */
export interface NodeSketch {
  readonly reads?: readonly string[];
  readonly [key: string]: unknown;
}

const EMPTY: ReadonlyMap<UniqueId, never> = new Map<UniqueId, never>();

function nodeOf(uniqueId: UniqueId, { reads = [], ...rest }: NodeSketch): Node {
  const [resourceType, packageName, name] = uniqueId.split('.') as [string, string, string];
  const path = `${name}.sql`;
  return {
    resourceType,
    uniqueId,
    name,
    packageName,
    path,
    originalFilePath: `models/${path}`,
    fqn: [packageName, name],
    config: { enabled: true, materialized: 'view' },
    tags: [],
    rawCode: 'select 1',
    dependsOn: { macros: [], nodes: reads },
    patchPath: null,
    group: null,
    access: 'protected',
    version: null,
    latestVersion: null,
    testMetadata: null,
    span: { source: { path: `models/${path}`, text: 'select 1' }, start: 0, end: 8 },
    ...rest,
  } as unknown as Node;
}

function sourceOf(uniqueId: UniqueId, sketch: NodeSketch): SourceDefinition {
  const [, packageName, sourceName, name] = uniqueId.split('.') as [string, string, string, string];
  return {
    ...(nodeOf(uniqueId, sketch) as unknown as SourceDefinition),
    name,
    sourceName,
    fqn: [packageName, sourceName, name],
    config: { enabled: true },
    ...sketch,
  } as SourceDefinition;
}

/** A manifest of these things. Ids that begin with `source.` or `exposure.` go where they belong. */
export function manifestOf(sketches: Readonly<Record<UniqueId, NodeSketch>>): Manifest {
  const nodes = new Map<UniqueId, Node>();
  const sources = new Map<UniqueId, SourceDefinition>();
  const exposures = new Map<UniqueId, never>();
  for (const [uniqueId, sketch] of Object.entries(sketches)) {
    if (uniqueId.startsWith('source.')) sources.set(uniqueId, sourceOf(uniqueId, sketch));
    else if (uniqueId.startsWith('exposure.')) exposures.set(uniqueId, nodeOf(uniqueId, sketch) as never);
    else nodes.set(uniqueId, nodeOf(uniqueId, sketch));
  }
  return {
    projectName: 'p',
    adapterType: 'duckdb',
    nodes,
    sources,
    exposures,
    macros: EMPTY,
    docs: EMPTY,
    groups: EMPTY,
    metrics: EMPTY,
    semanticModels: EMPTY,
    savedQueries: EMPTY,
    unitTests: EMPTY,
    functions: EMPTY,
    disabled: EMPTY,
    selectors: {},
  };
}
