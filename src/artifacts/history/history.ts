import { join } from 'node:path';
import type { Invocation, NodeResult, RunResult } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';

/** One node in one run. */
export interface HistoryEntry {
  /** ISO 8601, UTC: when the run started. */
  readonly at: string;
  /** The invocation's id: entries of one run share it. */
  readonly invocation: string;
  readonly command: string;
  readonly target: string;
  readonly uniqueId: string;
  readonly status: string;
  readonly seconds: number;
  /** Rows of the table after the node ran, or rows written; null when not known. */
  readonly rows: number | null;
  /** Failing rows of a test. */
  readonly failures: number | null;
  /** Seconds from the start of the run; null when it did not start. */
  readonly start: number | null;
  readonly thread: string | null;
  /** The first line of what went wrong; null when nothing did. */
  readonly message: string | null;
}

/** Longer messages are cut: the whole text is in `run_results.json` and the log. */
const MAX_MESSAGE = 300;
const WELL: ReadonlySet<string> = new Set(['success', 'pass', 'no-op', 'skipped']);

/** The file grows up to this size; then its older half is dropped. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Lies beside the project's files and not in the target folder, so that `clean` keeps it. */
export function historyPath(projectRoot: string): string {
  return join(projectRoot, '.sluice', 'history.jsonl');
}

function rowsOf(result: NodeResult): number | null {
  if (result.rows !== null) return result.rows;
  const affected = result.adapterResponse['rows_affected'];
  return typeof affected === 'number' && affected >= 0 ? affected : null;
}

function startOf({ timing }: NodeResult, run: RunResult): number | null {
  const first = timing[0];
  return first === undefined ? null : round((first.startedAt.getTime() - run.startedAt.getTime()) / 1000);
}

function messageOf({ status, message, diagnostics }: NodeResult): string | null {
  if (WELL.has(status)) return null;
  const text = diagnostics[0]?.message ?? message ?? '';
  const line = text.trim().split('\n')[0] ?? '';
  return line === '' ? null : line.slice(0, MAX_MESSAGE);
}

function round(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

export interface HistoryOptions {
  readonly files: Files;
  readonly projectRoot: string;
  readonly invocation: Invocation;
  readonly target: string;
  readonly result: RunResult;
}

function linesOf(options: HistoryOptions): string {
  const at = options.result.startedAt.toISOString();
  const { id: invocation, command } = options.invocation;
  const lines = options.result.results
    .filter((result) => result.node.resourceType !== 'operation')
    .map(
      (result): HistoryEntry => ({
        at,
        invocation,
        command,
        target: options.target,
        uniqueId: result.node.uniqueId,
        status: result.status,
        seconds: round(result.executionTime),
        rows: rowsOf(result),
        failures: result.failures,
        start: startOf(result, options.result),
        thread: result.timing.length === 0 ? null : result.threadId,
        message: messageOf(result),
      }),
    );
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Drops the older half of a file that has grown too large, at a line's end. */
function bound(files: Files, path: string): void {
  const size = files.stat(path)?.size ?? 0;
  if (size <= MAX_BYTES) return;
  const text = files.readText(path);
  const cut = text.indexOf('\n', text.length >> 1);
  files.writeAtomic(path, cut === -1 ? '' : text.slice(cut + 1));
}

/** Adds a run to the history: one line per node, all lines in one append, so that two runs at once do not mix lines. */
export function appendHistory(options: HistoryOptions): void {
  const lines = linesOf(options);
  if (lines === '') return;
  const path = historyPath(options.projectRoot);
  bound(options.files, path);
  options.files.append(path, lines);
}

function parseLine(line: string): HistoryEntry[] {
  if (line.trim() === '') return [];
  try {
    const entry = JSON.parse(line) as Partial<HistoryEntry> | null;
    const { at, uniqueId, status, seconds } = entry ?? {};
    if (typeof at !== 'string' || typeof uniqueId !== 'string') return [];
    if (typeof status !== 'string' || typeof seconds !== 'number') return [];
    return [
      {
        at,
        invocation: entry?.invocation ?? '',
        command: entry?.command ?? '',
        target: entry?.target ?? '',
        uniqueId,
        status,
        seconds,
        rows: entry?.rows ?? null,
        failures: entry?.failures ?? null,
        start: entry?.start ?? null,
        thread: entry?.thread ?? null,
        message: entry?.message ?? null,
      },
    ];
  } catch {
    return [];
  }
}

/** The history, oldest first. Lines that cannot be read (a run that was killed while writing) are passed over. */
export function readHistory(files: Files, projectRoot: string): readonly HistoryEntry[] {
  const path = historyPath(projectRoot);
  return files.exists(path) ? files.readText(path).split('\n').flatMap(parseLine) : [];
}
