import type { Node, Project } from '../domain/index.ts';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The file of one batch: in a folder of the model's name, `orders/orders_2024-01-31.sql`. */
function batchPath(path: string, label: string): string {
  const [, stem = path, ending = ''] = /^(.*?)(\.[^./]*)?$/.exec(path) ?? [];
  return `${stem}/${baseName(stem)}_${label}${ending}`;
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
  return `${folder}/${packageName}/${batch === undefined ? inPackage : batchPath(inPackage, batch.label)}`;
}

/** The same file as artifacts name it. Not normalised: the folder of artifacts stands in front as the user wrote it. */
export function artifactFilePath(project: Project, node: Node, folder: 'compiled' | 'run'): string {
  const { targetFolder } = project;
  return `${targetFolder}${targetFolder.endsWith('/') ? '' : '/'}${targetFilePath(node, folder)}`;
}
