import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Relation, RelationType } from '../../domain/index.ts';
import type { Catalog, Connection } from '../contract.ts';

interface SchemaName {
  readonly database: string | null;
  readonly schema: string;
}

/** DuckDB compares names without regard to case. */
function schemaKey(database: string | null, schema: string | null): string {
  return `${database ?? ''}\n${schema ?? ''}`.toLowerCase();
}

function relationKey(relation: Relation): string {
  return (relation.identifier ?? '').toLowerCase();
}

function literal(text: string): string {
  return `'${text.toLowerCase().replaceAll("'", "''")}'`;
}

/**
 * Tables and views in one statement. The functions of the engine are read instead of `information_schema`: they are twice as
 * fast, and the filter is applied to the few rows that they give.
 */
function listingQuery(schemas: readonly SchemaName[]): string {
  const names = [...new Set(schemas.map((each) => literal(each.schema)))].join(', ');
  const source = (type: RelationType, from: string, name: string) =>
    `select database_name, schema_name, ${name}, '${type}' from ${from}() where not internal and not temporary and lower(schema_name) in (${names})`;
  return `${source('table', 'duckdb_tables', 'table_name')} union all ${source('view', 'duckdb_views', 'view_name')}`;
}

/** Whether a failed listing only says that an attached catalog has no schemas of this kind. */
function isEmptyCatalog(error: unknown): boolean {
  return error instanceof DiagnosticError && error.diagnostics.every((each) => each.code === 'D020');
}

/** What is known of the database: relations by schema. Everything that this process does is noted, nothing is asked twice. */
export function createDuckdbCatalog(): Catalog {
  const schemas = new Map<string, SchemaName>();
  const relations = new Map<string, Map<string, Relation>>();

  const shelf = (database: string | null, schema: string | null): Map<string, Relation> => {
    const key = schemaKey(database, schema);
    const known = relations.get(key);
    if (known !== undefined) return known;
    const fresh = new Map<string, Relation>();
    relations.set(key, fresh);
    if (schema !== null) schemas.set(key, { database, schema });
    return fresh;
  };

  const added = (relation: Relation): void => {
    shelf(relation.database, relation.schema).set(relationKey(relation), relation);
  };
  const dropped = (relation: Relation): void => {
    relations.get(schemaKey(relation.database, relation.schema))?.delete(relationKey(relation));
  };

  return {
    async load(connection: Connection, wanted: readonly SchemaName[]) {
      for (const { database, schema } of wanted) {
        relations.delete(schemaKey(database, schema));
        shelf(database, schema);
      }
      if (wanted.length === 0) return;
      const { rows } = await connection
        .execute(listingQuery(wanted), { fetch: true })
        .catch((error: unknown) => {
          if (isEmptyCatalog(error)) return { rows: [] };
          throw error;
        });
      for (const [database, schema, identifier, type] of rows as readonly (readonly string[])[]) {
        const key = schemaKey(database as string, schema as string);
        const named = schemas.get(key);
        if (named === undefined) continue;
        added({
          database: named.database,
          schema: schema as string,
          identifier: identifier as string,
          type: type as RelationType,
        });
      }
    },
    get: (relation) =>
      relations.get(schemaKey(relation.database, relation.schema))?.get(relationKey(relation)),
    list: (database, schema) => [...(relations.get(schemaKey(database, schema))?.values() ?? [])],
    added,
    dropped,
    renamed(from, to) {
      const type = relations.get(schemaKey(from.database, from.schema))?.get(relationKey(from))?.type;
      dropped(from);
      added({ ...to, type: to.type ?? type ?? from.type });
    },
    schemas: () => [...schemas.values()],
    all: () => [...relations.values()].flatMap((each) => [...each.values()]),
  };
}
