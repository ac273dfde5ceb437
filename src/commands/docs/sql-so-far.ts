import type { UniqueId } from '../../domain/index.ts';

/** SQL that becomes known while a project is compiled. */
export interface SqlSoFar {
  /** The SQL of a node as soon as it is known. */
  of(id: UniqueId): Promise<string | null>;
  put(id: UniqueId, sql: string | null): void;
  /** Nothing more will be put: `rest` answers whatever was not. */
  end(rest: (id: UniqueId) => string | null): void;
}

export function createSqlSoFar(): SqlSoFar {
  const known = new Map<UniqueId, string | null>();
  const waiting = new Map<UniqueId, (sql: string | null) => void>();
  let restOf: ((id: UniqueId) => string | null) | undefined;
  return {
    of(id) {
      const sql = known.get(id);
      if (sql !== undefined) return Promise.resolve(sql);
      if (restOf !== undefined) return Promise.resolve(restOf(id));
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    put(id, sql) {
      known.set(id, sql);
      waiting.get(id)?.(sql);
      waiting.delete(id);
    },
    end(rest) {
      restOf = rest;
      for (const [id, answer] of waiting) answer(rest(id));
      waiting.clear();
    },
  };
}
