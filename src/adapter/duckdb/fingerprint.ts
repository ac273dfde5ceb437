import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Relation } from '../../domain/index.ts';
import type { Connection, Fingerprint } from '../contract.ts';
import { quotedRelation } from './quoted-name.ts';

/**
 * Adds up the hashes of all rows: equal rows do not cancel each other, and their order does not count. Undefined for what
 * is not there or cannot be read.
 */
export async function duckdbFingerprint(
  connection: Connection,
  relation: Relation,
): Promise<Fingerprint | undefined> {
  const table = quotedRelation(relation);
  try {
    const columns = await connection.execute(`describe ${table}`, { fetch: true });
    const shape = columns.rows.map(([name, type]) => [name, type]);
    const { rows } = await connection.execute(
      `select count(*), sum(hash(row_of_all)::hugeint)::varchar from ${table} as row_of_all`,
      { fetch: true },
    );
    const [count, sum] = rows[0] ?? [];
    return { rows: Number(count), content: JSON.stringify([shape, sum]) };
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}
