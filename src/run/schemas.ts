import type { Adapter } from '../adapter/contract.ts';
import {
  createMacroScope,
  type NodeScope,
  type RunEnvironment,
  relationObject,
  relationTraits,
} from '../context/index.ts';
import { isEphemeral, type Macro, type Manifest, type Node } from '../domain/index.ts';
import { getAttribute, iterate, strOf } from '../jinja/index.ts';
import { builtInMacro } from './built-in-macro.ts';
import { isFlagSet } from './flags.ts';
import type { Session } from './session.ts';

export interface SchemaName {
  readonly database: string | null;
  readonly schema: string;
}

/** Whether a test writes the rows it finds: by its config, else by `--store-failures`. */
export function storesFailures(node: Node, environment: RunEnvironment): boolean {
  if (node.resourceType !== 'test') return false;
  const storeAs = node.config['store_failures_as'];
  if (typeof storeAs === 'string') return storeAs !== 'ephemeral';
  const configured = node.config['store_failures'];
  return typeof configured === 'boolean' ? configured : isFlagSet(environment.invocation, 'STORE_FAILURES');
}

/** Whether a node has a relation in the database. */
export function isRelational(node: Node, environment: RunEnvironment): boolean {
  if (node.resourceType === 'test') return storesFailures(node, environment);
  const kinds: readonly string[] = ['model', 'seed', 'snapshot', 'function'];
  return kinds.includes(node.resourceType) && !isEphemeral(node);
}

/** The distinct schemas of nodes, in the order in which they are met; names differing only by case are one. */
export function schemasOf(nodes: Iterable<Node>, environment: RunEnvironment): readonly SchemaName[] {
  const found = new Map<string, SchemaName>();
  for (const node of nodes) {
    if (!isRelational(node, environment)) continue;
    const key = schemaKey(node.database, node.schema);
    if (!found.has(key)) found.set(key, { database: node.database, schema: node.schema });
  }
  return [...found.values()];
}

function schemaKey(database: string | null, schema: string): string {
  return `${database ?? ''}\n${schema}`.toLowerCase();
}

async function existingSchemas(
  scope: NodeScope,
  environment: RunEnvironment,
  database: string | null,
): Promise<string[]> {
  const table = await scope.call(builtInMacro(environment, 'list_schemas'), [], { database });
  return iterate(getAttribute(table, 'rows')).map((row) => strOf(iterate(row)[0]));
}

/** Whether a project has its own `create_schema`, which may do more than that. */
function isOverridden({ library, plugin }: RunEnvironment, macro: Macro): boolean {
  const body = library.dispatch({
    macroName: macro.name,
    macroNamespace: 'dbt',
    packageName: macro.packageName,
  });
  return [macro, body].some(({ packageName }) => !plugin.macroPackages.includes(packageName));
}

export interface PrepareOptions {
  readonly environment: RunEnvironment;
  readonly session: Session;
  /** What will run. */
  readonly nodes: readonly Node[];
  /** Schemas whose relations the catalog has as they are now. */
  readonly known: readonly SchemaName[];
}

function without(schemas: readonly SchemaName[], known: readonly SchemaName[]): readonly SchemaName[] {
  const keys = new Set(known.map((each) => schemaKey(each.database, each.schema)));
  return schemas.filter((each) => !keys.has(schemaKey(each.database, each.schema)));
}

/** Schemas of which nothing says that they are there: one with a relation in it is. */
async function unseen(
  schemas: readonly SchemaName[],
  known: readonly SchemaName[],
  session: Session,
): Promise<readonly SchemaName[]> {
  if (known.length === 0) return schemas;
  const { adapter } = await session.open();
  const seen = known.filter(({ database, schema }) => adapter.catalog.list(database, schema).length > 0);
  return without(schemas, seen);
}

/**
 * Creates the schemas of the nodes that will run, where they are missing: one look per database, and `create_schema` for
 * each. One that a project wrote is called for schemas that are there as well, as dbt does with every one.
 */
export async function createSchemas({ environment, session, nodes, known }: PrepareOptions): Promise<void> {
  const create = builtInMacro(environment, 'create_schema');
  const isOwn = isOverridden(environment, create);
  const all = schemasOf(nodes, environment);
  const required = isOwn ? all : await unseen(all, known, session);
  if (required.length === 0) return;
  const scope = createMacroScope({ environment, database: session });
  const traits = relationTraits(environment.project, environment.plugin);
  const existing = new Set<string>();
  for (const database of new Set(required.map((each) => each.database))) {
    for (const schema of await existingSchemas(scope, environment, database)) {
      existing.add(schemaKey(database, schema));
    }
  }
  for (const { database, schema } of required) {
    if (!isOwn && existing.has(schemaKey(database, schema))) continue;
    const relation = relationObject(traits, { database, schema });
    await scope.call(create, [], { relation });
    const { connection } = await session.open();
    if (connection.inTransaction) await connection.commit();
  }
}

function cachedNodes(
  manifest: Manifest,
  environment: RunEnvironment,
  selected: readonly Node[],
): Iterable<Node> {
  return isFlagSet(environment.invocation, 'CACHE_SELECTED_ONLY') ? selected : manifest.nodes.values();
}

/** Loads what the catalog knows of all schemas of the project, once, so that no node has to ask. */
export async function loadCatalog({ environment, session, nodes, known }: PrepareOptions): Promise<Adapter> {
  const { adapter, connection } = await session.open();
  if (isFlagSet(environment.invocation, 'POPULATE_CACHE', true)) {
    const all = cachedNodes(environment.manifest, environment, nodes);
    await adapter.catalog.load(connection, without(schemasOf(all, environment), known));
  }
  return adapter;
}
