import type { Relation } from '../../domain/index.ts';
import type { Dialect } from '../contract.ts';

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** DuckDB's way of writing names: double quotes, all three parts. */
export const duckdbDialect: Dialect = Object.freeze({
  quote,
  literal: (text: string) => `'${text.replaceAll("'", "''")}'`,
  render: ({ database, schema, identifier }: Relation) =>
    [database, schema, identifier]
      .filter((part): part is string => part !== null)
      .map(quote)
      .join('.'),
});
