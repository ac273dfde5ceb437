import { jsonText } from '../../base/index.ts';
import type { ChangeReason, Node, SourceDefinition } from '../../domain/index.ts';

type Parts = Readonly<Record<string, unknown>>;

/** Whether two values are alike piece by piece. Two of which one leaves out what the other has as undefined are not. */
function alike(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const [keys, others] = [Object.keys(left), Object.keys(right)];
  if (keys.length !== others.length || Array.isArray(left) !== Array.isArray(right)) return false;
  // Dates and their like have no keys: their text says what they are.
  if (keys.length === 0) return jsonText(left) === jsonText(right);
  return keys.every((key, at) => key === others[at] && alike((left as Parts)[key], (right as Parts)[key]));
}

/** After a project is read as a whole, every node is compared and nearly all are alike: text is made of the others only. */
function same(left: unknown, right: unknown): boolean {
  return alike(left, right) || jsonText(left) === jsonText(right);
}

function columnTypes({ columns, contract }: Node): unknown {
  const types = Object.values(columns).map((each) => [
    each.name,
    each.dataType,
    each.constraints,
    each.quote,
  ]);
  return [contract.enforced, contract.aliasTypes, types];
}

/** What of a node's config stands for how it is described, and not for how it is built. */
const DESCRIBING: ReadonlySet<string> = new Set(['docs', 'meta', 'tags', 'group', 'description']);

function buildingConfig({ config }: Node): unknown {
  return Object.entries(config)
    .filter(([key]) => !DESCRIBING.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function isConfigSame(before: Node, after: Node): boolean {
  return (
    before.relationName === after.relationName &&
    (alike(before.config, after.config) || same(buildingConfig(before), buildingConfig(after))) &&
    same(before.dependsOn.nodes, after.dependsOn.nodes)
  );
}

/** Descriptions that are written into the database are more than words. */
function persistsDocs({ config }: Node): boolean {
  const persisted = config['persist_docs'];
  return typeof persisted === 'object' && persisted !== null && Object.values(persisted).some(Boolean);
}

function described(node: Node): unknown {
  const { description, columns, docs, meta, tags, group, config } = node;
  return [description, columns, docs, meta, tags, group, config];
}

/** Why a node counts as changed, most telling first; empty when it does not. */
export function reasonsOfNode(before: Node, after: Node): readonly ChangeReason[] {
  if (before === after) return [];
  const reasons: ChangeReason[] = [];
  const isSeed = after.resourceType === 'seed';
  if (isSeed && !same(before.checksum, after.checksum)) reasons.push('seed');
  if (before.rawCode !== after.rawCode) reasons.push('sql');
  if (after.resourceType === 'function' && before.resourceType === 'function') {
    const face = ({ arguments: given, returns, overloads }: typeof after) => [
      given,
      returns,
      overloads.map((each) => [each.rawBody, each.arguments, each.returns]),
    ];
    if (!same(face(before), face(after))) reasons.push('config');
  }
  if (!isConfigSame(before, after)) reasons.push('config');
  if (!same(columnTypes(before), columnTypes(after))) reasons.push('columns');
  if (reasons.length > 0) return [...new Set(reasons)];
  if (same(described(before), described(after))) return [];
  return persistsDocs(after) ? ['config'] : ['docs only'];
}

/** Why a source counts as changed. */
export function reasonsOfSource(before: SourceDefinition, after: SourceDefinition): readonly ChangeReason[] {
  if (before === after) return [];
  const read = (each: SourceDefinition) => [each.relationName, each.external, each.config, each.meta];
  if (!same(read(before), read(after))) return ['source'];
  const told = (each: SourceDefinition) => [each.description, each.columns, each.tags, each.freshness];
  return same(told(before), told(after)) ? [] : ['docs only'];
}
