import { join } from 'node:path';
import { DiagnosticError } from '../diagnostics/index.ts';
import type { Invocation, NodeResult, RunResult } from '../domain/index.ts';
import { type Host, scrubberOf } from '../host/index.ts';
import { secretsOf } from '../project/index.ts';
import type { Session } from './session.ts';

/** When the verdict of a run is sent somewhere. */
export type NotifyOn = 'failure' | 'recovery' | 'always';

const MOMENTS: readonly NotifyOn[] = ['failure', 'recovery', 'always'];

/** Commands whose verdict somebody may wait for. */
const NOTIFYING: ReadonlySet<string> = new Set([
  'run',
  'build',
  'test',
  'seed',
  'snapshot',
  'retry',
  'freshness',
]);

/** The environment variables that name who is told. Project files cannot: they are not always one's own. */
const URL_VARIABLE = 'SLUICE_NOTIFY_URL';
const COMMAND_VARIABLE = 'SLUICE_NOTIFY_COMMAND';

/** Milliseconds that a webhook may take, and nodes that a message names. */
const TIMEOUT = 5000;
const MAX_ANSWER = 64 * 1024;
const NAMED = 10;

const FAILED: ReadonlySet<string> = new Set(['error', 'fail', 'partial success', 'runtime error']);

interface FailedNode {
  readonly unique_id: string;
  readonly name: string;
  readonly status: string;
  /** The first line of what went wrong. */
  readonly error: string;
}

/** What is sent. Slack and those who accept its messages show `text`; the rest is for programs. */
interface Notification {
  readonly text: string;
  readonly project: string;
  readonly target: string;
  readonly command: string;
  readonly invocation_id: string;
  readonly verdict: 'success' | 'failure' | 'recovery';
  readonly elapsed_time: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly failed: readonly FailedNode[];
}

/** The setting of a call: when to tell. Words that mean nothing are answered too. */
function notifyOn({ flags }: Invocation): {
  readonly moments: readonly NotifyOn[];
  readonly unknown?: string;
} {
  const given = flags['NOTIFY'];
  if (given === null || given === undefined || given === false) return { moments: [] };
  const words = (Array.isArray(given) ? given : [given]).map(String);
  const unknown = words.find((word) => !MOMENTS.includes(word as NotifyOn));
  const moments = words.filter((word): word is NotifyOn => MOMENTS.includes(word as NotifyOn));
  return unknown === undefined ? { moments } : { moments, unknown };
}

function firstLine({ diagnostics, message, status }: NodeResult): string {
  const [first] = diagnostics;
  const text = first === undefined ? (message ?? status) : `${first.code} ${first.message}`;
  return text.trim().split('\n')[0] ?? '';
}

function failedNodes({ results }: RunResult): readonly FailedNode[] {
  return results
    .filter(({ status }) => FAILED.has(status))
    .map((each) => ({
      unique_id: each.node.uniqueId,
      name: each.node.name,
      status: each.status,
      error: firstLine(each),
    }));
}

function countsOf({ results }: RunResult): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const status of results.map((each) => each.status).sort()) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function textOf(notification: Omit<Notification, 'text'>): string {
  const { project, target, command, verdict, failed, counts } = notification;
  const head = { success: 'succeeded', failure: 'failed', recovery: 'succeeded again' }[verdict];
  const numbers = Object.entries(counts).map(([status, count]) => `${count} ${status}`);
  const lines = failed.slice(0, NAMED).map(({ name, error }) => `• ${name}: ${error}`);
  const rest = failed.length > NAMED ? [`… and ${failed.length - NAMED} more`] : [];
  return [`${project} (${target}): ${command} ${head}`, numbers.join(', '), ...lines, ...rest]
    .filter((line) => line !== '')
    .join('\n');
}

/** Remembers the verdict of a command and answers the one before it. */
function exchangeVerdict(host: Host, path: string, key: string, isWell: boolean): boolean | undefined {
  let known: Record<string, unknown> = {};
  try {
    const read: unknown = JSON.parse(host.files.readText(path));
    if (typeof read === 'object' && read !== null) known = read as Record<string, unknown>;
  } catch {
    // No verdict yet, or none that can be read: this is the first.
  }
  const before = known[key];
  host.files.writeAtomic(path, JSON.stringify({ ...known, [key]: isWell }));
  return typeof before === 'boolean' ? before : undefined;
}

