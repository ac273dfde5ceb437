import type { Relation } from '../../domain/index.ts';
import type { Dialect } from '../contract.ts';
import { quotedName } from './quoted-name.ts';

/** DuckDB's way of writing names: double quotes, all three parts. */
export const duckdbDialect: Dialect = Object.freeze({
  quote: quotedName,
  literal: (text: string) => `'${text.replaceAll("'", "''")}'`,
  render: ({ database, schema, identifier }: Relation) =>
    [database, schema, identifier]
      .filter((part): part is string => part !== null)
      .map(quotedName)
      .join('.'),
});
