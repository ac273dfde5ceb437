import { join } from 'node:path';
import type { Host } from '../../host/index.ts';
import type { ManifestJsonOptions } from './manifest-json.ts';
import { manifestPieces } from './manifest-text.ts';

const CUSTOM = 'DBT_ENV_CUSTOM_ENV_';

function customEnv(host: Host): Readonly<Record<string, string>> {
  const names = host.env.names().filter((name) => name.startsWith(CUSTOM));
  return Object.fromEntries(names.map((name) => [name.slice(CUSTOM.length), host.env.get(name) ?? '']));
}

/** Writes `manifest.json` into the target folder and returns its path. */
export function writeManifest(host: Host, options: Omit<ManifestJsonOptions, 'generatedAt' | 'env'>): string {
  const path = join(options.project.targetPath, 'manifest.json');
  const content = manifestPieces({ ...options, generatedAt: host.clock.now(), env: customEnv(host) });
  host.files.writeAtomic(path, content);
  return path;
}
