import { extname, join, relative, resolve } from 'node:path';
import { type Project, packageOf } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
};

/** Larger pictures would make the page heavy for everybody. */
const MAX_BYTES = 512 * 1024;

/**
 * Pictures in descriptions: files below the project's `asset-paths`, put into the page itself. Null for anything else, so that a
 * description cannot reach other files of the machine.
 */
export function projectImages(files: Files, project: Project): (path: string) => string | null {
  const folders = packageOf(project, project.name)?.assetPaths ?? [];
  const roots = folders.map((each) => files.realPath(join(project.root, each)));
  return (path) => {
    const type = TYPES[extname(path).toLowerCase()];
    const file = files.realPath(resolve(project.root, path));
    const isInside = roots.some((root) => {
      const way = relative(root, file);
      return way !== '' && !way.startsWith('..') && resolve(root, way) === file;
    });
    if (type === undefined || !isInside) return null;
    const stat = files.stat(file);
    if (stat === undefined || stat.isDirectory || stat.size > MAX_BYTES) return null;
    return `data:${type};base64,${Buffer.from(files.readBytes(file)).toString('base64')}`;
  };
}
