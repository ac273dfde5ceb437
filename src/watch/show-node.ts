import { join } from 'node:path';
import { targetFilePath } from '../context/index.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import type { UniqueId } from '../domain/index.ts';
import type { WatchState } from './watch-state.ts';

/** Rows of a longer look at a node. */
const ROWS = 25;

/** Shows the compiled SQL of a node, as it was built last. */
export function showCompiled({ world, generation }: WatchState, id: UniqueId): void {
  const node = generation.manifest.nodes.get(id);
  if (node === undefined) return;
  const { files } = world.host;
  const path = join(generation.project.targetPath, targetFilePath(node, 'compiled'));
  const sql = files.exists(path) ? files.readText(path) : '-- it was not built yet';
  world.events({
    type: 'compiledShown',
    name: node.name,
    uniqueId: id,
    isInline: false,
    sql,
    format: 'text',
  });
}

/** Shows rows of a node, and lets go of the database. */
export async function showRows(state: WatchState, id: UniqueId): Promise<void> {
  const { world, generation, database } = state;
  const node = generation.manifest.nodes.get(id);
  if (node === undefined || node.relationName === null) return;
  try {
    const adapter = await database.open(generation.project, new AbortController().signal);
    const connection = await adapter.connect('preview');
    const sql = `select * from ${node.relationName} limit ${ROWS}`;
    const rows = await connection.execute(sql, { fetch: true });
    const { text, json } = world.preview(rows);
    const shown = { name: node.name, uniqueId: id, isInline: false, text, json, format: 'text' as const };
    world.events({ type: 'rowsShown', ...shown });
    await connection.close();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const diagnostic of error.diagnostics) world.events({ type: 'diagnostic', diagnostic });
  } finally {
    await database.release();
  }
}
