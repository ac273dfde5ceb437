import { join } from 'node:path';
import { pythonJson } from '../../base/index.ts';
import type { Files } from '../../host/index.ts';
import type { CatalogArtifact } from './catalog-json.ts';

/** Writes `catalog.json` (v1) into the target folder in one step and returns its path. */
export function writeCatalog(files: Files, targetPath: string, catalog: CatalogArtifact): string {
  const path = join(targetPath, 'catalog.json');
  files.writeAtomic(path, pythonJson(catalog));
  return path;
}
