import { join, resolve } from 'node:path';
import { type EarlierRun, readEarlierRun } from '../../artifacts/index.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { BatchResults, UniqueId } from '../../domain/index.ts';
import { flagDefaults } from '../flags/defaults.ts';
import { textFlag } from '../flags/read-flags.ts';
import type { Retrying, Session } from '../session.ts';

/** Flags of which a retry takes its own: they say where things lie, not what is done. */
const OWN: readonly string[] = [
  'log_path',
  'profiles_dir',
  'project_dir',
  'defer_state',
  'target_path',
  'warn_error',
];

const RETRIED: ReadonlySet<string> = new Set([
  'error',
  'fail',
  'skipped',
  'runtime error',
  'partial success',
]);

/** The run that is taken up again. */
export interface EarlierCall {
  readonly command: string;
  /** Its options, with those of the retry in front. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly retrying: Retrying;
}

function refuse(message: string, dbtMessage: string, hint: string): never {
  throw new DiagnosticError(diagnostic('S018', message, { dbtMessage, hint }));
}

function readRun(session: Session): EarlierRun {
  const { root, targetPath } = session.project();
  const state = textFlag(session, 'state');
  const folder = state === undefined || state === '' ? targetPath : resolve(root, state);
  const found = readEarlierRun(session.host.files, join(folder, 'run_results.json'));
  if (found !== undefined) return found;
  const shown = state ?? session.project().targetFolder;
  return refuse(
    `there is no run_results.json in '${shown}'`,
    `Could not find previous run in '${shown}' target directory`,
    'Run a command first, or name the folder of its artifacts with --state.',
  );
}

function isSet(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' ? Object.values(value).some(isSet) : true;
}

/** Options of the earlier call that this version knows and that say something. */
function earlierOptions(command: string, args: EarlierRun['args']): Record<string, unknown> {
  const known = flagDefaults(command);
  const kept = Object.entries(args).filter(
    ([name, value]) => name in known && !OWN.includes(name) && name !== 'show' && isSet(value),
  );
  return Object.fromEntries(kept);
}

/** What the call itself says, where it may. */
function ownOptions({ invocation, project }: Session): Record<string, unknown> {
  const { flags } = invocation;
  const own = OWN.map((name) => [name, flags[name.toUpperCase()]] as const);
  const overriding = ['vars', 'threads'].map((name) => [name, flags[name.toUpperCase()]] as const);
  const set = [...own, ...overriding].filter(([, value]) => isSet(value));
  return { ...Object.fromEntries(set), project_dir: project().root };
}

/** Hooks around a run are run again with whatever is run; by themselves they are not. */
function isRetried(uniqueId: UniqueId, command: string): boolean {
  return command === 'run-operation' || !uniqueId.startsWith('operation.');
}

/** Models of which some batches were built: only their other batches are built again. */
function batchesOf({ results }: EarlierRun): ReadonlyMap<UniqueId, BatchResults> {
  return new Map(
    results.flatMap(({ uniqueId, batches }) =>
      batches !== null && batches.successful.length > 0 && batches.failed.length > 0
        ? [[uniqueId, batches] as const]
        : [],
    ),
  );
}

/**
 * The command of the run before with its options, and the nodes that are to be run again. Throws a `DiagnosticError` when
 * there was no such run, or it was of a command that cannot be retried.
 */
export function readEarlierCall(session: Session, retryable: readonly string[]): EarlierCall {
  const run = readRun(session);
  const command = run.command ?? '';
  if (!retryable.includes(command)) {
    const message = `the run before was of '${run.command ?? 'an unknown command'}', which cannot be taken up again`;
    refuse(message, message, `Only ${retryable.map((each) => `'${each}'`).join(', ')} can.`);
  }
  const warns = session.invocation.flags['WARN_ERROR'] === true;
  const isWanted = (status: string) => RETRIED.has(status) || (warns && status === 'warn');
  const again = run.results.filter((each) => isWanted(each.status) && isRetried(each.uniqueId, command));
  return {
    command,
    given: { ...earlierOptions(command, run.args), ...ownOptions(session) },
    retrying: {
      uniqueIds: again.map((each) => each.uniqueId),
      retried: {
        startedAt: run.startedAt ?? session.invocation.startedAt,
        batches: batchesOf(run),
      },
    },
  };
}
