import type { Adapter } from '../../adapter/contract.ts';
import {
  createMacroScope,
  informationSchema,
  type NodeScope,
  type RunEnvironment,
  relationObject,
  relationTraits,
} from '../../context/index.ts';
import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Node, SourceDefinition } from '../../domain/index.ts';
import { getAttribute, iterate, toPlain } from '../../jinja/index.ts';
import { builtInMacro } from '../built-in-macro.ts';
import { createConnectionPool } from '../connection-pool.ts';
import { plainErrorText } from '../failure.ts';
import { isRelational } from '../schemas.ts';
import { createSession } from '../session.ts';

/** One column of one relation, under the names that the macro `get_catalog` gives: `table_schema`, `column_type`, ... */
export type CatalogRow = Readonly<Record<string, unknown>>;

export interface CatalogAnswer {
  readonly rows: readonly CatalogRow[];
  /** One text per database that could not be read. */
  readonly errors: readonly string[];
}

export interface ReadCatalogOptions {
  readonly environment: RunEnvironment;
  readonly openAdapter: () => Promise<Adapter>;
  /** Only these nodes and sources; null for all. */
  readonly selected: ReadonlySet<string> | null;
}

interface Place {
  readonly uniqueId: string;
  readonly database: string | null;
  readonly schema: string;
  readonly identifier: string;
}

/** dbt asks for single relations as long as there are few of them. */
const MAX_RELATIONS = 100;

function places({ environment }: ReadCatalogOptions): readonly Place[] {
  const { manifest } = environment;
  const ofNode = ({ uniqueId, database, schema, alias }: Node): Place => ({
    uniqueId,
    database,
    schema,
    identifier: alias,
  });
  const ofSource = (source: SourceDefinition): Place => source;
  return [
    ...[...manifest.nodes.values()].filter((node) => isRelational(node, environment)).map(ofNode),
    ...[...manifest.sources.values()].map(ofSource),
  ];
}

function byDatabase(all: readonly Place[]): ReadonlyMap<string, readonly Place[]> {
  const groups = new Map<string, Place[]>();
  for (const each of all) {
    const key = (each.database ?? '').toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return groups;
}

function rowsOf(table: unknown): readonly CatalogRow[] {
  const names = iterate(getAttribute(table, 'column_names')).map(String);
  return iterate(getAttribute(table, 'rows')).map((row) => {
    const values = iterate(row).map(toPlain);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
  });
}

interface Question {
  readonly scope: NodeScope;
  readonly environment: RunEnvironment;
  readonly places: readonly Place[];
  readonly isSelected: boolean;
}

async function askDatabase({ scope, environment, places: here, isSelected }: Question) {
  const traits = relationTraits(environment.project, environment.plugin);
  const relations = here.map((each) => relationObject(traits, each));
  const [first] = relations;
  if (first === undefined) return [];
  const information_schema = informationSchema(first, null);
  const isByRelation = isSelected && here.length <= MAX_RELATIONS;
  const name = isByRelation ? 'get_catalog_relations' : 'get_catalog';
  const schemas = [...new Set(here.map((each) => each.schema.toLowerCase()))];
  const about = isByRelation ? { relations } : { schemas };
  const table = await scope.call(builtInMacro(environment, name), [], { information_schema, ...about });
  return rowsOf(table);
}

function lower(value: unknown): string {
  return value === null || value === undefined ? '' : String(value).toLowerCase();
}

function key(...parts: readonly unknown[]): string {
  return parts.map(lower).join('\n');
}

/**
 * What the database knows of the project's relations, by the macros `get_catalog` and `get_catalog_relations`, which projects
 * may override. A database that cannot be read is an error text and no rows.
 */
export async function readCatalog(options: ReadCatalogOptions): Promise<CatalogAnswer> {
  const { environment, selected } = options;
  const all = places(options);
  const wanted = selected === null ? all : all.filter((each) => selected.has(each.uniqueId));
  const pool = createConnectionPool(options.openAdapter);
  const session = createSession({ environment, pool, name: 'generate_catalog' });
  const scope = createMacroScope({ environment, database: session });
  const used = new Set(all.map((each) => key(each.database, each.schema)));
  const named = selected && new Set(wanted.map((each) => key(each.database, each.schema, each.identifier)));
  const rows: CatalogRow[] = [];
  const errors: string[] = [];
  try {
    for (const group of byDatabase(wanted).values()) {
      const question = { scope, environment, places: group, isSelected: selected !== null };
      try {
        rows.push(...(await askDatabase(question)));
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        errors.push(error.diagnostics.map(plainErrorText).join('\n'));
      }
    }
  } finally {
    await session.settle();
    await session.close();
    await pool.close();
  }
  const isWanted = (row: CatalogRow) => {
    const { table_database: database, table_schema: schema, table_name: table } = row;
    return used.has(key(database, schema)) && (named?.has(key(database, schema, table)) ?? true);
  };
  return { rows: rows.filter(isWanted), errors };
}
