import type { LiveFailure, LiveMessage } from '../../../src/docs-site/live-messages.ts';
import { type CorePayload, type History, type RunEntry, STATUSES } from '../../../src/docs-site/payload.ts';

/** How the watched project stands. */
export interface Live {
  readonly isConnected: boolean;
  /** Unique ids of what is being built. */
  readonly running: readonly string[];
  readonly failing: readonly LiveFailure[];
  /** What happened last, in words. */
  readonly news: string;
  readonly isOutdated: boolean;
}

/** Where events come from; null for a page that was opened from disk or served as a file. */
export function liveAddress(): string | null {
  return document.querySelector('meta[name="sluice-live"]')?.getAttribute('content') ?? null;
}

type Result = Extract<LiveMessage, { type: 'result' }>;

function addHistory(history: readonly History[], { id, seconds, rows }: Result, status: number): History[] {
  const known = history.find((each) => each.id === id) ?? { id, statuses: [], seconds: [], rows: [] };
  const longer = {
    id,
    statuses: [...known.statuses, status],
    seconds: [...known.seconds, seconds],
    rows: [...known.rows, rows],
  };
  return [...history.filter((each) => each.id !== id), longer];
}

/** The payload with one result more. */
function withResult(core: CorePayload, result: Result): CorePayload {
  const status = (STATUSES as readonly string[]).indexOf(result.status);
  const { id, seconds, rows, failures, message } = result;
  const entry: RunEntry = { id, status, start: null, seconds, thread: null, rows, failures, message };
  const run = core.lastRun;
  const others = run?.entries.filter((each) => each.id !== id) ?? [];
  const node = core.nodes.uniqueId.indexOf(id);
  const isCounted = node !== -1 && rows !== null;
  const counts = [...core.nodes.rows];
  if (isCounted) counts[node] = rows;
  return {
    ...core,
    nodes: isCounted ? { ...core.nodes, rows: counts } : core.nodes,
    lastRun: run === null ? null : { ...run, seconds: run.seconds + seconds, entries: [...others, entry] },
    history: addHistory(core.history, result, status),
  };
}

/** The payload at the beginning of a run. */
function withRun(core: CorePayload, { at, target }: Extract<LiveMessage, { type: 'run' }>): CorePayload {
  return { ...core, lastRun: { command: 'build', at, target, seconds: 0, entries: [] } };
}

/** The payload after a message; the same one when the message changes nothing of it. */
export function withMessage(core: CorePayload, message: LiveMessage): CorePayload {
  if (message.type === 'run') return withRun(core, message);
  return message.type === 'result' ? withResult(core, message) : core;
}

export const NOT_LIVE: Live = {
  isConnected: false,
  running: [],
  failing: [],
  news: 'connecting',
  isOutdated: false,
};

function few(words: readonly string[]): string {
  return words.length > 3 ? `${words.slice(0, 3).join(', ')} and ${words.length - 3} more` : words.join(', ');
}

/** How things stand after a message. */
export function liveAfter(live: Live, message: LiveMessage): Live {
  switch (message.type) {
    case 'hello':
      return {
        isConnected: true,
        running: message.running,
        failing: message.failing,
        isOutdated: message.isOutdated,
        news: 'watching',
      };
    case 'saved':
      return { ...live, news: `saved ${few(message.paths)}` };
    case 'checked': {
      const others = live.failing.filter((each) => each.kind !== 'check');
      const isWell = message.failing.length === 0;
      return {
        ...live,
        failing: [...others, ...message.failing],
        news: isWell ? 'checks out' : 'would break',
      };
    }
    case 'run':
      return { ...live, running: [], news: 'building' };
    case 'started':
      return { ...live, running: [...live.running, message.id] };
    case 'result':
      return { ...live, running: live.running.filter((id) => id !== message.id) };
    case 'rest': {
      const { failing, isOutdated, success } = message;
      return { ...live, running: [], failing, isOutdated, news: success ? 'all is well' : 'not well' };
    }
    case 'page':
      return { ...live, isOutdated: false };
  }
}
