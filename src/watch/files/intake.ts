import type { Clock } from '../../host/index.ts';
import type { FileChange, FileLedger } from './file-ledger.ts';
import type { WatchedFiles } from './watched-files.ts';

/** Milliseconds that a save may take: editors rename, write and rename again. */
const GRACE = 10;
/** A burst of saves is taken at the latest after so long. */
const LONGEST_GRACE = 150;
/** More files than this at once are a checkout or a formatter, which goes on for a while. */
const BULK = 20;
const BULK_GRACE = 60;
/** How long a file may be gone or empty before that counts as the save. */
const DOUBT = 80;
/** How long a file of data must stay as it is. */
const DATA_GRACE = 50;
/** When files are looked at once more, whatever was signalled. */
const SECOND_LOOK = 120;

/** Gathers signals of the file system into saves. */
export interface Intake {
  signal(path: string): void;
  /** Looks at everything, signalled or not. */
  rescan(): void;
  close(): void;
}

export interface IntakeOptions {
  readonly clock: Clock;
  readonly ledger: FileLedger;
  readonly watched: () => WatchedFiles;
  /** What tells one state of a file from another while it is written: its size and time. */
  readonly stateOf: (path: string) => string;
  readonly onChanges: (changes: readonly FileChange[]) => void;
}

type Timer = ReturnType<typeof setTimeout>;

/** Saves as they are made: files of one burst together, each once, none that holds what it held, none lost. */
export function createIntake({ clock, ledger, watched, stateOf, onChanges }: IntakeOptions): Intake {
  const signalled = new Set<string>();
  const doubtful = new Map<string, number>();
  const settling = new Map<string, string>();
  let firstAt = 0;
  let timer: Timer | undefined;
  const later = new Set<Timer>();
  let isClosed = false;

  const after = (milliseconds: number, work: () => void) => {
    const each = setTimeout(() => {
      later.delete(each);
      if (!isClosed) work();
    }, milliseconds);
    later.add(each);
  };

  /** Whether a file may be in the middle of being saved. */
  const isInDoubt = (path: string): boolean => {
    const seen = ledger.peek(path);
    if (seen !== 'removed' && seen !== 'emptied') return false;
    const since = doubtful.get(path);
    if (since === undefined) doubtful.set(path, clock.monotonic());
    return since === undefined || clock.monotonic() - since < DOUBT;
  };

  /** Files of data are written piece by piece: they count once they have stayed the same for a moment. */
  const isBeingWritten = (path: string): boolean => {
    if (watched().roleOf(path) !== 'source files') return false;
    const state = stateOf(path);
    const isSame = settling.get(path) === state;
    if (isSame) settling.delete(path);
    else settling.set(path, state);
    return !isSame;
  };

  const take = () => {
    timer = undefined;
    const changes: FileChange[] = [];
    const paths = [...signalled].filter((path) => watched().roleOf(path) !== undefined);
    signalled.clear();
    for (const path of paths) {
      if (isInDoubt(path)) {
        after(DOUBT, () => arm(path));
        continue;
      }
      if (ledger.peek(path) !== undefined && isBeingWritten(path)) {
        after(DATA_GRACE, () => arm(path));
        continue;
      }
      doubtful.delete(path);
      const change = ledger.look(path);
      if (change !== undefined) changes.push(change);
    }
    if (changes.length > 0) {
      const again = changes.map((each) => each.path);
      after(SECOND_LOOK, () => again.forEach(arm));
      onChanges(changes);
    }
  };

  const arm = (path: string) => {
    if (isClosed) return;
    signalled.add(path);
    const now = clock.monotonic();
    if (timer === undefined) firstAt = now;
    else clearTimeout(timer);
    const grace = signalled.size > BULK ? BULK_GRACE : GRACE;
    timer = setTimeout(take, Math.max(0, Math.min(grace, firstAt + LONGEST_GRACE - now)));
  };

  return {
    signal: (path) => {
      if (watched().roleOf(path) !== undefined) arm(path);
    },
    rescan() {
      for (const path of new Set([...ledger.paths(), ...watched().list()])) {
        if (ledger.isSuspicious(path)) arm(path);
      }
    },
    close() {
      isClosed = true;
      if (timer !== undefined) clearTimeout(timer);
      for (const each of later) clearTimeout(each);
    },
  };
}
