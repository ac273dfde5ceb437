import { DuckDBInstance } from '@duckdb/node-api';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../../diagnostics/index.ts';
import type { Host } from '../../../host/index.ts';
import type { AdapterOptions } from '../../contract.ts';
import { explainDuckdbError } from '../explain.ts';
import { openError } from '../open-error.ts';
import { writeJournal } from './journal.ts';
import {
  createStagedFile,
  type FileMark,
  isSameMark,
  markOf,
  type StagedFile,
  stagedFile,
} from './staged-files.ts';

/** How often a copy is begun again because the original changed under it. */
const COPY_TRIES = 3;

/** Reads of the original go on; until it is let go nobody can write to it. */
interface Hold {
  /** Does nothing the second time. */
  letGo(): void;
}

interface Copy extends StagedFile {
  /** What the original was like when it was copied. */
  readonly mark: FileMark;
  readonly hold: Hold;
}

/** Copies of database files that a run works on, and what keeps others from their originals. */
export interface Copies {
  readonly all: readonly Omit<Copy, 'hold'>[];
  /** Others may write to the originals again. */
  letGo(): void;
  /** Lets go, and leaves nothing of the copies. */
  remove(): void;
}

const NOTHING_HELD: Hold = { letGo: () => undefined };

async function openInstance(path: string, mode: 'READ_ONLY' | 'READ_WRITE'): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(path, { access_mode: mode });
  } catch (error) {
    throw new DiagnosticError(openError(error, path));
  }
}

async function holdFile(path: string): Promise<Hold> {
  let instance: DuckDBInstance | undefined = await openInstance(path, 'READ_ONLY');
  return {
    letGo() {
      instance?.closeSync();
      instance = undefined;
    },
  };
}

/** Merges the log of an earlier run into the file, which would otherwise be copied without it. */
async function mergeLog({ files }: Host, original: string): Promise<void> {
  if (!files.exists(`${original}.wal`)) return;
  const instance = await openInstance(original, 'READ_WRITE');
  const connection = await instance.connect();
  try {
    await connection.run('checkpoint');
  } catch (error) {
    throw new DiagnosticError(explainDuckdbError(error, 'checkpoint'));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What is told when an original is no more as it was when it was copied. */
export function changedMeanwhile(original: string): Diagnostic {
  return diagnostic('D045', `'${original}' was changed by another program while the run was at work`, {
    hint: 'Nothing was published. Run again.',
  });
}

/**
 * Copies a file, then bars writers from it. Copying opens and closes the file, and to close a file ends every lock that a
 * process has on it: so the copy comes first, and is made again when someone wrote in between.
 */
async function copyFile(host: Host, original: string): Promise<Copy> {
  const { files } = host;
  const staged = createStagedFile(host, original);
  try {
    for (let attempt = 1; ; attempt++) {
      await mergeLog(host, original);
      const mark = markOf(files, original);
      if (mark === undefined) return { ...staged, mark, hold: NOTHING_HELD };
      files.copy(original, staged.working);
      const hold = await holdFile(original);
      if (isSameMark(mark, markOf(files, original)) && !files.exists(`${original}.wal`))
        return { ...staged, mark, hold };
      hold.letGo();
      if (attempt === COPY_TRIES) throw new DiagnosticError(changedMeanwhile(original));
    }
  } catch (error) {
    files.remove(staged.folder);
    throw error;
  }
}

function owned({ files }: Host, all: readonly Copy[]): Copies {
  const letGo = () => {
    for (const { hold } of all) hold.letGo();
  };
  return {
    all,
    letGo,
    remove() {
      letGo();
      for (const { folder } of all) files.remove(folder);
    },
  };
}

/** Copies files and writes down that a run works on them. Throws a `DiagnosticError` and leaves nothing when that fails. */
export async function copyAll(
  { host, project }: AdapterOptions,
  originals: readonly string[],
): Promise<Copies> {
  const all: Copy[] = [];
  const copies = owned(host, all);
  try {
    for (const original of originals) all.push(await copyFile(host, original));
    const moves = all.map(stagedFile);
    const { pid } = host;
    writeJournal(host.files, { version: 1, pid, state: 'building', moves, outputs: [], root: project.root });
    return copies;
  } catch (error) {
    copies.remove();
    throw error;
  }
}
