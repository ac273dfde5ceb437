import { join } from 'node:path';
import { ownValue } from '../../base/index.ts';
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

type Dict = Readonly<Record<string, unknown>>;

/** A file of its own: a run that is about to start has no time for the whole history. */
function pathOf(projectRoot: string): string {
  return join(projectRoot, '.sluice', 'long-nodes.json');
}

function asDict(value: unknown): Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Dict) : {};
}

/** Nodes with their seconds, by target. What cannot be read is as if it were not there: it only says what is better started first. */
function read({ files, projectRoot }: LongNodesOptions): Dict {
  const path = pathOf(projectRoot);
  if (!files.exists(path)) return {};
  try {
    return asDict(JSON.parse(files.readText(path)));
  } catch {
    return {};
  }
}

function secondsOf(all: Dict, target: string): ReadonlyMap<UniqueId, number> {
  const known = Object.entries(asDict(ownValue(all, target)));
  return new Map(known.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}

/** Seconds that each long node of a target took when it ran last. */
export function readLongNodes(options: LongNodesOptions): ReadonlyMap<UniqueId, number> {
  return secondsOf(read(options), options.target);
}

/** Notes which of the nodes that just ran are long, and which are no longer. */
export function keepLongNodes(options: LongNodesOptions, results: readonly NodeResult[]): void {
  const all = read(options);
  const known = secondsOf(all, options.target);
  const now = new Map(known);
  for (const { node, status, executionTime } of results) {
    if (!MEASURED.has(status)) continue;
    if (executionTime >= LONG) now.set(node.uniqueId, Math.round(executionTime * 10) / 10);
    else now.delete(node.uniqueId);
  }
  if (now.size === known.size && [...now].every(([id, seconds]) => known.get(id) === seconds)) return;
  const text = JSON.stringify({ ...all, [options.target]: Object.fromEntries(now) }, null, 1);
  options.files.writeAtomic(pathOf(options.projectRoot), `${text}\n`);
}
