import { join } from 'node:path';
import { pythonJson } from '../../base/index.ts';
import type { NodeResult, UniqueId } from '../../domain/index.ts';
import type { Host, LineLog } from '../../host/index.ts';
import { type RunResultsOptions, runResultEntry, runResultsArtifact } from './run-results-json.ts';

/**
 * What a run has done so far, on the disk while it goes on. When the run is killed, the next command makes the
 * `run_results.json` of it, so that `retry` and `result:` know what was done.
 */
export interface RunJournal {
  started(uniqueId: UniqueId): void;
  finished(result: NodeResult): void;
  /** What was built is there for everybody: the run worked on a copy. */
  published(): void;
  /** The run has ended: its results are written or are not to be, or they could not be and the journal has to do. */
  close(outcome: 'removed' | 'kept'): void;
}

export interface RunJournalOptions extends RunResultsOptions {
  readonly host: Host;
  /** Absolute path of the target folder. */
  readonly targetPath: string;
  /** What is to be run. */
  readonly planned: readonly UniqueId[];
  /** Whether results count only once all of them are published. */
  readonly isStaged: boolean;
}

const NAME = /^run_journal\.(\d+)\.jsonl$/;

/** Begins the journal of a run; null where the folder cannot be written to, which the run finds out by itself. */
export function createRunJournal(options: RunJournalOptions): RunJournal | null {
  const { host, targetPath, planned, isStaged } = options;
  const { metadata, args } = runResultsArtifact(options);
  const head = pythonJson({ journal: 1, metadata, args, planned, staged: isStaged });
  let log: LineLog;
  try {
    log = host.files.openLog(join(targetPath, `run_journal.${host.pid}.jsonl`), head);
  } catch {
    return null;
  }
  return {
    started: (uniqueId) => log.append(pythonJson({ started: uniqueId })),
    // The compiled SQL is in the manifest too, and would be most of the file.
    finished: (result) => log.append(pythonJson({ ...runResultEntry(result), compiled_code: null })),
    published: () => log.append(pythonJson({ published: true })),
    close: (outcome) => log.close(outcome),
  };
}

interface Head {
  readonly metadata: unknown;
  readonly args: unknown;
  readonly planned: readonly string[];
  readonly staged: boolean;
}

interface Found {
  readonly head: Head;
  /** Entries as they were written, by unique id. */
  readonly entries: ReadonlyMap<string, { readonly text: string; readonly status: string }>;
  readonly started: ReadonlySet<string>;
  readonly isPublished: boolean;
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // The line that was being written when the process ended.
    return undefined;
  }
}

function readJournal(text: string): Found | undefined {
  const [first = '', ...lines] = text.split('\n');
  const head = parsed(first);
  if (head?.['journal'] !== 1 || !Array.isArray(head['planned'])) return undefined;
  const entries = new Map<string, { readonly text: string; readonly status: string }>();
  const started = new Set<string>();
  let isPublished = false;
  for (const line of lines) {
    const value = parsed(line);
    if (value === undefined) continue;
    const { unique_id: id, status, started: began, published } = value;
    if (typeof id === 'string') entries.set(id, { text: line, status: String(status) });
    if (typeof began === 'string') started.add(began);
    if (published === true) isPublished = true;
  }
  return { head: head as unknown as Head, entries, started, isPublished };
}

/** Statuses that stay what they are when nothing of a run was published. */
const FAILED: ReadonlySet<string> = new Set(['error', 'fail', 'partial success', 'skipped']);

function unfinished(uniqueId: string, isStarted: boolean): string {
  return pythonJson({
    status: isStarted ? 'error' : 'skipped',
    timing: [],
    thread_id: 'MainThread',
    execution_time: 0,
    adapter_response: {},
    message: isStarted ? 'The process ended while this node was running' : null,
    failures: null,
    unique_id: uniqueId,
    compiled: null,
    compiled_code: null,
    relation_name: null,
    batch_results: null,
    overload_results: null,
  });
}

function resultsText({ head, entries, started, isPublished }: Found): string {
  const isWithheld = head.staged && !isPublished;
  const results = head.planned.map((id) => {
    const entry = entries.get(id);
    if (entry === undefined) return unfinished(id, started.has(id));
    return isWithheld && !FAILED.has(entry.status) ? unfinished(id, false) : entry.text;
  });
  const [metadata, args] = [head.metadata, head.args].map((each) => pythonJson(each));
  return `{"metadata": ${metadata}, "results": [${results.join(', ')}], "elapsed_time": 0.0, "args": ${args}}`;
}

const TEMPORARY = /\.(\d+)\.\d+\.tmp$/;

/** Files that a killed process was about to put in place. */
function removeUnfinished({ files, pid, isRunning }: Host, targetPath: string): void {
  for (const name of files.list(targetPath)) {
    const owner = Number(TEMPORARY.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isNaN(owner) && owner !== pid && !isRunning(owner)) files.remove(join(targetPath, name));
  }
}

/**
 * Writes the `run_results.json` of runs that were killed, from their journals, and removes those. A run that is at work keeps
 * its journal. Answers how many runs were found.
 */
export function recoverRunResults(host: Host, targetPath: string): number {
  const { files, pid, isRunning } = host;
  removeUnfinished(host, targetPath);
  const journals = files
    .list(targetPath)
    .map((name) => ({ path: join(targetPath, name), owner: Number(NAME.exec(name)?.[1] ?? Number.NaN) }))
    .filter(({ owner }) => !Number.isNaN(owner) && owner !== pid && !isRunning(owner));
  for (const { path } of journals) {
    const found = readJournal(files.readText(path));
    if (found !== undefined) files.writeAtomic(join(targetPath, 'run_results.json'), resultsText(found));
    files.remove(path);
  }
  return journals.length;
}
