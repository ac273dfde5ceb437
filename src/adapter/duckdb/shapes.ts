import type { Connection } from '../contract.ts';
import { duckdbDialect } from './dialect.ts';
import { quotedName } from './quoted-name.ts';

const { literal } = duckdbDialect;

interface MacroRow {
  readonly name: string;
  readonly isTable: boolean;
  readonly parameters: readonly string[];
  readonly definition: string;
}

const TYPES = `select database_name, schema_name, type_name, labels from duckdb_types()
where not internal and logical_type = 'ENUM'`;

const MACROS = `select database_name, schema_name, function_name, function_type = 'table_macro', parameters, macro_definition
from duckdb_functions() where not internal and function_type in ('macro', 'table_macro') and macro_definition is not null`;

function place(database: unknown, schema: unknown): readonly string[] {
  const path = `${quotedName(String(database))}.${quotedName(String(schema))}`;
  return [
    `attach if not exists ':memory:' as ${quotedName(String(database))}`,
    `create schema if not exists ${path}`,
  ];
}

/**
 * The catalog does not tell defaults of parameters. They stand as NULL, so that calls that leave them out can still be bound;
 * of overloaded macros each has its own number of parameters and needs none.
 */
function overload({ isTable, parameters, definition }: MacroRow, isAlone: boolean): string {
  const names = parameters.map((each) => (isAlone ? `${quotedName(each)} := null` : quotedName(each)));
  return `(${names.join(', ')}) as ${isTable ? `table ${definition}` : definition}`;
}

function macroStatements(rows: readonly (readonly unknown[])[]): readonly string[] {
  const groups = new Map<string, { readonly before: readonly string[]; readonly macros: MacroRow[] }>();
  for (const [database, schema, name, isTable, parameters, definition] of rows) {
    const path = [database, schema, name].map((each) => quotedName(String(each))).join('.');
    const group = groups.get(path) ?? { before: place(database, schema), macros: [] };
    groups.set(path, group);
    group.macros.push({
      name: path,
      isTable: isTable === true,
      parameters: (parameters as readonly string[] | null) ?? [],
      definition: String(definition),
    });
  }
  return [...groups].flatMap(([path, { before, macros }]) => {
    const bodies = macros.map((each) => overload(each, macros.length === 1));
    return [...before, `create or replace macro ${path}${bodies.join(', ')}`];
  });
}

/** Statements that make the enumerations and macros of a database again, in another one. */
export async function duckdbShapes(connection: Connection): Promise<readonly string[]> {
  const types = await connection.execute(TYPES, { fetch: true });
  const macros = await connection.execute(MACROS, { fetch: true });
  const enumerations = types.rows.flatMap(([database, schema, name, labels]) => {
    const words = ((labels as readonly string[] | null) ?? []).map(literal).join(', ');
    const path = [database, schema, name].map((each) => quotedName(String(each))).join('.');
    return [...place(database, schema), `create type ${path} as enum (${words})`];
  });
  return [...enumerations, ...macroStatements(macros.rows)];
}
