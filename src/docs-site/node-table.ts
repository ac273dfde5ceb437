import type { GraphNode } from '../domain/index.ts';
import { layerOf } from './layers.ts';
import { CHANGES, LAYERS, NODE_KINDS, type NodeKind, type NodeTable } from './payload.ts';
import type { SiteIndex } from './site-index.ts';

const DEPTHS = ['nothing', 'columns', 'lineage'] as const;

/** Things that are declared only keep most of their fields under dbt's keys. */
function field(node: GraphNode, own: string, wire: string): unknown {
  if (own in node) return (node as unknown as Readonly<Record<string, unknown>>)[own];
  return 'entry' in node ? node.entry[wire] : undefined;
}

function descriptionOf(node: GraphNode): string | null {
  const text = field(node, 'description', 'description');
  return typeof text === 'string' ? text : null;
}

/** `orders`, `raw.orders` for sources, `orders.v2` for versions. */
export function shownName(node: GraphNode): string {
  if (node.resourceType === 'source') return `${node.sourceName}.${node.name}`;
  const isVersioned = node.resourceType === 'model' && node.version !== null;
  return isVersioned ? `${node.name}.v${node.version}` : node.name;
}

/** How it is built; for exposures and metrics of which type they are. */
function madeAs(node: GraphNode): string | null {
  if (node.resourceType === 'exposure') return node.type;
  const made = node.config['materialized'];
  if (node.resourceType === 'source' || node.resourceType === 'analysis') return null;
  const type = field(node, 'type', 'type');
  return typeof made === 'string' ? made : typeof type === 'string' ? type : null;
}

function folderOf(node: GraphNode): string {
  if (node.resourceType === 'source') return node.sourceName;
  const folders = node.fqn.slice(1, -1);
  return folders.length === 0 ? node.packageName : folders.join('/');
}

function colorOf(node: GraphNode): string | null {
  const color = 'docs' in node ? node.docs.nodeColor : null;
  // The page puts it into a style: only what can be nothing but a colour.
  return color !== null && /^(#[0-9a-f]{3,8}|[a-z]{3,30})$/i.test(color) ? color : null;
}

function changeOf(node: GraphNode, { input }: SiteIndex): number {
  const before = input.earlier?.get(node.uniqueId);
  if (before === undefined) return CHANGES.indexOf('new');
  const isCodeChanged = 'rawCode' in node && node.rawCode !== before.rawCode;
  return CHANGES.indexOf(isCodeChanged || before.isChanged ? 'changed' : 'same');
}

/** The table of nodes; where each one's columns begin is told by the table of columns. */
export function nodeTable(site: SiteIndex, firstColumn: readonly number[]): NodeTable {
  const { nodes, input, words } = site;
  const each = <Value>(value: (node: GraphNode) => Value): Value[] => nodes.map(value);
  return {
    uniqueId: each((node) => node.uniqueId),
    name: each(shownName),
    kind: each((node) => NODE_KINDS.indexOf(node.resourceType as NodeKind)),
    layer: each((node) => LAYERS.indexOf(layerOf(node, input))),
    folder: each((node) => words.indexOf(folderOf(node))),
    materialized: each((node) => words.indexOf(madeAs(node))),
    packageName: each((node) => words.indexOf(node.packageName)),
    path: each((node) => node.originalFilePath),
    description: each((node) => site.textOf(descriptionOf(node))),
    tags: each((node) => (node.tags ?? []).map((tag) => words.indexOf(tag))),
    color: each(colorOf),
    rows: each((node) => input.rows.get(node.uniqueId) ?? null),
    change: input.earlier === null ? [] : each((node) => changeOf(node, site)),
    depth: each(({ uniqueId }) => DEPTHS.indexOf(input.analysis.get(uniqueId)?.depth ?? 'nothing')),
    firstColumn,
  };
}
