import { type Node, type UniqueId, withReplaced } from '../../domain/index.ts';
import type { ProjectFile } from '../files/read-files.ts';
import { indexNodes, isGenericTest, type Touched } from './touched-files.ts';
import { needsWholeParse } from './whole-parse.ts';

/** What others can tell of a node without looking into it: while it stays the same, nothing else changes with the node. */
function faceOf(node: Node): string {
  const model = node.resourceType === 'model' ? [node.access, node.version, node.latestVersion] : [];
  return JSON.stringify([node.resourceType, node.name, node.packageName, node.fqn, node.group, ...model]);
}

const isOfSource = (node: Node): boolean =>
  node.resourceType === 'test' && node.fileKeyName?.startsWith('sources.') === true;

const fileOf = (node: Node): string => `${node.packageName}://${node.originalFilePath}`;

export interface MergeNodesOptions {
  readonly earlier: ReadonlyMap<UniqueId, Node>;
  readonly touched: Touched;
  /** What the touched files make now, linked. */
  readonly made: ReadonlyMap<UniqueId, Node>;
  /** Every properties file, in the order in which they are read. */
  readonly properties: readonly ProjectFile[];
}

/** Checks that the same nodes are there as before, tests apart, and that others see no difference. */
function checkFaces({ touched, made, earlier }: MergeNodesOptions): void {
  let count = 0;
  for (const node of made.values()) {
    if (isGenericTest(node) || node.resourceType === 'operation') continue;
    const before = touched.nodes.get(node.uniqueId);
    if (before === undefined || faceOf(before) !== faceOf(node))
      needsWholeParse(`${node.uniqueId} is another`);
    count++;
  }
  if (count !== touched.nodes.size) needsWholeParse('a node is gone');
  for (const node of made.values()) {
    if (node.resourceType === 'operation' && !earlier.has(node.uniqueId)) needsWholeParse('a hook is new');
  }
}

/** Generic tests by the properties file they stand in. */
function byFile(nodes: Iterable<Node>): Map<string, Node[]> {
  const found = new Map<string, Node[]>();
  for (const node of nodes) {
    if (!isGenericTest(node) || isOfSource(node)) continue;
    const list = found.get(fileOf(node));
    if (list === undefined) found.set(fileOf(node), [node]);
    else list.push(node);
  }
  return found;
}

/** Where a node is found, and what it takes up: what the project as a whole is checked for. */
function standOf(node: Node): string {
  const { database, schema, alias, patchPath, fqn, config } = node;
  return JSON.stringify([fileOf(node), patchPath, database, schema, alias, fqn, config['store_failures']]);
}

/** Whether what is made stands where the nodes of these ids stood, and no test has come or gone. */
function isInPlace({ earlier, made, touched }: MergeNodesOptions): boolean {
  const now = new Map<string, UniqueId[]>();
  for (const [id, node] of made) {
    const before = earlier.get(id);
    if (before === undefined || standOf(before) !== standOf(node)) return false;
    if (!isGenericTest(node)) continue;
    const list = now.get(fileOf(node));
    if (list === undefined) now.set(fileOf(node), [id]);
    else list.push(id);
  }
  const { tests } = indexNodes(earlier);
  return [...touched.files].every((file) => {
    const path = `${file.packageName}://${file.originalFilePath}`;
    return (tests.get(path) ?? []).join() === (now.get(path) ?? []).join();
  });
}

/**
 * All nodes in the order of a whole parse: resources by their files, then the tests of each properties file. Where each node
 * takes the place of an earlier one, `replacedIn` tells which.
 */
export function mergeNodes(options: MergeNodesOptions): ReadonlyMap<UniqueId, Node> {
  const { earlier, made, touched, properties } = options;
  checkFaces(options);
  if (isInPlace(options)) {
    const isPut = (node: Node) => node.resourceType !== 'operation' && !isOfSource(node);
    return withReplaced(earlier, [...made.values()].filter(isPut));
  }
  const merged = new Map<UniqueId, Node>();
  const put = (node: Node) => {
    if (merged.has(node.uniqueId)) needsWholeParse(`${node.uniqueId} stands twice`);
    merged.set(node.uniqueId, node);
  };
  for (const node of earlier.values()) {
    if (isGenericTest(node)) continue;
    put(node.resourceType === 'operation' ? node : (made.get(node.uniqueId) ?? node));
  }
  const before = byFile(earlier.values());
  const now = byFile(made.values());
  const touchedPaths = new Set(
    [...touched.files].map((each) => `${each.packageName}://${each.originalFilePath}`),
  );
  for (const file of properties) {
    const path = `${file.packageName}://${file.originalFilePath}`;
    for (const node of (touchedPaths.has(path) ? now : before).get(path) ?? []) put(node);
    before.delete(path);
  }
  if (before.size > 0) needsWholeParse('tests of an unknown file');
  for (const node of earlier.values()) if (isOfSource(node)) put(node);
  return merged;
}
