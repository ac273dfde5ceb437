import { join } from 'node:path';
import type { Project } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';
import { customEnvironment } from '../metadata.ts';
import type { ManifestHeadOptions } from './manifest-json.ts';
import { manifestHead } from './manifest-text.ts';

/** What manifest.json is made of besides its body. */
export type ManifestOf = Omit<ManifestHeadOptions, 'generatedAt' | 'env'>;

export type WriteManifestOptions = ManifestOf & {
  /** Everything behind the head: see `manifestBody`. */
  readonly body: Iterable<Uint8Array>;
};

export function manifestPath(project: Project): string {
  return join(project.targetPath, 'manifest.json');
}

function headOf(host: Host, options: ManifestOf): Uint8Array {
  return manifestHead({ ...options, generatedAt: host.clock.now(), env: customEnvironment(host.env) });
}

/** Writes `manifest.json` into the target folder. A body that throws leaves the old file. */
export function writeManifest(host: Host, options: WriteManifestOptions): void {
  for (const _ of writeManifestInSteps(host, options));
}

/** The same, step by step: each of them makes and writes a part. Who does not go on leaves the old file. */
export function* writeManifestInSteps(host: Host, options: WriteManifestOptions): Generator<void> {
  const file = host.files.replace(manifestPath(options.project));
  try {
    file.write(headOf(host, options));
    for (const piece of options.body) {
      file.write(piece);
      yield;
    }
    file.commit({ synced: false });
  } finally {
    file.discard();
  }
}

/**
 * Gives a `manifest.json` with the right body a new head of the same length, where it stands: some six hundred bytes at its
 * beginning. False when the heads differ in length (the file is left alone), or it cannot be written.
 */
export function renewManifest(host: Host, options: ManifestOf & { readonly bodyLength: number }): boolean {
  const path = manifestPath(options.project);
  const head = headOf(host, options);
  const size = host.files.stat(path)?.size;
  return size === head.length + options.bodyLength && host.files.overwriteStart(path, head);
}
