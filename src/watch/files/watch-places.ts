import { basename, join } from 'node:path';
import { watch } from 'chokidar';
import type { WatchedFiles } from './watched-files.ts';

/** A running watcher of folders. */
export interface PlaceWatcher {
  /** Resolves when every place is watched. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export interface WatchPlacesOptions {
  readonly watched: WatchedFiles;
  /** Called with the path of anything that may have changed, as often as the system says so. */
  readonly onSignal: (path: string) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Signals from the file system. They are hints only: one save gives several, some for files that are the same again, and
 * under load some are lost. What has changed is for the ledger to say.
 */
export function watchPlaces({ watched, onSignal, onError }: WatchPlacesOptions): PlaceWatcher {
  const places = new Set(watched.places);
  const watcher = watch([...places], {
    ignoreInitial: true,
    // Saves by rename are dealt with where contents are compared; waiting here would only be slower.
    atomic: false,
    ignorePermissionErrors: true,
    ignored: (path, stats) => {
      if (places.has(path) || stats === undefined) return false;
      return stats.isDirectory() ? watched.isFolderIgnored(path) : watched.roleOf(path) === undefined;
    },
  });
  watcher.on('all', (_event, path) => onSignal(path));
  // The watcher holds back a second event of a file within 50 ms; what the system said itself is not held back.
  watcher.on('raw', (_event, name, details: unknown) => {
    const { watchedPath } = details as { readonly watchedPath?: string };
    if (watchedPath === undefined) return;
    onSignal(watchedPath);
    if (typeof name === 'string' && basename(watchedPath) !== name) onSignal(join(watchedPath, name));
  });
  watcher.on('error', onError);
  return {
    ready: new Promise((done) => {
      watcher.once('ready', () => done());
    }),
    close: () => watcher.close(),
  };
}
