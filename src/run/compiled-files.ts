import { basename, join, relative } from 'node:path';
import type { CompiledFields } from '../artifacts/index.ts';
import type { CompiledNode, Node, Project } from '../domain/index.ts';
import type { Files } from '../host/index.ts';

/**
 * Where dbt puts the SQL of a node below the target folder: `compiled/shop/models/orders.sql`, and for things of which
 * several stand in one file `compiled/shop/models/_models.yml/not_null_orders_id.sql`.
 */
export function targetFilePath(node: Node, folder: 'compiled' | 'run'): string {
  return join(folder, node.packageName, pathInPackage(node));
}

function pathInPackage(node: Node): string {
  if (node.resourceType === 'snapshot') return `${node.originalFilePath}/${node.name}.sql`;
  const isWholeFile = basename(node.path) === basename(node.originalFilePath);
  return isWholeFile ? node.originalFilePath : `${node.originalFilePath}/${node.path}`;
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

/** What compiling adds to the node's entry in the manifest. */
export function compiledFields(compiled: CompiledNode, project: Project): CompiledFields {
  const { node } = compiled;
  // Not normalised: dbt keeps the `./` in front of dbt_project.yml.
  const folder = `${relative(project.root, project.targetPath)}/compiled/${node.packageName}`;
  return {
    code: compiled.compiledCode,
    path: compiled.compiledCode === '' ? null : `${folder}/${pathInPackage(node)}`,
    ctes: compiled.extraCtes,
    ...(compiled.overloads === undefined
      ? {}
      : {
          overloads: new Map(
            compiled.overloads.map((each) => [each.definedIn, each.compiled.compiledCode] as const),
          ),
        }),
  };
}
