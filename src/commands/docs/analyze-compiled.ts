import { join } from 'node:path';
import { adapterPlugin } from '../../adapter/index.ts';
import { type Analysis, analyzeProject, openKeptLineage } from '../../analyze/index.ts';
import type { CatalogArtifact } from '../../artifacts/index.ts';
import { VERSION } from '../../base/index.ts';
import { externalLocation } from '../../context/index.ts';
import {
  type Column,
  type CompiledNode,
  isEphemeral,
  isNode,
  type Node,
  type NodeResult,
  type SourceDefinition,
  type UniqueId,
} from '../../domain/index.ts';
import { compileBare } from '../../run/index.ts';
import { BUILD } from '../build-stamp.ts';
import type { Session } from '../session.ts';
import { type ColumnsOf, columnsBefore } from './columns-before.ts';
import { createSqlSoFar, type SqlSoFar } from './sql-so-far.ts';

interface Compiled {
  readonly session: Session;
  readonly compiled: ReadonlyMap<UniqueId, CompiledNode>;
}

const WITH_SQL: ReadonlySet<Node['resourceType']> = new Set(['model', 'snapshot', 'analysis']);

/** Columns as the database has them, from the catalog. */
function catalogColumns(catalog: CatalogArtifact, id: UniqueId): readonly Column[] | undefined {
  const table = catalog.nodes[id] ?? catalog.sources[id];
  if (table === undefined) return undefined;
  return Object.values(table.columns).sort((left, right) => left.index - right.index);
}

/** Nodes whose SQL has others put in front of it, and ephemeral models, compiled so that these are only named. */
async function bareSql({ session, compiled }: Compiled, nodes: readonly Node[]) {
  const wanted = nodes.filter((node) => {
    const found = compiled.get(node.uniqueId);
    return isEphemeral(node) ? compiled.size > 0 : (found?.extraCtes.length ?? 0) > 0;
  });
  if (wanted.length === 0) return new Map<UniqueId, CompiledNode>();
  const environment = session.environment([]);
  return compileBare({ environment, openAdapter: session.openAdapter, nodes: wanted });
}

/** Sources outside the database; null for those whose location cannot be told. */
function externalOf(source: SourceDefinition): string | null {
  try {
    return externalLocation(source);
  } catch {
    return null;
  }
}

/** Lineage of the queries that were bound, for the next time; below the target folder. */
const LINEAGE = 'lineage.sluice';

function readKept({ host: { files } }: Session, file: string): string | null {
  return files.exists(file) ? files.readText(file) : null;
}

interface Work {
  readonly session: Session;
  readonly shapes: readonly string[];
  readonly sql: SqlSoFar;
  readonly columnsOf: ColumnsOf;
  /** Whether what is found may be kept for the next time. */
  readonly isKept: () => boolean;
}

/** Columns and column lineage of everything, on an empty copy of the database. */
async function analyze({ session, shapes, sql, columnsOf, isKept }: Work): Promise<Analysis> {
  const project = session.project();
  const { target } = project;
  const manifest = session.manifest();
  const shadow = await adapterPlugin(target.type).openShadow?.({
    project,
    target,
    host: session.host,
    shapes,
  });
  if (shadow === undefined) return new Map();
  const file = join(project.targetPath, LINEAGE);
  const kept = openKeptLineage(readKept(session, file), `${VERSION} ${BUILD}`);
  try {
    const analysis = await analyzeProject({
      manifest,
      order: session
        .graph()
        .order()
        .filter((id) => {
          const kind = manifest.nodes.get(id)?.resourceType;
          return kind === 'seed' || (kind !== undefined && WITH_SQL.has(kind)) || manifest.sources.has(id);
        }),
      parentsOf: (id) => session.graph().parents(id),
      shadow,
      kept,
      home: { database: target.database, schema: target.schema },
      sqlOf(id) {
        const node = manifest.nodes.get(id);
        return node?.language === 'sql' && node.resourceType !== 'seed' ? sql.of(id) : null;
      },
      columnsOf,
      externalOf,
    });
    const text = isKept() ? kept.text() : null;
    if (text !== null) session.host.files.writeAtomic(file, text);
    return analysis;
  } finally {
    await shadow.close();
  }
}

/** What compiling came to, and what the database holds after it. */
export interface AnalysisEnd {
  readonly compiled: ReadonlyMap<UniqueId, CompiledNode>;
  readonly catalog: CatalogArtifact;
}

/** An analysis that goes on while the project is compiled: binding queries is the engine's work. */
export interface AnalysisMeanwhile {
  /** Takes what became of a node that was compiled. */
  take(result: NodeResult): void;
  /** Columns and column lineage of everything. */
  end(end: AnalysisEnd): Promise<Analysis>;
  /** Lets go of it; nothing is kept. Nothing happens after `end`. */
  abandon(): Promise<void>;
}

export interface AnalysisOptions {
  readonly session: Session;
  /** What will be compiled. */
  readonly planned: ReadonlySet<UniqueId>;
  /** What the catalog will tell of; null for everything. */
  readonly selected: ReadonlySet<UniqueId> | null;
}

/** Columns that were asked for before the catalog was read, and whether the catalog has the same. */
function remembering(columnsOf: ColumnsOf) {
  const asked = new Map<UniqueId, readonly Column[] | undefined>();
  const textOf = (columns: readonly Column[] | undefined) =>
    JSON.stringify(columns?.map(({ name, type }) => [name, type]));
  return {
    columnsOf(id: UniqueId) {
      const columns = columnsOf(id);
      asked.set(id, columns);
      return columns;
    },
    fits: (catalog: CatalogArtifact) =>
      [...asked].every(([id, columns]) => textOf(columns) === textOf(catalogColumns(catalog, id))),
  };
}

/**
 * Begins to analyze what will be compiled. Columns of tables are those that the database has now: should compiling have changed
 * any of them, all is looked at again in the end.
 */
export async function analyzeMeanwhile(options: AnalysisOptions): Promise<AnalysisMeanwhile> {
  const { session, planned } = options;
  const { nodes } = session.manifest();
  const adapter = await session.openAdapter();
  const connection = await adapter.connect('shapes');
  const shapes = await adapter.shapes(connection).finally(() => connection.close());
  const before = remembering(await columnsBefore(session, options.selected));
  const sql = createSqlSoFar();
  let isAbandoned = false;
  const shared = { session, shapes, sql, isKept: () => !isAbandoned };
  const analysis = analyze({ ...shared, columnsOf: before.columnsOf });
  // Told by `end`.
  analysis.catch(() => undefined);
  for (const [id, node] of nodes) if (!planned.has(id) && !isEphemeral(node)) sql.put(id, null);
  return {
    take({ node, compiled }) {
      // What has others put in front of it is compiled once more in the end.
      const isWhole = compiled === null || compiled.extraCtes.length === 0;
      if (isWhole && !(isNode(node) && isEphemeral(node)))
        sql.put(node.uniqueId, compiled?.compiledCode ?? null);
    },
    async end({ compiled, catalog }) {
      const withSql = [...nodes.values()].filter((node) => WITH_SQL.has(node.resourceType));
      const bare = await bareSql({ session, compiled }, withSql);
      sql.end((id) => (bare.get(id) ?? compiled.get(id))?.compiledCode ?? null);
      const found = await analysis;
      if (before.fits(catalog)) return found;
      return analyze({ ...shared, columnsOf: (id) => catalogColumns(catalog, id) });
    },
    async abandon() {
      isAbandoned = true;
      sql.end(() => null);
      await analysis.catch(() => undefined);
    },
  };
}
