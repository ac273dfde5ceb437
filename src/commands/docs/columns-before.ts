import type { Column, Node, Relation, UniqueId } from '../../domain/index.ts';
import type { Session } from '../session.ts';

export type ColumnsOf = (id: UniqueId) => readonly Column[] | undefined;

/** One text for a relation, however its name is written. */
export function relationKey({ database, schema, identifier }: Omit<Relation, 'type'>): string {
  return [database, schema, identifier].map((each) => (each ?? '').toLowerCase()).join('\n');
}

function relationOf({ database, schema, alias }: Node): Omit<Relation, 'type'> {
  return { database, schema, identifier: alias };
}

/** The columns that the catalog will most likely have, from one question to the database. Of what is not `selected` it has none. */
export async function columnsBefore(
  session: Session,
  selected: ReadonlySet<UniqueId> | null,
): Promise<ColumnsOf> {
  if (selected?.size === 0) return () => undefined;
  const adapter = await session.openAdapter();
  const connection = await adapter.connect('shapes');
  const tables = await adapter.tables(connection).finally(() => connection.close());
  const byRelation = new Map(tables.map(({ relation, columns }) => [relationKey(relation), columns]));
  const { nodes, sources } = session.manifest();
  return (id) => {
    if (selected?.has(id) === false) return undefined;
    const node = nodes.get(id);
    const relation = node === undefined ? sources.get(id) : relationOf(node);
    return relation === undefined ? undefined : byRelation.get(relationKey(relation));
  };
}
