import type { Generation, WatchWorld } from '../contract.ts';
import { dataPlaces } from './data-places.ts';
import { createFileLedger, type FileChange, type FileLedger } from './file-ledger.ts';
import { createIntake } from './intake.ts';
import { type PlaceWatcher, watchPlaces } from './watch-places.ts';
import { type WatchedFiles, watchedFiles } from './watched-files.ts';

/** Files that are read at once when their content is noted: a hundred take a few milliseconds. */
const AT_ONCE = 100;
/** Milliseconds that folders may take to come and go together. */
const UPHEAVAL_GRACE = 20;

/** The files of a project under watch. */
export interface FileWatch {
  readonly watched: () => WatchedFiles;
  /** Begins to watch: nothing can be missed any more. */
  start(generation: Generation): void;
  /**
   * Follows a project that may have other folders or read other files than before, and looks at every file: what no signal
   * told of is found so.
   */
  follow(generation: Generation): void;
  close(): void;
}

export interface FileWatchOptions {
  readonly world: Pick<WatchWorld, 'host' | 'project' | 'events'>;
  readonly onChanges: (changes: readonly FileChange[]) => void;
}

function yieldToOthers(): Promise<void> {
  return new Promise((done) => {
    setImmediate(done);
  });
}

/**
 * Notes the files of a project as they are now. To be called before the project is read: what is saved while it is read is
 * then found as a change.
 */
export function createFileWatch({ world, onChanges }: FileWatchOptions): FileWatch {
  const { host, project } = world;
  const { files, clock } = host;
  let watched = watchedFiles({ project, data: [], files });
  const ledger: FileLedger = createFileLedger({
    files,
    isData: (path) => watched.roleOf(path) === 'source files',
  });
  ledger.note(watched.list());
  let places: PlaceWatcher | undefined;
  let followed = '';
  let seen: Generation | undefined;
  let isClosed = false;
  const stateOf = (path: string) => {
    const stat = files.exists(path) ? files.stat(path) : undefined;
    return `${stat?.size} ${stat?.modifiedAt}`;
  };
  const intake = createIntake({ clock, ledger, watched: () => watched, stateOf, onChanges });

  /** Folders come and go several at once: one look at everything is enough for them. */
  let looking: ReturnType<typeof setTimeout> | undefined;
  const onUpheaval = () => {
    looking ??= setTimeout(() => {
      looking = undefined;
      if (!isClosed) intake.rescan();
    }, UPHEAVAL_GRACE);
  };

  const onBlind = (error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    const text = `Some folders cannot be watched (${why}): all files are looked at once a second.`;
    world.events({ type: 'message', level: 'warn', name: 'WatchFiles', text });
  };

  const see = (generation: Generation) => {
    const { project: now, manifest } = generation;
    seen = generation;
    watched = watchedFiles({ project: now, data: dataPlaces(manifest, now.root), files });
    ledger.note(watched.list().filter((path) => watched.roleOf(path) === 'source files'));
  };

  const restart = () => {
    const key = JSON.stringify(watched.places);
    if (key === followed) return;
    followed = key;
    const earlier = places;
    places = watchPlaces({ watched, files, onSignal: intake.signal, onUpheaval, onBlind });
    earlier?.close();
    intake.rescan();
  };

  const fill = async () => {
    for (let isDone = false; !isDone && !isClosed; ) {
      const filled = ledger.fill(AT_ONCE);
      isDone = filled.isDone;
      if (filled.changes.length > 0) onChanges(filled.changes);
      await yieldToOthers();
    }
  };

  return {
    watched: () => watched,
    start(generation) {
      see(generation);
      restart();
      void fill();
    },
    follow(generation) {
      if (generation !== seen) see(generation);
      restart();
      intake.rescan();
    },
    close() {
      isClosed = true;
      clearTimeout(looking);
      intake.close();
      places?.close();
    },
  };
}
