import type { Checker } from '../check/index.ts';
import type { ChangedNode, ChangeReason, Project, UniqueId } from '../domain/index.ts';
import { type Bell, createBell } from './bell.ts';
import type { Downstream, Generation, WatchWorld } from './contract.ts';
import { createWatchDatabase, type WatchDatabase } from './database.ts';
import type { FileChange } from './files/file-ledger.ts';
import { createPending, type Pending } from './pending.ts';
import { createStandingFailures, type StandingFailures } from './standing-failures.ts';
import { createUsualTimes, type UsualTimes } from './usual-times.ts';

/** Something that was asked for by a key. */
export interface Request {
  readonly nodes: ReadonlySet<UniqueId>;
  readonly tests: ReadonlySet<UniqueId>;
  readonly downstream: Downstream;
  /** Built although something would break. */
  readonly isForced: boolean;
}

/** What is being built now. */
export interface Running {
  readonly controller: AbortController;
  /** Everything that it may build or test. */
  reach: ReadonlySet<UniqueId>;
  isBuilding: boolean;
}

/** What of the newest saves was not told yet. */
export interface Untold {
  readonly nodes: Map<UniqueId, readonly ChangeReason[]>;
  readonly macros: Map<string, number>;
  /** When the first of them was seen, in milliseconds of the monotonic clock. */
  since: number | null;
  /** Nodes that are gone, by their ids. */
  readonly removed: Map<UniqueId, ChangedNode>;
}

/** The live things of one watching. Only the room's own steps change it. */
export interface WatchState {
  readonly world: WatchWorld;
  readonly downstream: Downstream;
  readonly bell: Bell;
  readonly pending: Pending;
  readonly failures: StandingFailures;
  /** Nodes with an error that the last check found. */
  readonly errors: Set<UniqueId>;
  readonly usual: UsualTimes;
  readonly database: WatchDatabase;
  readonly untold: Untold;
  generation: Generation;
  /** What is compared with: the project as it was before anything was saved. */
  base: Generation;
  checker: Checker | undefined;
  /** What the checker was opened for. */
  checkedProject: Project | undefined;
  /** Whether the checker has seen the project as a whole. */
  isSurveyed: boolean;
  /** Files that were saved since the project could last be read. */
  unread: FileChange[];
  isProjectUnread: boolean;
  running: Running | undefined;
  request: Request | undefined;
  /** Looks into the database, once nothing is built. */
  readonly looks: (() => Promise<void>)[];
  /** The nodes of the last change, for keys that go on from there. */
  lastChanged: ReadonlySet<UniqueId>;
  /** What could not be read must be told at the next rest. */
  owesRest: boolean;
  /** Writes of runs that wait for a rest, in their order. */
  readonly unwritten: (() => Promise<void>)[];
  /** Writes the artifacts of the last run, step by step. */
  record: (() => Iterable<void>) | undefined;
  isStopped: boolean;
}

export function createWatchState(options: {
  readonly world: WatchWorld;
  readonly downstream: Downstream;
  readonly first: Generation;
}): WatchState {
  const { world, downstream, first } = options;
  const { host, events } = world;
  return {
    world,
    downstream,
    bell: createBell(),
    pending: createPending(),
    failures: createStandingFailures(() => host.clock.now()),
    errors: new Set(),
    usual: createUsualTimes({
      files: host.files,
      root: first.project.root,
      target: first.project.target.name,
    }),
    database: createWatchDatabase({
      clock: host.clock,
      openAdapter: (project) => world.openAdapter(project),
      onWaiting: (diagnostic) => events({ type: 'watchWaiting', diagnostic }),
    }),
    untold: { nodes: new Map(), macros: new Map(), since: null, removed: new Map() },
    generation: first,
    base: first,
    checker: undefined,
    checkedProject: undefined,
    isSurveyed: false,
    unread: [],
    isProjectUnread: false,
    running: undefined,
    request: undefined,
    looks: [],
    lastChanged: new Set(),
    owesRest: false,
    unwritten: [],
    record: undefined,
    isStopped: false,
  };
}
