import type { Node, Project } from '../domain/index.ts';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

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
  return `${folder}/${packageName}/${inPackage}`;
}

/** The same file as artifacts name it. Not normalised: the folder of artifacts stands in front as the user wrote it. */
export function artifactFilePath(project: Project, node: Node, folder: 'compiled' | 'run'): string {
  const { targetFolder } = project;
  return `${targetFolder}${targetFolder.endsWith('/') ? '' : '/'}${targetFilePath(node, folder)}`;
}
