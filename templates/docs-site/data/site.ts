import {
  CHANGES,
  type CodePayload,
  type CorePayload,
  type History,
  LAYERS,
  type Layer,
  MAKINGS,
  type Making,
  NODE_KINDS,
  type NodeKind,
  type RunEntry,
  STATUSES,
} from '../../../src/docs-site/payload.ts';
import { lazily } from './lazily.ts';

export type Mark = 'good' | 'warn' | 'bad' | 'none';

/** How a status is shown. */
export function markOf(status: string | null): Mark {
  if (status === null || status === 'skipped' || status === 'no-op') return 'none';
  if (status === 'success' || status === 'pass') return 'good';
  return status === 'warn' || status === 'partial success' ? 'warn' : 'bad';
}

/** The worst of several marks. */
export function worst(marks: Iterable<Mark>): Mark {
  const order: readonly Mark[] = ['none', 'good', 'warn', 'bad'];
  let most = 0;
  for (const mark of marks) most = Math.max(most, order.indexOf(mark));
  return order[most] ?? 'none';
}

/** The project as the page looks at it: the payload with look-ups around it. */
export interface Site {
  readonly core: CorePayload;
  readonly code: () => Promise<CodePayload>;
  readonly count: number;
  /** Nodes that read a node, and nodes that it reads. */
  readonly readers: readonly (readonly number[])[];
  readonly reads: readonly (readonly number[])[];
  readonly nodeById: ReadonlyMap<string, number>;
  readonly testById: ReadonlyMap<string, number>;
  readonly macroById: ReadonlyMap<string, number>;
  /** Tests of a node, and of a column. */
  readonly testsOfNode: readonly (readonly number[])[];
  readonly testsOfColumn: ReadonlyMap<number, readonly number[]>;
  /** The node that a column belongs to. */
  readonly nodeOfColumn: Int32Array;
  /** Columns made of a column. */
  columnReaders(column: number): readonly number[];
  word(index: number): string;
  text(index: number): string | null;
  kind(node: number): NodeKind;
  layer(node: number): Layer;
  making(column: number): Making;
  columnName(column: number): string;
  columnsOf(node: number): { readonly first: number; readonly end: number };
  origins(column: number): readonly { readonly column: number; readonly kinds: number }[];
  /** The last result of a node or test; undefined when it never ran. */
  result(id: string): RunEntry | undefined;
  history(id: string): History | undefined;
  status(id: string): string | null;
  /** How a node stands: itself, its tests and its freshness together. */
  mark(node: number): Mark;
  change(node: number): (typeof CHANGES)[number];
}

function groupBy(pairs: Iterable<readonly [number, number]>, size: number): number[][] {
  const groups: number[][] = Array.from({ length: size }, () => []);
  for (const [key, value] of pairs) groups[key]?.push(value);
  return groups;
}

function edgePairs(edges: readonly number[], isReversed: boolean): [number, number][] {
  const pairs: [number, number][] = [];
  for (let at = 0; at < edges.length; at += 2) {
    const from = edges[at] as number;
    const to = edges[at + 1] as number;
    pairs.push(isReversed ? [to, from] : [from, to]);
  }
  return pairs;
}

function indexIds(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}

function columnOwners({ nodes, columns }: CorePayload): Int32Array {
  const owners = new Int32Array(columns.name.length);
  for (let node = 0; node < nodes.name.length; node++) {
    owners.fill(node, nodes.firstColumn[node], nodes.firstColumn[node + 1]);
  }
  return owners;
}

function columnReaders({ columns }: CorePayload): number[][] {
  const readers: number[][] = Array.from({ length: columns.name.length }, () => []);
  for (let column = 0; column < columns.name.length; column++) {
    for (
      let at = columns.firstOrigin[column] as number;
      at < (columns.firstOrigin[column + 1] as number);
      at++
    ) {
      readers[columns.origins[at] as number]?.push(column);
    }
  }
  return readers;
}

/** Puts the look-ups around a payload. */
export function createSite(core: CorePayload, code: () => Promise<CodePayload>): Site {
  const { nodes, columns, tests } = core;
  const count = nodes.name.length;
  const results = new Map(core.lastRun?.entries.map((each) => [each.id, each]));
  const histories = new Map(core.history.map((each) => [each.id, each]));
  const testsOfColumn = new Map<number, number[]>();
  for (const [test, column] of tests.column.entries()) {
    if (column >= 0) testsOfColumn.set(column, [...(testsOfColumn.get(column) ?? []), test]);
  }
  const testsOfNode = groupBy(
    tests.nodes.flatMap((owners, test) => owners.map((node) => [node, test] as const)),
    count,
  );
  const freshness = new Map(core.freshness.map((each) => [each.node, STATUSES[each.status] ?? null]));
  const readersOfColumns = lazily(() => columnReaders(core));
  const status = (id: string): string | null => {
    const last = results.get(id)?.status ?? histories.get(id)?.statuses.at(-1);
    return last === undefined ? null : (STATUSES[last] ?? null);
  };
  return {
    core,
    code,
    count,
    readers: groupBy(edgePairs(core.edges, false), count),
    reads: groupBy(edgePairs(core.edges, true), count),
    nodeById: indexIds(nodes.uniqueId),
    testById: indexIds(tests.uniqueId),
    macroById: indexIds(core.macros.uniqueId),
    testsOfNode,
    testsOfColumn,
    nodeOfColumn: columnOwners(core),
    columnReaders: (column) => readersOfColumns()[column] ?? [],
    word: (index) => core.words[index] ?? '',
    text: (index) => core.texts[index] ?? null,
    kind: (node) => NODE_KINDS[nodes.kind[node] as number] ?? 'model',
    layer: (node) => LAYERS[nodes.layer[node] as number] ?? 'other',
    making: (column) => MAKINGS[columns.making[column] as number] ?? 'unknown',
    columnName: (column) => core.words[columns.name[column] as number] ?? '',
    columnsOf: (node) => ({
      first: nodes.firstColumn[node] as number,
      end: nodes.firstColumn[node + 1] as number,
    }),
    origins(column) {
      const found = [];
      const end = columns.firstOrigin[column + 1] as number;
      for (let at = columns.firstOrigin[column] as number; at < end; at++) {
        found.push({ column: columns.origins[at] as number, kinds: columns.originKinds[at] as number });
      }
      return found;
    },
    result: (id) => results.get(id),
    history: (id) => histories.get(id),
    status,
    mark: (node) =>
      worst([
        markOf(status(nodes.uniqueId[node] as string)),
        markOf(freshness.get(node) ?? null),
        ...(testsOfNode[node] ?? []).map((test) => markOf(status(tests.uniqueId[test] as string))),
      ]),
    change: (node) => CHANGES[nodes.change[node] as number] ?? 'same',
  };
}

/** Everything reachable from some nodes along `next`, with the number of steps. */
export function reach(
  start: Iterable<number>,
  next: readonly (readonly number[])[],
  depth = Number.POSITIVE_INFINITY,
): Map<number, number> {
  const found = new Map<number, number>();
  let front = [...start];
  for (let step = 1; front.length > 0 && step <= depth; step++) {
    const following: number[] = [];
    for (const each of front) {
      for (const neighbour of next[each] ?? []) {
        if (found.has(neighbour)) continue;
        found.set(neighbour, step);
        following.push(neighbour);
      }
    }
    front = following;
  }
  return found;
}
