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
  type Node,
  type SourceDefinition,
  type UniqueId,
} from '../../domain/index.ts';
import { compileBare } from '../../run/index.ts';
import { BUILD } from '../build-stamp.ts';
import type { Session } from '../session.ts';

export interface AnalyzeCompiledOptions {
  readonly session: Session;
  readonly compiled: ReadonlyMap<UniqueId, CompiledNode>;
  readonly catalog: CatalogArtifact;
}

const WITH_SQL: ReadonlySet<Node['resourceType']> = new Set(['model', 'snapshot', 'analysis']);

/** Columns as the database has them, from the catalog. */
export function catalogColumns(catalog: CatalogArtifact, id: UniqueId): readonly Column[] | undefined {
  const table = catalog.nodes[id] ?? catalog.sources[id];
  if (table === undefined) return undefined;
  return Object.values(table.columns).sort((left, right) => left.index - right.index);
}

/** Nodes whose SQL has others put in front of it, and ephemeral models, compiled so that these are only named. */
async function bareSql({ session, compiled }: AnalyzeCompiledOptions, nodes: readonly Node[]) {
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

/** Columns and column lineage of everything that was compiled, on an empty copy of the database. */
export async function analyzeCompiled(options: AnalyzeCompiledOptions): Promise<Analysis> {
  const { session, compiled, catalog } = options;
  const project = session.project();
  const { target } = project;
  const manifest = session.manifest();
  const plugin = adapterPlugin(target.type);
  if (plugin.openShadow === undefined) return new Map();
  const adapter = await session.openAdapter();
  const connection = await adapter.connect('shapes');
  const shapes = await adapter.shapes(connection).finally(() => connection.close());
  const nodes = [...manifest.nodes.values()].filter((node) => WITH_SQL.has(node.resourceType));
  const bare = await bareSql(options, nodes);
  const shadow = await plugin.openShadow({ project, target, host: session.host, shapes });
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
        const isSql =
          manifest.nodes.get(id)?.language === 'sql' && manifest.nodes.get(id)?.resourceType !== 'seed';
        return isSql ? ((bare.get(id) ?? compiled.get(id))?.compiledCode ?? null) : null;
      },
      columnsOf: (id) => catalogColumns(catalog, id),
      externalOf,
    });
    const text = kept.text();
    if (text !== null) session.host.files.writeAtomic(file, text);
    return analysis;
  } finally {
    await shadow.close();
  }
}
