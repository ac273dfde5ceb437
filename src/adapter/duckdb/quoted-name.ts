import type { Relation } from '../../domain/index.ts';

/** A name as SQL has it, whatever it holds. For names of the catalog; what templates quote is left as dbt leaves it. */
export function quotedName(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** All parts of a relation's name, each quoted. */
export function quotedRelation({ database, schema, identifier }: Relation): string {
  const parts = [database, schema, identifier].filter((part) => part !== null);
  return parts.map(quotedName).join('.');
}
