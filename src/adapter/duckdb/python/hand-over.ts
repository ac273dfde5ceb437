import { join } from 'node:path';
import type { Column } from '../../../domain/index.ts';
import type { Connection, PythonInput } from '../../contract.ts';
import { duckdbDialect } from '../dialect.ts';
import { quotedName } from '../quoted-name.ts';

/** Types whose values Parquet changes: they are written as text and read back from it. */
export const AS_TEXT = 'HUGEINT|BIGNUM|INTERVAL|\\bTIME WITH TIME ZONE';

/** A Parquet file with what is needed to read it as what it was written from. */
export interface HandedOver {
  readonly file: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
}

const { literal } = duckdbDialect;

async function describe(connection: Connection, from: string): Promise<readonly Column[]> {
  const { rows } = await connection.execute(`describe (select * from ${from}\n)`, { fetch: true });
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

function storedColumn({ name, type }: Column): string {
  const quoted = quotedName(name);
  return new RegExp(AS_TEXT).test(type) ? `cast(${quoted} as varchar) as ${quoted}` : quoted;
}

/** Writes what a model reads into a Parquet file. */
export async function handOver(
  connection: Connection,
  input: PythonInput,
  place: { readonly folder: string; readonly index: number },
): Promise<HandedOver> {
  const file = join(place.folder, `input-${place.index}.parquet`);
  const columns = await describe(connection, input.text);
  const what = columns.map(storedColumn).join(', ');
  await connection.execute(`copy (select ${what} from ${input.text}\n) to ${literal(file)} (format parquet)`);
  return { file, columns: columns.map(({ name, type }) => [name, type] as const) };
}

/** The query that reads a file with the types that its rows had. */
export function readBackSql({ file, columns }: HandedOver): string {
  const shown = columns.map(([name, type]) => `cast(${quotedName(name)} as ${type}) as ${quotedName(name)}`);
  return `select ${shown.join(', ')} from read_parquet(${literal(file)})`;
}
