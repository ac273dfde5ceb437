import { basename, join } from 'node:path';
import type { CompiledNode, Node } from '../domain/index.ts';
import type { Files } from '../host/index.ts';

/**
 * Where dbt puts the SQL of a node below the target folder: `compiled/shop/models/orders.sql`, and for things of which
 * several stand in one file `compiled/shop/models/_models.yml/not_null_orders_id.sql`.
 */
export function targetFilePath(node: Node, folder: 'compiled' | 'run'): string {
  return join(folder, node.packageName, pathInPackage(node));
}

function pathInPackage(node: Node): string {
  if (node.resourceType === 'snapshot') return join(node.originalFilePath, `${node.name}.sql`);
  const isWholeFile = basename(node.path) === basename(node.originalFilePath);
  return isWholeFile ? node.originalFilePath : join(node.originalFilePath, node.path);
}

export interface WriteCompiledOptions {
  readonly files: Files;
  /** Absolute path of the target folder. */
  readonly targetPath: string;
  readonly compiled: CompiledNode;
}

/** Writes the compiled SQL for people to look at. The file may be lost in a crash, so nothing is synced. */
export function writeCompiledFile(options: WriteCompiledOptions): void {
  const { compiled } = options;
  if (compiled.compiledCode === '') return;
  options.files.write(
    join(options.targetPath, targetFilePath(compiled.node, 'compiled')),
    compiled.compiledCode,
  );
}
