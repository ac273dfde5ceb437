import type { Shadow } from '../adapter/contract.ts';
import { sha256 } from '../base/index.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import type { Column, Relation, UniqueId } from '../domain/index.ts';

/** The tables of a shadow, each made when a query that reads it is bound. */
export interface Tables {
  /** A table that can be had from now on. Without columns there is none. */
  put(id: UniqueId, relation: Relation, columns: readonly Column[]): void;
  /** A hash of what a table is to those that read it; empty for what has no table. */
  shapeOf(id: UniqueId): string;
  make(ids: Iterable<UniqueId>): Promise<void>;
  /** Makes all that can be had; whether any was missing. */
  makeAll(): Promise<boolean>;
}

interface Table {
  readonly relation: Relation;
  readonly columns: readonly Column[];
  made: Promise<void> | null;
  /** Of what it is to its readers; empty until somebody asks. */
  shape: string;
}

async function define(shadow: Shadow, { relation, columns }: Table): Promise<void> {
  try {
    await shadow.define(relation, columns);
  } catch (error) {
    // Who reads it will say that it is not there.
    if (!(error instanceof DiagnosticError)) throw error;
  }
}

export function createTables(shadow: Shadow): Tables {
  const tables = new Map<UniqueId, Table>();
  const made = (table: Table): Promise<void> => {
    table.made ??= define(shadow, table);
    return table.made;
  };
  return {
    put(id, relation, columns) {
      if (columns.length > 0) tables.set(id, { relation, columns, made: null, shape: '' });
    },
    shapeOf(id) {
      const table = tables.get(id);
      if (table === undefined) return '';
      // Many queries read the same table: each would write all of its columns out again.
      if (table.shape === '')
        table.shape = sha256(
          JSON.stringify([table.relation, table.columns.map(({ name, type }) => [name, type])]),
        );
      return table.shape;
    },
    async make(ids) {
      const wanted = [...ids].flatMap((id) => tables.get(id) ?? []);
      await Promise.all(wanted.map(made));
    },
    async makeAll() {
      const missing = [...tables.values()].filter((each) => each.made === null);
      await Promise.all([...tables.values()].map(made));
      return missing.length > 0;
    },
  };
}
