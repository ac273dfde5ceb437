import { basename, dirname, join } from 'node:path';
import type { Files, FolderWatch } from '../../host/index.ts';
import type { WatchedFiles } from './watched-files.ts';

/** Milliseconds between two looks at everything, where the system gives no signals. */
const LOOK_EVERY = 1000;
/** Milliseconds between two looks for a place that went away. */
const RETURN_EVERY = 500;

/** A running watcher of folders. */
export interface PlaceWatcher {
  close(): void;
}

export interface WatchPlacesOptions {
  readonly watched: WatchedFiles;
  readonly files: Files;
  /** Called with the path of anything that may have changed, as often as the system says so. */
  readonly onSignal: (path: string) => void;
  /** Called when anything below the places may have changed. */
  readonly onUpheaval: () => void;
  /** Called once where the system has no signals left to give: everything is looked at again and again then. */
  readonly onBlind: (error: unknown) => void;
}

/** A watched folder, with the paths without links of itself and of those above it. */
interface Folder {
  readonly watch: FolderWatch;
  readonly above: ReadonlySet<string>;
}

/** How a folder is come by: found as it is, or new, with files that nothing was told of. */
type Arrival = 'found' | 'new';

const NONE: ReadonlySet<string> = new Set();

/**
 * Signals from the file system: one watch for each folder. They are hints only: one save gives several, some for files that are
 * the same again, and under load some are lost. What has changed is for the ledger to say.
 */
export function watchPlaces(options: WatchPlacesOptions): PlaceWatcher {
  const { watched, files, onSignal, onUpheaval } = options;
  const folders = new Map<string, Folder>();
  const links = new Map<string, FolderWatch>();
  const timers = new Set<ReturnType<typeof setInterval>>();
  let isBlind = false;

  const goBlind = (error: unknown) => {
    if (isBlind) return;
    isBlind = true;
    timers.add(setInterval(onUpheaval, LOOK_EVERY));
    options.onBlind(error);
  };

  const listen = (folder: string, changed: (name: string | null, isRenamed: boolean) => void) => {
    try {
      // A folder that cannot be watched any more is gone, or will be told of by the one above it.
      return files.watchFolder(folder, { changed, failed: onUpheaval });
    } catch (error) {
      if (files.exists(folder)) goBlind(error);
      return undefined;
    }
  };

  const leave = (path: string) => {
    for (const [each, { watch }] of folders) {
      if (each !== path && !each.startsWith(join(path, '/'))) continue;
      watch.close();
      folders.delete(each);
    }
  };

  /** What a file is saved through that stands elsewhere. */
  const followFile = (link: string) => {
    links.get(link)?.close();
    links.delete(link);
    if (watched.roleOf(link) === undefined) return;
    const target = files.realPath(link);
    const watch = listen(dirname(target), (name) => {
      if (name === null || name === basename(target)) onSignal(link);
    });
    if (watch !== undefined) links.set(link, watch);
  };

  const enter = (folder: string, above: ReadonlySet<string>, arrival: Arrival) => {
    const real = files.realPath(folder);
    if (folders.has(folder) || above.has(real)) return;
    const inside = new Set(above).add(real);
    // Watched before it is read: what comes in between is told of, or read.
    const watch = listen(folder, (name, isRenamed) => onChange(folder, name, isRenamed));
    if (watch === undefined) return;
    folders.set(folder, { watch, above: inside });
    for (const { name, isFolder, isLink } of files.entries(folder)) {
      const path = join(folder, name);
      if (isFolder) {
        if (!watched.isFolderIgnored(path)) enter(path, inside, arrival);
        continue;
      }
      if (isLink) followFile(path);
      if (arrival === 'new') onSignal(path);
    }
  };

  /** A place that is gone is waited for: nothing above it is watched. */
  const awaitPlace = (place: string) => {
    leave(place);
    onUpheaval();
    const timer = setInterval(() => {
      if (!files.exists(place)) return;
      clearInterval(timer);
      timers.delete(timer);
      enter(place, NONE, 'new');
    }, RETURN_EVERY);
    timers.add(timer);
  };

  function onChange(folder: string, name: string | null, isRenamed: boolean): void {
    if (name === null) {
      onUpheaval();
      return;
    }
    const path = join(folder, name);
    onSignal(path);
    if (!isRenamed) return;
    // Of its own end a folder tells by its own name.
    if (name === basename(folder) && folders.has(folder) && !files.exists(folder)) {
      if (watched.places.includes(folder)) awaitPlace(folder);
      return;
    }
    const isKnown = folders.has(path);
    leave(path);
    const isFolder = files.stat(path)?.isDirectory === true;
    if (isFolder && !watched.isFolderIgnored(path)) enter(path, folders.get(folder)?.above ?? NONE, 'new');
    else if (files.isLink(path) || links.has(path)) followFile(path);
    if (isKnown) onUpheaval();
  }

  for (const place of watched.places) enter(place, NONE, 'found');
  return {
    close() {
      for (const { watch } of folders.values()) watch.close();
      for (const watch of links.values()) watch.close();
      for (const timer of timers) clearInterval(timer);
      folders.clear();
    },
  };
}
