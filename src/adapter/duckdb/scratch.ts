import type { Connection, Scratch, ScratchName } from '../contract.ts';
import { quotedName } from './quoted-name.ts';

/** An empty database in memory beside those of the target; the whole instance knows it by its name. */
export async function duckdbScratch(
  connection: Connection,
  { name: database, schema }: ScratchName,
): Promise<Scratch> {
  await connection.execute(`attach ':memory:' as ${quotedName(database)}`);
  await connection.execute(`create schema if not exists ${quotedName(database)}.${quotedName(schema)}`);
  return {
    database,
    drop: async () => {
      await connection.execute(`detach ${quotedName(database)}`);
    },
  };
}
