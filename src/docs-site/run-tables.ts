import type { HistoryEntry } from '../artifacts/index.ts';
import { type CorePayload, type History, type Run, STATUSES } from './payload.ts';

/** Runs and results per thing that the page shows at most. */
const MAX_RUNS = 30;
const MAX_RESULTS = 12;

export function statusIndex(status: string): number {
  return (STATUSES as readonly string[]).indexOf(status);
}

function runsIn(history: readonly HistoryEntry[]): readonly (readonly HistoryEntry[])[] {
  const runs = new Map<string, HistoryEntry[]>();
  for (const entry of history) {
    const key = `${entry.invocation}\n${entry.at}`;
    const run = runs.get(key);
    if (run === undefined) runs.set(key, [entry]);
    else run.push(entry);
  }
  return [...runs.values()];
}

function secondsOf(entries: readonly HistoryEntry[]): number {
  return entries.reduce((most, { start, seconds }) => Math.max(most, (start ?? 0) + seconds), 0);
}

function lastRun(entries: readonly HistoryEntry[]): Run | null {
  const [first] = entries;
  if (first === undefined) return null;
  return {
    command: first.command,
    at: Date.parse(first.at),
    target: first.target,
    seconds: secondsOf(entries),
    entries: entries.map(({ uniqueId, status, start, seconds, thread, rows, failures, message }) => ({
      id: uniqueId,
      status: statusIndex(status),
      start,
      seconds,
      thread,
      rows,
      failures,
      message,
    })),
  };
}

function resultsByThing(history: readonly HistoryEntry[]): readonly History[] {
  const things = new Map<string, HistoryEntry[]>();
  for (const entry of history) {
    const results = things.get(entry.uniqueId);
    if (results === undefined) things.set(entry.uniqueId, [entry]);
    else results.push(entry);
  }
  return [...things].map(([id, all]) => {
    const results = all.slice(-MAX_RESULTS);
    return {
      id,
      statuses: results.map((each) => statusIndex(each.status)),
      seconds: results.map((each) => each.seconds),
      rows: results.map((each) => each.rows),
    };
  });
}

function shortRun(entries: readonly HistoryEntry[]): CorePayload['runs'][number] {
  const counts = STATUSES.map((status) => entries.filter((each) => each.status === status).length);
  const first = entries[0] as HistoryEntry;
  return { command: first.command, at: Date.parse(first.at), seconds: secondsOf(entries), counts };
}

/** The last run whole, earlier ones in short, and the last results of each thing; `isShown` leaves out what the page has not. */
export function runTables(
  all: readonly HistoryEntry[],
  isShown: (uniqueId: string) => boolean,
): Pick<CorePayload, 'lastRun' | 'runs' | 'history'> {
  const history = all.filter((each) => isShown(each.uniqueId));
  const runs = runsIn(history);
  return {
    lastRun: lastRun(runs.at(-1) ?? []),
    runs: runs.slice(-MAX_RUNS).map(shortRun),
    history: resultsByThing(history),
  };
}
