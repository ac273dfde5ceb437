import { posix } from 'node:path';
import type { Node, Project } from '../domain/index.ts';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The file of one batch: in a folder of the model's name, `orders/orders_2024-01-31.sql`. */
function batchPath(path: string, label: string): string {
  const [, stem = path, ending = ''] = /^(.*?)(\.[^./]*)?$/.exec(path) ?? [];
  return `${stem}/${baseName(stem)}_${label}${ending}`;
}

/** A path below a folder that stays below it: names of nodes and folders of models may hold `..`. */
function staysBelow(folder: string, path: string): string {
  const whole = `${folder}/${path}`;
  if (!path.includes('..') || posix.normalize(whole).startsWith(`${folder}/`)) return whole;
  return `${folder}/${path.replaceAll(/(?<=^|\/)\.\.(?=\/|$)/g, '__')}`;
}

/**
 * Where dbt keeps the SQL of a node below the target folder: `compiled/shop/models/orders.sql` for what it came to,
 * `run/shop/models/orders.sql` for the statement that was run.
 */
export function targetFilePath(node: Node, folder: 'compiled' | 'run'): string {
  const { originalFilePath, packageName, path } = node;
  const inPackage =
    node.resourceType === 'snapshot'
      ? `${originalFilePath}/${node.name}.sql`
      : baseName(path) === baseName(originalFilePath)
        ? originalFilePath
        : `${originalFilePath}/${path}`;
  const batch = node.resourceType === 'model' ? node.batch : undefined;
  const below = batch === undefined ? inPackage : batchPath(inPackage, batch.label);
  return staysBelow(folder, `${packageName}/${below}`);
}

/** The same file as artifacts name it. Not normalised: the folder of artifacts stands in front as the user wrote it. */
export function artifactFilePath(project: Project, node: Node, folder: 'compiled' | 'run'): string {
  const { targetFolder } = project;
  return `${targetFolder}${targetFolder.endsWith('/') ? '' : '/'}${targetFilePath(node, folder)}`;
}
