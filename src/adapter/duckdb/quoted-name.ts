import type { Relation } from '../../domain/index.ts';

/** A name as SQL has it, whatever it holds: a quotation mark inside is doubled, so that no name ends before its end. */
export function quotedName(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** All parts of a relation's name, each quoted. */
export function quotedRelation({ database, schema, identifier }: Relation): string {
  const parts = [database, schema, identifier].filter((part) => part !== null);
  return parts.map(quotedName).join('.');
}
