import type { Relation } from '../../domain/index.ts';
import type { Dialect } from '../contract.ts';

/** As dbt writes them: a quotation mark inside is not doubled, so that names which bring their own reach the engine alike. */
function quote(identifier: string): string {
  return `"${identifier}"`;
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
