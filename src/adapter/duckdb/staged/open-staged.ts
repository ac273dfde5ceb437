import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { DiagnosticError, diagnostic } from '../../../diagnostics/index.ts';
import type { Host } from '../../../host/index.ts';
import type { Adapter, AdapterOptions, StagedAdapter, StagedOutput } from '../../contract.ts';
import { isFilePath } from '../database-name.ts';
import { explainDuckdbError } from '../explain.ts';
import { openDuckdb } from '../open.ts';
import { moveAll, recoverStaged, writeJournal } from './journal.ts';
import {
  createStagedFile,
  type FileMark,
  isSameMark,
  markOf,
  realFile,
  type StagedFile,
  writableFiles,
} from './staged-files.ts';
import { finishOutputs, removeOutputs } from './staged-outputs.ts';

/** How often a copy is begun again because the original changed under it. */
const COPY_TRIES = 3;

interface Copy extends StagedFile {
  /** What the original was like when it was copied. */
  readonly mark: FileMark;
  /** Reads of the original go on; as long as this is open nobody can write to it. Null when there was no original. */
  readonly hold: DuckDBInstance | null;
}

async function openInstance(path: string, mode: 'READ_ONLY' | 'READ_WRITE'): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(path, { access_mode: mode });
  } catch (error) {
    throw new DiagnosticError(explainDuckdbError(error, ''));
  }
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
      if (mark === undefined) return { ...staged, mark, hold: null };
      files.copy(original, staged.working);
      const hold = await openInstance(original, 'READ_ONLY');
      if (isSameMark(mark, markOf(files, original)) && !files.exists(`${original}.wal`))
        return { ...staged, mark, hold };
      hold.closeSync();
      if (attempt === COPY_TRIES) throw new DiagnosticError(changedMeanwhile(original));
    }
  } catch (error) {
    files.remove(staged.folder);
    throw error;
  }
}

function changedMeanwhile(original: string) {
  return diagnostic('D045', `'${original}' was changed by another program while the run was at work`, {
    hint: 'Nothing was published. Run again.',
  });
}

/** The target with the paths of the copies in place of the originals'. */
function onCopies(options: AdapterOptions, copies: readonly StagedFile[]): AdapterOptions {
  const { target, project, host } = options;
  const workingOf = new Map(copies.map((each) => [each.original, each.working]));
  const moved = (path: unknown): unknown =>
    typeof path === 'string' && isFilePath(path)
      ? (workingOf.get(realFile(host.files, project.root, path)) ?? resolve(project.root, path))
      : path;
  const { path, attach } = target.credentials as Readonly<Record<string, unknown>>;
  const credentials: Readonly<Record<string, unknown>> = {
    ...target.credentials,
    ...(path === undefined ? {} : { path: moved(path) }),
    ...(Array.isArray(attach)
      ? {
          attach: attach.map((each: Readonly<Record<string, unknown>>) => ({
            ...each,
            path: moved(each['path']),
          })),
        }
      : {}),
  };
  return { ...options, target: { ...target, credentials } };
}

function removeCopies(host: Host, copies: readonly Copy[]): void {
  for (const { folder, hold } of copies) {
    hold?.closeSync();
    host.files.remove(folder);
  }
}

/** Throws when a copy cannot take the place of its original: its log could not be merged, or the original changed. */
function requirePublishable({ files }: Host, copies: readonly Copy[]): void {
  for (const { original, working, mark } of copies) {
    if (files.exists(`${working}.wal`))
      throw new DiagnosticError(
        diagnostic('D045', `What was built for '${original}' could not be written down completely`, {
          hint: 'Nothing was published. Run again.',
        }),
      );
    if (!isSameMark(mark, markOf(files, original))) throw new DiagnosticError(changedMeanwhile(original));
  }
}

/**
 * Puts the copies in place. The rename of the first is the moment from which everybody sees what was built; files that were
 * written beside their place follow, and whoever comes next does what a crash leaves undone.
 */
async function publishCopies(
  { host, project, sink }: AdapterOptions,
  copies: readonly Copy[],
  outputs: readonly StagedOutput[],
): Promise<void> {
  const { files, pid, platform } = host;
  const { root } = project;
  const built = copies.filter(({ working }) => files.exists(working));
  const moves = built.map(stagedFile);
  writeJournal(files, { version: 1, pid, state: 'publishing', moves, outputs, root });
  // On Windows a file that is open cannot be replaced; elsewhere the hold lasts until the very moment.
  if (platform.startsWith('win')) for (const { hold } of copies) hold?.closeSync();
  moveAll(files, built);
  for (const { hold } of copies) hold?.closeSync();
  try {
    await finishOutputs(files, { files: outputs, databases: moves.map((each) => each.original), root });
  } catch (error) {
    // The database is published: the journal stays, and the next run goes on from there.
    const reason = error instanceof Error ? error.message : String(error);
    sink.report(
      diagnostic('D045', `The database is published, the files of external models are not yet: ${reason}`, {
        severity: 'warning',
        hint: 'The next run puts them in place. Until then views read them where they were written.',
      }),
    );
    return;
  }
  removeCopies(host, copies);
}

function stagedFile({ original, working, folder }: StagedFile): StagedFile {
  return { original, working, folder };
}

async function requireNobodyAtWork(host: Host, originals: readonly string[]): Promise<void> {
  for (const original of originals) {
    const atWork = await recoverStaged(host, original);
    if (atWork === undefined) continue;
    throw new DiagnosticError(
      diagnostic('D010', `Another atomic run is at work on '${original}' (process ${atWork.pid})`, {
        hint: 'Wait until it is done.',
      }),
    );
  }
}

async function copyAll(
  { host, project }: AdapterOptions,
  originals: readonly string[],
): Promise<readonly Copy[]> {
  const copies: Copy[] = [];
  try {
    for (const original of originals) copies.push(await copyFile(host, original));
    writeJournal(host.files, {
      version: 1,
      pid: host.pid,
      state: 'building',
      moves: copies.map(stagedFile),
      outputs: [],
      root: project.root,
    });
    return copies;
  } catch (error) {
    removeCopies(host, copies);
    throw error;
  }
}

/**
 * Opens copies of the target's database files. What is built in them is seen by nobody until `publish` puts them in the place
 * of the originals; readers of the originals go on until then and beyond. Throws a `DiagnosticError` when the target has
 * databases that cannot be copied (D044), or when a file is in use.
 */
export async function openDuckdbStaged(options: AdapterOptions): Promise<StagedAdapter> {
  const { host } = options;
  const originals = writableFiles(options);
  await requireNobodyAtWork(host, originals);
  const copies = await copyAll(options, originals);
  let adapter: Adapter;
  try {
    adapter = await openDuckdb(onCopies(options, copies));
  } catch (error) {
    removeCopies(host, copies);
    throw error;
  }
  let isSettled = false;
  const settle = async (work: () => void | Promise<void>): Promise<void> => {
    if (isSettled) return;
    isSettled = true;
    await adapter.close();
    await work();
  };
  const discard = (outputs: readonly StagedOutput[]): void => {
    removeCopies(host, copies);
    removeOutputs(host.files, outputs);
  };
  return {
    adapter,
    publish: (outputs) =>
      settle(async () => {
        try {
          requirePublishable(host, copies);
        } catch (error) {
          discard(outputs);
          throw error;
        }
        await publishCopies(options, copies, outputs);
      }),
    discard: (outputs) => settle(() => discard(outputs)),
  };
}
