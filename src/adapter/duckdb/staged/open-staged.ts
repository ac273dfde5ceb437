import { resolve } from 'node:path';
import { DiagnosticError, type DiagnosticSink, diagnostic } from '../../../diagnostics/index.ts';
import { type Host, systemDiagnostic } from '../../../host/index.ts';
import type { Adapter, AdapterOptions, StagedAdapter, StagedOutput } from '../../contract.ts';
import { isFilePath } from '../database-name.ts';
import { openDuckdb } from '../open.ts';
import { type Copies, changedMeanwhile, copyAll } from './copies.ts';
import { moveAll, recoverStaged, writeJournal } from './journal.ts';
import { isSameMark, markOf, realFile, type StagedFile, stagedFile, writableFiles } from './staged-files.ts';
import { finishOutputs, removeOutputs } from './staged-outputs.ts';

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

/** Throws when a copy cannot take the place of its original: its log could not be merged, or the original changed. */
function requirePublishable({ files }: Host, { all }: Copies): void {
  for (const { original, working, mark } of all) {
    if (files.exists(`${working}.wal`))
      throw new DiagnosticError(
        diagnostic('D045', `What was built for '${original}' could not be written down completely`, {
          hint: 'Nothing was published. Run again.',
        }),
      );
    if (!isSameMark(mark, markOf(files, original))) throw new DiagnosticError(changedMeanwhile(original));
  }
}

const readable = (error: unknown): unknown => {
  const found = systemDiagnostic(error);
  return found === undefined ? error : new DiagnosticError(found);
};

function tellUnfinished(sink: DiagnosticSink, what: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const hint = 'The next run puts them in place. Until then views read files where they were written.';
  sink.report(diagnostic('D045', `${what}: ${reason}`, { severity: 'warning', hint }));
}

/**
 * Puts the copies in place. The rename of the first is the moment from which everybody sees what was built; files that were
 * written beside their place follow, and whoever comes next does what a crash leaves undone.
 */
async function publishCopies(
  { host, project, sink }: AdapterOptions,
  copies: Copies,
  outputs: readonly StagedOutput[],
): Promise<void> {
  const { files, pid, platform } = host;
  const { root } = project;
  const built = copies.all.filter(({ working }) => files.exists(working));
  const moves = built.map(stagedFile);
  try {
    writeJournal(files, { version: 1, pid, state: 'publishing', moves, outputs, root });
    // On Windows a file that is open cannot be replaced; elsewhere the hold lasts until the very moment.
    if (platform.startsWith('win')) copies.letGo();
    moveAll(files, built);
  } catch (error) {
    const [first] = built;
    const isPublished = first !== undefined && !files.exists(first.working);
    copies.letGo();
    if (!isPublished) throw readable(error);
    return tellUnfinished(
      sink,
      'The database is published, those that are attached to it are not yet',
      error,
    );
  }
  copies.letGo();
  try {
    await finishOutputs(files, { files: outputs, databases: moves.map((each) => each.original), root });
  } catch (error) {
    // The database is published: the journal stays, and the next run goes on from there.
    return tellUnfinished(sink, 'The database is published, the files of external models are not yet', error);
  }
  copies.remove();
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
    adapter = await openDuckdb(onCopies(options, copies.all));
  } catch (error) {
    copies.remove();
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
    copies.remove();
    removeOutputs(host.files, outputs);
  };
  return {
    adapter,
    publish: (outputs) =>
      settle(async () => {
        try {
          requirePublishable(host, copies);
          await publishCopies(options, copies, outputs);
        } catch (error) {
          discard(outputs);
          throw error;
        }
      }),
    discard: (outputs) => settle(() => discard(outputs)),
  };
}
