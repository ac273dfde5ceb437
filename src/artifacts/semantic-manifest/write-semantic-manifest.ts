import { join } from 'node:path';
import type { Manifest, Project } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';
import { semanticManifestText } from './semantic-manifest-json.ts';

export function semanticManifestPath(project: Project): string {
  return join(project.targetPath, 'semantic_manifest.json');
}

/** Writes `semantic_manifest.json` into the target folder. */
export function writeSemanticManifest(
  host: Host,
  options: { readonly manifest: Manifest; readonly project: Project },
): void {
  host.files.writeWhole(semanticManifestPath(options.project), semanticManifestText(options.manifest));
}
