import type { UniqueId } from '../../domain/index.ts';
import { type SchemaName, schemasOf } from '../../run/index.ts';
import type { Generation } from '../contract.ts';
import type { WatchDatabase } from '../database.ts';
import { type BuildTarget, reachOf } from './build-changes.ts';

/** The database on its way, while a check goes on. */
export interface Preparation {
  /** Schemas whose relations are known as they are now; empty where that could not be found out. */
  known(): Promise<readonly SchemaName[]>;
  /** Resolves once nothing of this goes on; what was not begun stays undone. */
  end(): Promise<void>;
}

export interface PrepareOptions {
  readonly database: WatchDatabase;
  readonly generation: Generation;
  /** What is likely to be built. */
  readonly target: BuildTarget;
  readonly signal: AbortSignal;
}

/** Cores with which the database is opened beside a check without the check taking longer. */
const CORES = 4;
/** With fewer cores, so many nodes to be checked have them for themselves: the verdict is waited for first. */
const MANY = 30;

/** Whether the database is better opened once there is a verdict. */
export function isBetterLater({ graph }: Generation, nodes: Iterable<UniqueId>, cores: number): boolean {
  return cores < CORES && graph.descendants(nodes).size > MANY;
}

async function lookUp({ database, generation, target, signal }: PrepareOptions) {
  const adapter = await database.open(generation.project, signal);
  const nodes = [...reachOf(generation, target)].flatMap((id) => generation.manifest.nodes.get(id) ?? []);
  const schemas = schemasOf(nodes, generation.environment([]));
  const connection = await adapter.connect('watch');
  try {
    await adapter.catalog.load(connection, schemas);
  } finally {
    await connection.close();
  }
  return schemas;
}

/** Opens the database and looks up what it has: that takes a while, and mostly it is needed as soon as there is a verdict. */
export function prepare(options: PrepareOptions): Preparation {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  let isWanted = true;
  let looking: Promise<readonly SchemaName[]> | undefined;
  const begin = () => {
    if (isWanted && !signal.aborted) looking = lookUp({ ...options, signal }).catch(() => []);
  };
  // The check puts its first questions before: beginning with this would keep them waiting.
  setImmediate(() => setImmediate(begin));
  return {
    async known() {
      // What is not begun by now would come in between.
      isWanted = false;
      return (await looking) ?? [];
    },
    async end() {
      isWanted = false;
      // Nobody waits for a database that another program holds and that is not needed.
      ending.abort();
      await looking;
    },
  };
}
