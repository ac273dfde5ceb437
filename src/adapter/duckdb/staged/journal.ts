import { dirname, join } from 'node:path';
import type { Files, Host } from '../../../host/index.ts';
import type { StagedOutput } from '../../contract.ts';
import { type StagedFile, stagingOwner, stagingPrefix } from './staged-files.ts';
import { finishOutputs, removeOutputs } from './staged-outputs.ts';

const JOURNAL = 'journal.json';

/**
 * What a run on copies writes down before it does it, in the folder of the first copy. Renaming that copy is the moment of
 * publication: what is left to do after it is done by whoever comes next, what was begun before it is undone.
 */
export interface Journal {
  readonly version: 1;
  /** The process that works on the copies. */
  readonly pid: number;
  readonly state: 'building' | 'publishing';
  /** The target's own file first. */
  readonly moves: readonly StagedFile[];
  /** Files that follow the databases. */
  readonly outputs: readonly StagedOutput[];
  /** What relative locations of outputs count from. */
  readonly root: string;
}

/** Writes the journal of a run, synced to the disk. */
export function writeJournal(files: Files, journal: Journal): void {
  const [first] = journal.moves;
  if (first !== undefined) files.writeAtomic(join(first.folder, JOURNAL), JSON.stringify(journal));
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== 'object' || value === null) return false;
  const { version, pid, state, moves, outputs } = value as Partial<Journal>;
  return (
    version === 1 &&
    typeof pid === 'number' &&
    (state === 'building' || state === 'publishing') &&
    Array.isArray(moves) &&
    Array.isArray(outputs)
  );
}

function readJournal(files: Files, folder: string): Journal | undefined {
  try {
    const value: unknown = JSON.parse(files.readText(join(folder, JOURNAL)));
    return isJournal(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Puts the copies that are still where they were made in the place of their originals, the first one first. */
export function moveAll(files: Files, moves: readonly StagedFile[]): void {
  for (const { working, original } of moves) {
    if (!files.exists(working)) continue;
    files.rename(working, original);
    files.syncFolder(dirname(original));
  }
}

/** A run that is at work on copies now. */
export interface RunAtWork {
  readonly pid: number;
}

/**
 * Finishes or undoes what runs that were killed left beside a database file: a run that had published its first file has its
 * other files put in place, any other leaves no trace. Answers with a run that is at work there now, if there is one.
 */
export async function recoverStaged(
  { files, pid: ownPid, isRunning }: Host,
  original: string,
): Promise<RunAtWork | undefined> {
  const prefix = stagingPrefix(original);
  let atWork: RunAtWork | undefined;
  for (const name of files.list(dirname(original))) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(dirname(original), name);
    const journal = readJournal(files, folder);
    if (journal === undefined) {
      // Killed before it could say what it was about to do: nothing that anybody needs.
      const owner = stagingOwner(original, name);
      if (owner !== ownPid && !isRunning(owner)) files.remove(folder);
      continue;
    }
    if (journal.pid === ownPid || isRunning(journal.pid)) {
      atWork = { pid: journal.pid };
      continue;
    }
    const [first] = journal.moves;
    const wasPublished =
      journal.state === 'publishing' && first !== undefined && !files.exists(first.working);
    if (wasPublished) {
      moveAll(files, journal.moves);
      await finishOutputs(files, {
        files: journal.outputs,
        databases: journal.moves.map((each) => each.original),
        root: journal.root,
      });
    }
    removeOutputs(files, journal.outputs);
    for (const move of journal.moves) {
      if (move.folder !== folder) files.remove(move.folder);
    }
    files.remove(folder);
  }
  return atWork;
}
