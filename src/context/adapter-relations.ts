import { DiagnosticError } from '../diagnostics/index.ts';
import type { Relation } from '../domain/index.ts';
import { classOf, getItem, iterate, raise, strOf, typeNameOf, Undefined } from '../jinja/index.ts';
import type { RunAdapterOptions } from './adapter-options.ts';
import { failAdapter, failTemplate } from './context-errors.ts';
import type { MethodTable } from './method-table.ts';
import { pythonFunction } from './python-call.ts';
import { failOnApproximateMatch, informationSchema, withoutIdentifier } from './relation-attributes.ts';
import { RelationObject, relationObject } from './relation-object.ts';
import { QUOTE_ALL } from './relation-state.ts';

/** A relation argument, or dbt's complaint that it is none. */
export function relationArgument(value: unknown, method: string, argument: string): RelationObject {
  if (value instanceof RelationObject) return value;
  const shown = value instanceof Undefined ? '' : strOf(value);
  return failAdapter(
    `'adapter.${method}' expects argument '${argument}' to be of type '<class 'dbt.adapters.duckdb.relation.DuckDBRelation'>', instead got ${shown} (${classOf(value)})`,
  );
}

/** Calls a macro by the name that dbt's adapter uses. */
function callMacro(
  options: RunAdapterOptions,
  name: string,
  keywords: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const macro = options.environment.library.findAnywhere(name);
  if (macro !== undefined) return options.callMacro(macro, keywords);
  const dbtMessage = `dbt could not find a macro with the name "${name}" in any package`;
  return failTemplate('J113', dbtMessage, { dbtMessage });
}

const isMissingRelation = (error: unknown): boolean =>
  error instanceof DiagnosticError && error.message.toLowerCase().includes('does not exist');

interface Wanted {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string | null;
}

const textOrNull = (value: unknown): string | null =>
  value === null || value instanceof Undefined ? null : strOf(value);

/** `get_relation`: the catalog's entry with exactly these names. Names that differ only in case end the template, as in dbt. */
async function getRelation(options: RunAdapterOptions, wanted: Wanted): Promise<RelationObject | null> {
  const { traits, database } = options;
  const { adapter, connection } = await database.open();
  const schema = wanted.schema ?? '';
  await adapter.catalog.ensure(connection, { database: wanted.database, schema });
  const found = adapter.catalog.get({ ...wanted, schema, type: null });
  if (found === undefined) return null;
  const first = relationObject(traits, found, { quotePolicy: QUOTE_ALL });
  const folds = (part: keyof Wanted, a: string | null) =>
    traits.quoting[part] ? a : (a?.toLowerCase() ?? null);
  const differs = (['database', 'schema', 'identifier'] as const).some(
    (part) => folds(part, first.state.path[part]) !== folds(part, wanted[part]),
  );
  return differs ? failOnApproximateMatch(first, { ...wanted }) : first;
}

function nullRelation(value: unknown): boolean {
  return value === null || value instanceof Undefined;
}

const catalogOf = async ({ database }: RunAdapterOptions) => (await database.open()).adapter.catalog;
const nameOf = async ({ database }: RunAdapterOptions) => (await database.open()).connection.name;
const known = (value: unknown, verb: string): RelationObject =>
  relationArgument(value, `cache_${verb}`, 'relation');

async function failOnNullRename(options: RunAdapterOptions, from: unknown, to: unknown): Promise<void> {
  if (!nullRelation(from) && !nullRelation(to)) return;
  const shown = (value: unknown) => (nullRelation(value) ? 'null relation' : strOf(value));
  failAdapter(`Attempted to rename ${shown(from)} to ${shown(to)} for ${await nameOf(options)}`);
}

/** Methods that keep the catalog true without asking the engine. */
export const CACHE_METHODS: MethodTable<RunAdapterOptions> = {
  cache_added: (options) =>
    pythonFunction('BaseAdapter.cache_added', ['relation'], async (relation) => {
      if (nullRelation(relation))
        failAdapter(`Attempted to cache a null relation for ${await nameOf(options)}`);
      (await catalogOf(options)).added(known(relation, 'added').relation);
      return '';
    }),
  cache_dropped: (options) =>
    pythonFunction('BaseAdapter.cache_dropped', ['relation'], async (relation) => {
      if (nullRelation(relation))
        failAdapter(`Attempted to drop a null relation for ${await nameOf(options)}`);
      (await catalogOf(options)).dropped(known(relation, 'dropped').relation);
      return '';
    }),
  cache_renamed: (options) =>
    pythonFunction('BaseAdapter.cache_renamed', ['from_relation', 'to_relation'], async (from, to) => {
      await failOnNullRename(options, from, to);
      (await catalogOf(options)).renamed(known(from, 'renamed').relation, known(to, 'renamed').relation);
      return '';
    }),
};

/** The columns of a relation through the macro `get_columns_in_relation`; none when it does not exist. */
export function columnsInRelation(options: RunAdapterOptions, relation: unknown): Promise<unknown> {
  return callMacro(options, 'get_columns_in_relation', { relation }).catch((error: unknown) => {
    if (isMissingRelation(error)) return [];
    throw error;
  });
}

async function commitIfOpen({ database }: RunAdapterOptions): Promise<void> {
  const { connection } = await database.open();
  if (connection.inTransaction) await connection.commit();
}

