import type { RunEnvironment } from '../context/index.ts';
import { isEphemeral, type Node, type Relation, type SourceDefinition } from '../domain/index.ts';

/** Names compare without regard to case. */
export function relationKey({ database, schema, identifier }: Omit<Relation, 'type'>): string {
  return [database, schema, identifier].map((each) => (each ?? '').toLowerCase()).join('\n');
}

/** Where SQL finds a node or source: its own relation; for an ephemeral model the name that stands in SQL for it. */
export function placeOf(subject: Node | SourceDefinition, { project }: RunEnvironment): Relation {
  if (subject.resourceType === 'source') {
    const { database, schema, identifier } = subject;
    return { database, schema, identifier, type: 'table' };
  }
  const { database, schema, alias } = subject;
  if (!isEphemeral(subject)) return { database, schema, identifier: alias, type: 'table' };
  const { target } = project;
  const identifier = `__dbt__cte__${alias}`;
  return { database: target.database, schema: target.schema, identifier, type: 'table' };
}
