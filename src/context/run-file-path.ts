import type { Node } from '../domain/index.ts';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Where dbt keeps the statement that a node ran, below the target folder: `run/shop/models/orders.sql`. */
export function runFilePath(node: Node): string {
  const { originalFilePath, packageName, path } = node;
  const inPackage =
    node.resourceType === 'snapshot'
      ? `${originalFilePath}/${node.name}.sql`
      : baseName(path) === baseName(originalFilePath)
        ? originalFilePath
        : `${originalFilePath}/${path}`;
  return `run/${packageName}/${inPackage}`;
}