const sameSchema = (schema: RelationObject, each: Relation): boolean =>
  (each.schema ?? '').toLowerCase() === (schema.state.path.schema ?? '').toLowerCase() &&
  (each.database ?? '').toLowerCase() === (schema.state.path.database ?? '').toLowerCase();

/** Methods about relations and schemas. Like dbt's, they go through macros that projects may override. */
export const RELATION_METHODS: MethodTable<RunAdapterOptions> = {
  get_relation: (options) =>
    pythonFunction(
      'BaseAdapter.get_relation',
      ['database', 'schema', 'identifier'],
      (base, schema, identifier) =>
        getRelation(options, {
          database: textOrNull(base),
          schema: textOrNull(schema),
          identifier: textOrNull(identifier),
        }),
    ),
  already_exists: (options) =>
    pythonFunction('BaseAdapter.already_exists', ['schema', 'name'], async (schema, name) => {
      const { target } = options.environment.project;
      const wanted = { database: target.database, schema: textOrNull(schema), identifier: textOrNull(name) };
      return (await getRelation(options, wanted)) !== null;
    }),
  get_columns_in_relation: (options) =>
    pythonFunction('DuckDBAdapter.get_columns_in_relation', ['relation'], (relation) =>
      columnsInRelation(options, relation),
    ),
  get_columns_in_table: (options) =>
    pythonFunction('BaseAdapter.get_columns_in_table', ['schema', 'identifier'], (schema, identifier) =>
      columnsInRelation(
        options,
        relationObject(options.traits, {
          database: options.environment.project.target.database,
          schema: textOrNull(schema),
          identifier: textOrNull(identifier),
        }),
      ),
    ),
  get_missing_columns: (options) =>
    pythonFunction('BaseAdapter.get_missing_columns', ['from_relation', 'to_relation'], async (from, to) => {
      relationArgument(from, 'get_missing_columns', 'from_relation');
      relationArgument(to, 'get_missing_columns', 'to_relation');
      const nameOf = (column: unknown) => strOf(getItem(column, 'name'));
      const present = new Set([...iterate(await columnsInRelation(options, to))].map(nameOf));
      return [...iterate(await columnsInRelation(options, from))].filter(
        (column) => !present.has(nameOf(column)),
      );
    }),
  expand_target_column_types: (_options) =>
    pythonFunction('BaseAdapter.expand_target_column_types', ['from_relation', 'to_relation'], (from, to) => {
      // Text has no length to expand here; only the arguments are checked.
      relationArgument(from, 'expand_target_column_types', 'from_relation');
      relationArgument(to, 'expand_target_column_types', 'to_relation');
      return null;
    }),
  drop_relation: (options) =>
    pythonFunction('SQLAdapter.drop_relation', ['relation'], async (value) => {
      if (!(value instanceof RelationObject))
        return raise('AttributeError', `'${typeNameOf(value)}' object has no attribute 'type'`);
      const relation = value;
      if (relation.state.type === null) {
        failAdapter(`Tried to drop relation ${relation}, but its type is null.`);
      }
      (await catalogOf(options)).dropped(relation.relation);
      await callMacro(options, 'drop_relation', { relation });
      return null;
    }),
  truncate_relation: (options) =>
    pythonFunction('SQLAdapter.truncate_relation', ['relation'], async (relation) => {
      await callMacro(options, 'truncate_relation', { relation });
      return null;
    }),
  rename_relation: (options) =>
    pythonFunction('SQLAdapter.rename_relation', ['from_relation', 'to_relation'], async (from, to) => {
      await failOnNullRename(options, from, to);
      const [source, target] = [
        relationArgument(from, 'rename_relation', 'from_relation'),
        relationArgument(to, 'rename_relation', 'to_relation'),
      ];
      (await catalogOf(options)).renamed(source.relation, target.relation);
      await callMacro(options, 'rename_relation', { from_relation: source, to_relation: target });
      return null;
    }),
  create_schema: (options) =>
    pythonFunction('SQLAdapter.create_schema', ['relation'], async (value) => {
      const relation = withoutIdentifier(relationArgument(value, 'create_schema', 'relation'));
      await callMacro(options, 'create_schema', { relation });
      await commitIfOpen(options);
      return null;
    }),
  drop_schema: (options) =>
    pythonFunction('SQLAdapter.drop_schema', ['relation'], async (value) => {
      const relation = withoutIdentifier(relationArgument(value, 'drop_schema', 'relation'));
      await callMacro(options, 'drop_schema', { relation });
      await commitIfOpen(options);
      const catalog = await catalogOf(options);
      for (const each of catalog.all()) if (sameSchema(relation, each)) catalog.dropped(each);
      return null;
    }),
  check_schema_exists: (options) =>
    pythonFunction('SQLAdapter.check_schema_exists', ['database', 'schema'], async (base, schema) => {
      const about = relationObject(options.traits, {
        database: textOrNull(base),
        schema: textOrNull(schema),
      });
      const information_schema = informationSchema(about, null);
      const table = await callMacro(options, 'check_schema_exists', { information_schema, schema });
      const [row] = [...iterate(table)];
      return Number(strOf(getItem(row, 0))) > 0;
    }),
};