async function post(host: Host, url: string, body: string): Promise<string | null> {
  const { status, statusText } = await host.network.get({
    url,
    body,
    timeout: TIMEOUT,
    maxBytes: MAX_ANSWER,
  });
  return status >= 200 && status < 300 ? null : `it answered ${status} ${statusText}`;
}

async function call(host: Host, command: string, notification: Notification): Promise<string | null> {
  const { code, stderr } = await host.processes.run({
    command,
    args: [notification.text],
    folder: host.workingDirectory,
    env: { SLUICE_NOTIFICATION: JSON.stringify(notification) },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  return code === 0 ? null : `it ended with ${code}: ${stderr.trim().split('\n')[0] ?? ''}`;
}

function complain({ events }: Session, problem: string): void {
  const text = `The verdict of the run could not be sent: ${problem}`;
  events({ type: 'message', level: 'warn', name: 'NotificationFailed', text });
}

/** Tells; whatever goes wrong with that is told in turn, and changes nothing about the run. */
async function deliver(session: Session, notification: Notification): Promise<void> {
  const { host } = session;
  const url = host.env.get(URL_VARIABLE);
  const command = host.env.get(COMMAND_VARIABLE);
  if (!url && !command) complain(session, `neither ${URL_VARIABLE} nor ${COMMAND_VARIABLE} is set`);
  const told = async (what: string, work: () => Promise<string | null>): Promise<void> => {
    try {
      const problem = await work();
      if (problem !== null) complain(session, `${what}: ${problem}`);
    } catch (error) {
      complain(session, `${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  if (url) await told('the webhook', () => post(host, url, JSON.stringify(notification)));
  if (command) await told(command, () => call(host, command, notification));
}

function isRunResult(value: unknown): value is RunResult {
  return typeof value === 'object' && value !== null && 'results' in value && 'elapsed' in value;
}

/** What a command came to: its result, or what stopped it. */
export interface Outcome {
  readonly success: boolean;
  readonly result?: unknown;
  readonly error?: unknown;
}

function notificationOf(session: Session, outcome: Outcome, before: boolean | undefined): Notification {
  const { invocation } = session;
  const { name: project, target } = session.project();
  const run = isRunResult(outcome.result) ? outcome.result : undefined;
  const stopped = outcome.error instanceof DiagnosticError ? outcome.error.diagnostics : [];
  const failed = [
    ...stopped.map((each) => ({
      unique_id: each.uniqueId ?? '',
      name: invocation.command,
      status: 'error',
      error: `${each.code} ${each.message.split('\n')[0]}`,
    })),
    ...(run === undefined ? [] : failedNodes(run)),
  ];
  const parts = {
    project,
    target: target.name,
    command: invocation.command,
    invocation_id: invocation.id,
    verdict: outcome.success ? (before === false ? 'recovery' : 'success') : 'failure',
    elapsed_time: run?.elapsed ?? 0,
    counts: run === undefined ? {} : countsOf(run),
    failed,
  } as const;
  const told: Notification = { text: textOf(parts), ...parts };
  // It leaves the machine: errors may name paths and values of the profile.
  const scrub = scrubberOf(secretsOf(session.host.env));
  return scrub === undefined ? told : (JSON.parse(scrub(JSON.stringify(told))) as Notification);
}

/**
 * Sends the verdict of a command where the environment says (`SLUICE_NOTIFY_URL`, a webhook that takes Slack's messages, or
 * `SLUICE_NOTIFY_COMMAND`, a program), at the moments that `--notify` or `notify` under `flags:` names. Never fails.
 */
export async function notifyOutcome(session: Session, outcome: Outcome): Promise<void> {
  const { invocation, host } = session;
  const { moments, unknown } = notifyOn(invocation);
  if (unknown !== undefined)
    complain(session, `'${unknown}' is not one of the moments ${MOMENTS.join(', ')}`);
  if (moments.length === 0 || !NOTIFYING.has(invocation.command)) return;
  let project: ReturnType<Session['project']>;
  try {
    project = session.project();
  } catch {
    // There is no project to speak of, and whoever called was told.
    return;
  }
  const path = join(project.root, '.sluice', 'verdicts.json');
  const before = exchangeVerdict(host, path, `${invocation.command} ${project.target.name}`, outcome.success);
  const isRecovery = outcome.success && before === false;
  const isWanted =
    moments.includes('always') ||
    (moments.includes('failure') && !outcome.success) ||
    (moments.includes('recovery') && isRecovery);
  if (isWanted) await deliver(session, notificationOf(session, outcome, before));
}
