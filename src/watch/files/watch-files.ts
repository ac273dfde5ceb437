import type { Generation, WatchWorld } from '../contract.ts';
import { dataPlaces } from './data-places.ts';
import { createFileLedger, type FileChange, type FileLedger } from './file-ledger.ts';
import { createIntake } from './intake.ts';
import { type PlaceWatcher, watchPlaces } from './watch-places.ts';
import { type WatchedFiles, watchedFiles } from './watched-files.ts';

/** Files that are read at once when their content is noted: a hundred take a few milliseconds. */
const AT_ONCE = 100;

/** The files of a project under watch. */
export interface FileWatch {
  readonly watched: () => WatchedFiles;
  /** Begins to watch; resolves when nothing can be missed any more. */
  start(generation: Generation): Promise<void>;
  /**
   * Follows a project that may have other folders or read other files than before, and looks at every file: what no signal
   * told of is found so.
   */
  follow(generation: Generation): void;
  close(): Promise<void>;
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

  const onError = (error: unknown) => {
    const text = `Watching files: ${error instanceof Error ? error.message : String(error)}`;
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
    places = watchPlaces({ watched, onSignal: intake.signal, onError });
    void places.ready.then(() => intake.rescan());
    void earlier?.close();
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
    async start(generation) {
      see(generation);
      restart();
      await places?.ready;
      intake.rescan();
      void fill();
    },
    follow(generation) {
      if (generation !== seen) see(generation);
      restart();
      intake.rescan();
    },
    async close() {
      isClosed = true;
      intake.close();
      await places?.close();
    },
  };
}
