import { join } from 'node:path';
import type { NodeResult, UniqueId } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';

/** Seconds from which a node counts as long. */
const LONG = 1;
const MEASURED: ReadonlySet<string> = new Set(['success', 'pass', 'warn', 'fail']);

/** Where the long nodes of a target are kept. */
export interface LongNodesOptions {
  readonly files: Files;
  readonly projectRoot: string;
  readonly target: string;
}

type ByTarget = Record<string, Record<string, number>>;

/** A file of its own: a run that is about to start has no time for the whole history. */
function pathOf(projectRoot: string): string {
  return join(projectRoot, '.sluice', 'long-nodes.json');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What cannot be read is as if it were not there: it only says what is better started first. */
function read({ files, projectRoot }: LongNodesOptions): ByTarget {
  const path = pathOf(projectRoot);
  if (!files.exists(path)) return {};
  try {
    const content: unknown = JSON.parse(files.readText(path));
    if (!isRecord(content)) return {};
    return Object.fromEntries(
      Object.entries(content).flatMap(([target, nodes]) =>
        isRecord(nodes)
          ? [
              [
                target,
                Object.fromEntries(Object.entries(nodes).filter(([, each]) => typeof each === 'number')),
              ],
            ]
          : [],
      ),
    ) as ByTarget;
  } catch {
    return {};
  }
}

/** Seconds that each long node of a target took when it ran last. */
export function readLongNodes(options: LongNodesOptions): ReadonlyMap<UniqueId, number> {
  const found = read(options);
  return new Map(Object.hasOwn(found, options.target) ? Object.entries(found[options.target] ?? {}) : []);
}

/** Notes which of the nodes that just ran are long, and which are no longer. */
export function keepLongNodes(options: LongNodesOptions, results: readonly NodeResult[]): void {
  const known = readLongNodes(options);
  const now = new Map(known);
  for (const { node, status, executionTime } of results) {
    if (!MEASURED.has(status)) continue;
    if (executionTime >= LONG) now.set(node.uniqueId, Math.round(executionTime * 10) / 10);
    else now.delete(node.uniqueId);
  }
  if (now.size === known.size && [...now].every(([id, seconds]) => known.get(id) === seconds)) return;
  const all = { ...read(options), [options.target]: Object.fromEntries(now) };
  options.files.writeAtomic(pathOf(options.projectRoot), `${JSON.stringify(all, null, 1)}\n`);
}
