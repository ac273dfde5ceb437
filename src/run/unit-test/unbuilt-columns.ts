import { analyzeProject } from '../../analyze/index.ts';
import { compileNode } from '../../compile/index.ts';
import {
  externalLocation,
  type ResolvedInput,
  type RunEnvironment,
  seedColumns,
} from '../../context/index.ts';
import { DiagnosticError } from '../../diagnostics/index.ts';
import {
  type Column,
  isEphemeral,
  type Manifest,
  type Node,
  type Relation,
  type SourceDefinition,
  type UniqueId,
} from '../../domain/index.ts';
import type { Session } from '../session.ts';

type Columns = readonly Column[];

/** What is known of the things upstream of an input. */
interface Upstream {
  /** Parents before children. */
  readonly order: readonly UniqueId[];
  readonly parents: ReadonlyMap<UniqueId, readonly UniqueId[]>;
  readonly columns: ReadonlyMap<UniqueId, Columns>;
  readonly sql: ReadonlyMap<UniqueId, string>;
}

export interface UnbuiltColumnsOptions {
  /** The environment of the project, not that of the unit test. */
  readonly environment: RunEnvironment;
  readonly session: Session;
  readonly inputs: readonly ResolvedInput[];
}

type Subject = Node | SourceDefinition;

function relationOf(subject: Subject): Relation | null {
  const { database, schema } = subject;
  if (subject.resourceType === 'source')
    return { database, schema, identifier: subject.identifier, type: null };
  return isEphemeral(subject) ? null : { database, schema, identifier: subject.alias, type: null };
}

/** The columns that the database has of a thing; none where it is not built. */
async function builtColumns(subject: Subject, session: Session): Promise<Columns> {
  const relation = relationOf(subject);
  if (relation === null) return [];
  const { adapter, connection } = await session.open();
  return adapter.columnsOf(connection, relation);
}

const subjectOf = (manifest: Manifest, id: UniqueId): Subject | undefined =>
  manifest.nodes.get(id) ?? manifest.sources.get(id);

function ofSeed(node: Node, environment: RunEnvironment): Columns {
  try {
    return node.resourceType === 'seed' ? seedColumns({ environment, node }) : [];
  } catch {
    return [];
  }
}

/** The SQL of a node with ephemeral models left as names; undefined when it cannot be compiled without what is not built. */
async function bareSql(
  node: Node,
  { environment, session }: UnbuiltColumnsOptions,
): Promise<string | undefined> {
  if (node.language !== 'sql' || node.resourceType === 'seed') return undefined;
  try {
    const compiled = await compileNode({ node, environment, database: session, injectCtes: false });
    return compiled.compiledCode;
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** Collects what the given things are made of, up to what the database has. */
async function collectUpstream(ids: readonly UniqueId[], options: UnbuiltColumnsOptions): Promise<Upstream> {
  const { environment, session } = options;
  const order: UniqueId[] = [];
  const parents = new Map<UniqueId, readonly UniqueId[]>();
  const columns = new Map<UniqueId, Columns>();
  const sql = new Map<UniqueId, string>();
  const visit = async (id: UniqueId): Promise<void> => {
    const subject = subjectOf(environment.manifest, id);
    if (subject === undefined || parents.has(id)) return;
    const built = await builtColumns(subject, session);
    const node = built.length > 0 || subject.resourceType === 'source' ? null : subject;
    const above = node?.dependsOn.nodes ?? [];
    parents.set(id, above);
    for (const each of above) await visit(each);
    order.push(id);
    const own = node === null ? built : ofSeed(node, environment);
    if (own.length > 0) columns.set(id, own);
    const text = node === null ? undefined : await bareSql(node, options);
    if (text !== undefined) sql.set(id, text);
  };
  for (const id of ids) await visit(id);
  return { order, parents, columns, sql };
}

function externalOf(source: SourceDefinition): string | null {
  try {
    return externalLocation(source);
  } catch {
    return null;
  }
}

async function bind(
  ids: readonly UniqueId[],
  options: UnbuiltColumnsOptions,
): Promise<ReadonlyMap<UniqueId, Columns>> {
  const { environment, session } = options;
  const { plugin, project, host, manifest } = environment;
  if (plugin.openShadow === undefined) return new Map();
  const { order, parents, columns, sql } = await collectUpstream(ids, options);
  const { target } = project;
  const { adapter, connection } = await session.open();
  const shadow = await plugin.openShadow({ project, target, host, shapes: await adapter.shapes(connection) });
  try {
    const analysis = await analyzeProject({
      manifest,
      order,
      parentsOf: (id) => parents.get(id) ?? [],
      shadow,
      home: { database: target.database, schema: target.schema },
      sqlOf: (id) => sql.get(id) ?? null,
      columnsOf: (id) => columns.get(id),
      externalOf,
    });
    return new Map(ids.map((id) => [id, analysis.get(id)?.columns ?? []]));
  } finally {
    await shadow.close();
  }
}

/** What was bound for a project already. */
const known = new WeakMap<Manifest, Map<UniqueId, Columns>>();

/**
 * The columns that the things behind inputs would have, where the database does not have them: the SQL upstream is bound on
 * an empty copy of the database. dbt asks for an `--empty` run first.
 */
export async function unbuiltColumns(
  options: UnbuiltColumnsOptions,
): Promise<ReadonlyMap<UniqueId, Columns>> {
  const { environment, session, inputs } = options;
  const found = known.get(environment.manifest) ?? new Map<UniqueId, Columns>();
  known.set(environment.manifest, found);
  const wanted: UniqueId[] = [];
  const columns = new Map<UniqueId, Columns>();
  for (const { given, original } of inputs) {
    const id = original.uniqueId;
    const isDeferred = environment.deferral?.resources.has(id) === true;
    if (given.format === 'sql' || isDeferred) continue;
    if ((await builtColumns(original, session)).length > 0) continue;
    const before = found.get(id);
    if (before === undefined) wanted.push(id);
    else if (before.length > 0) columns.set(id, before);
  }
  if (wanted.length === 0) return columns;
  for (const [id, bound] of await bind(wanted, options)) {
    found.set(id, bound);
    if (bound.length > 0) columns.set(id, bound);
  }
  return columns;
}
