import { join } from 'node:path';
import { type Diagnostic, DiagnosticError, diagnostic as diagnosticOf } from '../diagnostics/index.ts';
import type { EventSink, Invocation } from '../domain/index.ts';
import type { Host } from '../host/index.ts';

/** Milliseconds between two tries: a try that fails costs about 4. */
const PAUSE = 100;

export interface PatienceOptions {
  readonly host: Host;
  readonly invocation: Invocation;
  readonly events: EventSink;
  readonly signal: AbortSignal | undefined;
  /** Where runs of this project keep their journals. */
  readonly targetPath: () => string;
}

/** Who holds the database, as far as an error tells. */
function holderOf(error: unknown): { readonly pid: number; readonly diagnostic: Diagnostic } | undefined {
  if (!(error instanceof DiagnosticError)) return undefined;
  const found = error.diagnostics.find((each) => each.code === 'D010');
  const pid = /\((?:PID|process) (\d+)\)/.exec(found?.dbtMessage ?? '')?.[1];
  return found === undefined || pid === undefined ? undefined : { pid: Number(pid), diagnostic: found };
}

/** How long to wait for whoever holds the database, in milliseconds: for another run of this project as long as it takes. */
function patienceWith(pid: number, { host, invocation, targetPath }: PatienceOptions): number {
  const isRun = host.files.exists(join(targetPath(), `run_journal.${pid}.jsonl`));
  if (isRun && pid !== host.pid) return Number.POSITIVE_INFINITY;
  const seconds = invocation.flags['WAIT'];
  return typeof seconds === 'number' ? seconds * 1000 : 0;
}

/**
 * Opens a database that another program may hold: waits for another run of the project, and for others as long as `--wait`
 * says. Throws what the last try threw.
 */
export async function withPatience<Opened>(
  options: PatienceOptions,
  open: () => Promise<Opened>,
): Promise<Opened> {
  const { clock } = options.host;
  const started = clock.monotonic();
  let told: number | undefined;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const holder = holderOf(error);
      if (holder === undefined) throw error;
      const { pid, diagnostic } = holder;
      const patience = patienceWith(pid, options);
      if (clock.monotonic() - started >= patience) throw error;
      if (told !== pid) {
        told = pid;
        const what =
          patience === Number.POSITIVE_INFINITY ? `Another run (process ${pid})` : `Process ${pid}`;
        const text = `${what} has the database open. Waiting for it.`;
        const data = { pid, holder: diagnostic.hint ?? diagnostic.message };
        options.events({ type: 'message', level: 'info', name: 'WaitingForDatabase', text, data });
      }
      await clock.wait(PAUSE, options.signal).catch(() => {
        throw new DiagnosticError(
          diagnosticOf('D107', 'The run was interrupted while it waited for the database'),
        );
      });
    }
  }
}
