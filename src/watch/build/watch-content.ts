import type { Fingerprint } from '../../adapter/contract.ts';
import type { EventSink, Node, Relation, UniqueId } from '../../domain/index.ts';
import type { Clock } from '../../host/index.ts';
import type { AroundNode } from '../../run/index.ts';
import type { WatchWorld } from '../contract.ts';

type Execution = Parameters<AroundNode>[0];
type Executed = Awaited<ReturnType<AroundNode>>;

/** What a node holds before and after it is built, and what is told of the difference. */
export interface Content {
  before(execution: Execution): Promise<Before>;
  /** Whether the node holds what it held before. Tells what is new about it when it is to be shown. */
  after(outcome: Outcome): Promise<boolean>;
}

export interface Before {
  /** Undefined for what is not there yet, and for views: they are not read for this. */
  readonly fingerprint: Fingerprint | undefined;
  readonly started: number;
}

export interface Outcome {
  readonly execution: Execution;
  readonly executed: Executed;
  readonly before: Before;
  /** Whether this is a node that was changed itself. */
  readonly isShown: boolean;
}

export interface ContentOptions {
  readonly clock: Clock;
  readonly events: EventSink;
  readonly preview: WatchWorld['preview'];
  /** Seconds that a node usually takes; null when it never ran. */
  readonly usual: (id: UniqueId) => number | null;
}

/** Rows of a preview. */
const ROWS = 5;

const READ: ReadonlySet<string> = new Set(['table', 'incremental', 'seed', 'snapshot']);

function relationOf({ database, schema, alias }: Node): Relation {
  return { database, schema, identifier: alias, type: null };
}

function isRead({ resourceType, config }: Node): boolean {
  return resourceType === 'seed' || resourceType === 'snapshot' || READ.has(config.materialized ?? 'view');
}

export function createContent(options: ContentOptions): Content {
  const { clock, events, usual } = options;

  const fingerprintOf = async ({ session, node }: Execution): Promise<Fingerprint | undefined> => {
    if (!isRead(node)) return undefined;
    const { adapter, connection } = await session.open();
    return adapter.fingerprint(connection, relationOf(node));
  };

  const previewOf = async ({ session, node }: Execution) => {
    if (node.relationName === null || node.resourceType === 'function') return null;
    const { connection } = await session.open();
    const sql = `select * from ${node.relationName} limit ${ROWS}`;
    // A view that cannot be read was built all the same; whoever reads it will say so.
    const rows = await connection.execute(sql, { fetch: true }).catch(() => undefined);
    return rows === undefined ? null : options.preview(rows);
  };

  return {
    async before(execution) {
      const fingerprint = await fingerprintOf(execution);
      return { fingerprint, started: clock.monotonic() };
    },
    async after({ execution, executed, before, isShown }) {
      const seconds = (clock.monotonic() - before.started) / 1000;
      const { node } = execution;
      const now = await fingerprintOf(execution);
      const { fingerprint: earlier } = before;
      const isKnown = now !== undefined && earlier !== undefined;
      const isSameContent = isKnown ? now.content === earlier.content : null;
      const preview = isShown ? await previewOf(execution) : null;
      events({
        type: 'watchBuilt',
        node,
        rows: now?.rows ?? executed.rows,
        rowsBefore: earlier?.rows ?? null,
        isSameContent,
        seconds,
        usual: usual(node.uniqueId),
        preview,
      });
      return isSameContent === true;
    },
  };
}
