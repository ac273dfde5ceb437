import type { Adapter, QueryOptions, QueryResult } from '../adapter/contract.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import type { Column, Relation } from '../domain/index.ts';
import type { CheckerOptions } from './contract.ts';
import { relationKey } from './relation-key.ts';

/** What is built, as far as it can be looked at. */
export interface BuiltFacts {
  /** `absent`: there is no database yet. `unreadable`: another program holds it, or it is broken. */
  readonly state: 'read' | 'absent' | 'unreadable';
  /** Why it cannot be read; null when it can. */
  readonly problem: string | null;
  readonly tables: ReadonlyMap<string, { readonly relation: Relation; readonly columns: readonly Column[] }>;
  /** Statements that make the database's own types and functions elsewhere. */
  readonly shapes: readonly string[];
}

/** The project's database, opened to be read while something asks, and let go of by `release`. */
export interface Built {
  /** The catalog; it is read again only after the file has changed. */
  facts(): Promise<BuiltFacts>;
  /** Throws a `DiagnosticError`, also when there is no database to ask. */
  query(sql: string, options?: QueryOptions): Promise<QueryResult>;
  release(): Promise<void>;
}

const NOTHING = { tables: new Map(), shapes: [] } as const;

async function readFacts(adapter: Adapter): Promise<BuiltFacts> {
  const connection = await adapter.connect('check');
  try {
    const tables = await adapter.tables(connection);
    return {
      state: 'read',
      problem: null,
      tables: new Map(tables.map((each) => [relationKey(each.relation), each])),
      shapes: await adapter.shapes(connection),
    };
  } finally {
    await connection.close();
  }
}

/** What the database is like without being opened: when this is the same, so is its catalog. */
function stampOf({ project, host, plugin }: CheckerOptions): string {
  const paths = plugin.filesOf?.(project.target.credentials, project.root) ?? [];
  return paths
    .map((path) => host.files.stat(path))
    .map((stat) => (stat === undefined ? '-' : `${stat.number} ${stat.size} ${stat.changedAt}`))
    .join('\n');
}

export function createBuilt(options: CheckerOptions): Built {
  const { project, plugin, host, sink } = options;
  let opening: Promise<Adapter | null> | undefined;
  let known: { readonly stamp: string; readonly facts: BuiltFacts } | undefined;
  const open = (): Promise<Adapter | null> => {
    const events = () => {};
    opening ??=
      plugin.openToRead?.({ project, target: project.target, host, sink, events }) ?? Promise.resolve(null);
    return opening;
  };
  const read = async (): Promise<BuiltFacts> => {
    try {
      const adapter = await open();
      return adapter === null ? { state: 'absent', problem: null, ...NOTHING } : await readFacts(adapter);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return { state: 'unreadable', problem: error.message, ...NOTHING };
    }
  };
  let reading: Promise<BuiltFacts> | undefined;
  return {
    facts() {
      reading ??= (async () => {
        const stamp = stampOf(options);
        if (known?.stamp === stamp && known.facts.state !== 'unreadable') return known.facts;
        const facts = await read();
        known = { stamp, facts };
        return facts;
      })();
      return reading;
    },
    async query(sql, query) {
      const adapter = await open();
      if (adapter === null) throw new Error('asked a database that is not there');
      const connection = await adapter.connect('check');
      try {
        await connection.execute('begin transaction read only');
        return await connection.execute(sql, query);
      } finally {
        await connection.close();
      }
    },
    async release() {
      reading = undefined;
      const adapter = await opening?.catch(() => null);
      opening = undefined;
      await adapter?.close();
    },
  };
}
