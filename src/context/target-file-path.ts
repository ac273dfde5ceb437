import type { Node } from '../domain/index.ts';

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
