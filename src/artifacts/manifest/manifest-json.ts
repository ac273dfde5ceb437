import { md5, pythonJson, pythonJsonOfParts } from '../../base/index.ts';
import {
  DBT_VERSION,
  type DeclaredResource,
  type GraphNode,
  graphNodes,
  type Invocation,
  type Manifest,
  type Node,
  type Project,
  packageOf,
  type UniqueId,
} from '../../domain/index.ts';
import { docEntry, exposureEntry, groupEntry, macroEntry, sourceEntry } from './definition-entries.ts';
import type { Entry } from './entry.ts';
import { type NodeOutcome, nodeEntry, nodeEntryParts } from './node-entry.ts';

export interface ManifestHeadOptions {
  readonly manifest: Pick<Manifest, 'projectName' | 'adapterType'>;
  readonly project: Project;
  readonly invocation: Invocation;
  readonly generatedAt: Date;
  /** Variables named `DBT_ENV_CUSTOM_ENV_*`, without that prefix. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A node after a run: the node itself too, as compiling finds macros and relations that parsing does not see. */
export interface RunNodeOutcome extends NodeOutcome {
  readonly node: Node;
}

export interface ManifestJsonOptions {
  readonly manifest: Manifest;
  /** What was compiled or run, by node. */
  readonly outcomes?: ReadonlyMap<UniqueId, RunNodeOutcome> | undefined;
  /** The entry of something as it was printed before; undefined when it has to be printed. */
  readonly printed?: ((value: object) => Uint8Array | undefined) | undefined;
  /** Told where in the body each entry lies, with what it is the entry of. */
  readonly onEntry?: ((value: object, place: TextPlace) => void) | undefined;
  /** Told where each section begins and ends, the comma before it included. */
  readonly onSection?: ((name: string, place: TextPlace) => void) | undefined;
}

/** Where a part of the body lies, in bytes. */
export interface TextPlace {
  readonly start: number;
  readonly length: number;
}

const SCHEMA = 'https://schemas.getdbt.com/dbt/manifest/v12.json';

/** dbt writes microseconds and `Z`; always as long, so that a head can be exchanged where it stands. */
function moment(at: Date): string {
  return at.toISOString().replace('Z', '000Z');
}

/** `metadata` of `manifest.json`. */
export function manifestMetadata(options: ManifestHeadOptions): Entry {
  const { manifest, project, invocation } = options;
  const quoting = packageOf(project, project.name)?.quoting ?? {};
  return {
    dbt_schema_version: SCHEMA,
    dbt_version: DBT_VERSION,
    generated_at: moment(options.generatedAt),
    invocation_id: invocation.id,
    invocation_started_at: moment(invocation.startedAt),
    env: options.env ?? {},
    project_name: manifest.projectName,
    project_id: md5(manifest.projectName),
    user_id: null,
    send_anonymous_usage_stats: false,
    adapter_type: manifest.adapterType,
    quoting: {
      database: quoting.database ?? true,
      schema: quoting.schema ?? true,
      identifier: quoting.identifier ?? true,
      column: quoting.column ?? null,
    },
    run_started_at: moment(invocation.startedAt).replace('Z', '+00:00'),
  };
}

/** Any graph node as the manifest has it. */
export function graphNodeEntry(node: GraphNode, outcome?: NodeOutcome): Entry {
  if (node.resourceType === 'source') return sourceEntry(node);
  if (node.resourceType === 'exposure') return exposureEntry(node);
  if ('entry' in node) return node.entry;
  return nodeEntry(node, outcome);
}

/** A part of the manifest: one value, or entries by id, printed when they are asked for. */
export type ManifestSection =
  | { readonly name: string; readonly value: unknown }
  | { readonly name: string; readonly entries: () => Iterable<SectionEntry> };

/** Something with its id, and how its entry is printed. */
interface SectionEntry {
  readonly uniqueId: UniqueId;
  readonly value: object;
  readonly print: () => string;
  /** Whether what was printed before is still right. */
  readonly isPlain: boolean;
}

function entries<Value extends object>(
  name: string,
  all: ReadonlyMap<UniqueId, Value>,
  print: (value: Value) => string,
  isPlain: (uniqueId: UniqueId) => boolean = () => true,
): ManifestSection {
  return {
    name,
    *entries() {
      for (const [uniqueId, value] of all)
        yield { uniqueId, value, print: () => print(value), isPlain: isPlain(uniqueId) };
    },
  };
}

/** Ids of parents and of children by id, sorted. */
function lineageMaps(manifest: Manifest): {
  readonly parents: Readonly<Record<UniqueId, readonly UniqueId[]>>;
  readonly children: Readonly<Record<UniqueId, readonly UniqueId[]>>;
} {
  const parents: Record<UniqueId, UniqueId[]> = {};
  const children: Record<UniqueId, UniqueId[]> = {};
  for (const node of graphNodes(manifest)) children[node.uniqueId] = [];
  for (const node of graphNodes(manifest)) {
    const ids =
      node.resourceType === 'source' || node.resourceType === 'seed' ? [] : [...node.dependsOn.nodes];
    parents[node.uniqueId] = ids.sort();
    for (const id of ids) children[id]?.push(node.uniqueId);
  }
  for (const ids of Object.values(children)) ids.sort();
  return { parents, children };
}

function groupOf(node: GraphNode): string | null {
  const named = 'group' in node ? node.group : (node.config as { readonly group?: unknown }).group;
  return typeof named === 'string' ? named : null;
}

function groupMap(manifest: Manifest): Entry {
  const members: Record<string, UniqueId[]> = {};
  for (const group of manifest.groups.values()) members[group.name] = [];
  for (const node of graphNodes(manifest)) {
    const group = node.resourceType === 'source' || node.resourceType === 'exposure' ? null : groupOf(node);
    if (group !== null) members[group]?.push(node.uniqueId);
  }
  return members;
}

function declared(name: string, all: ReadonlyMap<UniqueId, DeclaredResource>): ManifestSection {
  return entries(name, all, (each) => pythonJson(each.entry));
}

/** What the edges of the manifest make, and its groups: three sections behind each other. */
export function lineageSections(manifest: Manifest): readonly { name: string; value: unknown }[] {
  const { parents, children } = lineageMaps(manifest);
  return [
    { name: 'parent_map', value: parents },
    { name: 'child_map', value: children },
    { name: 'group_map', value: groupMap(manifest) },
  ];
}

const readBy = (node: Node): readonly UniqueId[] =>
  node.resourceType === 'seed' ? [] : node.dependsOn.nodes;

/** Whether two manifests that differ in their nodes alone have the same lineage. */
export function hasSameLineage(before: Manifest, after: Manifest): boolean {
  if (before.nodes.size !== after.nodes.size) return false;
  const others = before.nodes.values();
  for (const node of after.nodes.values()) {
    const other = others.next().value as Node;
    if (node === other) continue;
    if (node.uniqueId !== other.uniqueId || groupOf(node) !== groupOf(other)) return false;
    if (readBy(node).join() !== readBy(other).join()) return false;
  }
  return true;
}

/** The parts of `manifest.json` behind `metadata`, in dbt's order. */
export function manifestSections(options: ManifestJsonOptions): readonly ManifestSection[] {
  const { manifest, outcomes } = options;
  const afterRun = (node: Node): string => {
    const outcome = outcomes?.get(node.uniqueId);
    return pythonJsonOfParts(nodeEntryParts(outcome?.node ?? node, outcome));
  };
  const isAsParsed = (uniqueId: UniqueId): boolean => outcomes?.has(uniqueId) !== true;
  return [
    entries('nodes', manifest.nodes, afterRun, isAsParsed),
    entries('sources', manifest.sources, (each) => pythonJson(sourceEntry(each))),
    entries('macros', manifest.macros, (each) => pythonJson(macroEntry(each))),
    entries('docs', manifest.docs, (each) => pythonJson(docEntry(each))),
    entries('exposures', manifest.exposures, (each) => pythonJson(exposureEntry(each))),
    declared('metrics', manifest.metrics),
    entries('groups', manifest.groups, (each) => pythonJson(groupEntry(each))),
    { name: 'selectors', value: manifest.selectors },
    entries('disabled', manifest.disabled, (nodes) => pythonJson(nodes.map((node) => graphNodeEntry(node)))),
    ...lineageSections(manifest),
    declared('saved_queries', manifest.savedQueries),
    declared('semantic_models', manifest.semanticModels),
    declared('unit_tests', manifest.unitTests),
    entries('functions', manifest.functions, afterRun, isAsParsed),
  ];
}
