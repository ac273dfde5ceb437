import {
  BARE_NODE,
  type Manifest,
  type ModelNode,
  type Node,
  type NodeResult,
  type NodeStatus,
  type Step,
  type TestNode,
  type UniqueId,
} from '../../src/domain/index.ts';
import { planNodes, type RunPlan } from '../../src/run/plan.ts';

const source = { path: 'models/x.sql', text: 'select 1' };

function base(uniqueId: UniqueId, parents: readonly UniqueId[]) {
  const name = uniqueId.split('.')[2] as string;
  return {
    ...BARE_NODE,
    uniqueId,
    name,
    packageName: 'shop',
    path: `${name}.sql`,
    originalFilePath: `models/${name}.sql`,
    fqn: ['shop', name],
    alias: name,
    database: 'db',
    schema: 'main',
    relationName: `"db"."main"."${name}"`,
    checksum: { name: 'sha256', checksum: '' },
    createdAt: 0,
    rawCode: 'select 1',
    dependsOn: { macros: [], nodes: parents },
    span: { source, start: 0, end: 8 },
  };
}

/** A model for plans: nothing of it is compiled. */
export function model(
  name: string,
  parents: readonly UniqueId[] = [],
  config: Readonly<Record<string, unknown>> = {},
): ModelNode {
  return {
    ...base(`model.shop.${name}`, parents),
    resourceType: 'model',
    config: { enabled: true, materialized: 'view', ...config },
    access: 'protected',
    constraints: [],
    version: null,
    latestVersion: null,
    deprecationDate: null,
    primaryKey: [],
    timeSpine: null,
  };
}

export function dataTest(name: string, parents: readonly UniqueId[]): TestNode {
  return {
    ...base(`test.shop.${name}`, parents),
    resourceType: 'test',
    config: { enabled: true, materialized: 'test' },
    testMetadata: null,
    columnName: null,
    fileKeyName: null,
    attachedNode: null,
  };
}

export function manifestOf(nodes: readonly Node[]): Manifest {
  const none = new Map<string, never>();
  return {
    projectName: 'shop',
    adapterType: 'duckdb',
    nodes: new Map(nodes.map((node) => [node.uniqueId, node])),
    sources: none,
    macros: none,
    docs: none,
    exposures: none,
    groups: none,
    metrics: none,
    semanticModels: none,
    savedQueries: none,
    unitTests: none,
    functions: none,
    disabled: none,
    selectors: {},
  };
}

export interface PlanCase {
  readonly nodes: readonly Node[];
  readonly selected?: readonly UniqueId[];
  readonly command?: string;
  readonly extraEdges?: readonly (readonly [UniqueId, UniqueId])[];
}

export function planOf(options: PlanCase): RunPlan {
  const manifest = manifestOf(options.nodes);
  const extra = options.extraEdges ?? [];
  return planNodes({
    manifest,
    command: options.command ?? 'run',
    selected: options.selected ?? options.nodes.map((node) => node.uniqueId),
    edges: {
      parentsOf: (id) => [
        ...(manifest.nodes.get(id)?.dependsOn.nodes ?? []),
        ...extra.filter(([, child]) => child === id).map(([parent]) => parent),
      ],
    },
  });
}

export function resultOf(node: Step, status: NodeStatus): NodeResult {
  return {
    node,
    status,
    compiled: null,
    timing: [],
    threadId: 'Thread-1 (worker)',
    executionTime: 0,
    message: null,
    failures: null,
    adapterResponse: {},
    buildPath: null,
    rows: null,
    diagnostics: [],
  };
}
