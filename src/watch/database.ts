import type { Adapter } from '../adapter/contract.ts';
import { type Diagnostic, DiagnosticError } from '../diagnostics/index.ts';
import type { Project } from '../domain/index.ts';
import type { Clock } from '../host/index.ts';

/** Milliseconds between two tries to open a database that another program holds. */
const RETRY = 100;
/** Others may take the database for a moment; only what lasts longer than this is told. */
const PATIENCE = 400;

/** The project's database, open while something is built and at no other time. */
export interface WatchDatabase {
  /** Begins to open it, for whoever will ask soon: a database of a thousand relations takes some 50 ms. */
  begin(project: Project): void;
  /** Waits while another program holds it. Rejects when `signal` is aborted meanwhile. */
  open(project: Project, signal: AbortSignal): Promise<Adapter>;
  /** Lets go of the file; who still waits for it does so in vain. */
  release(): Promise<void>;
}

export interface WatchDatabaseOptions {
  readonly clock: Clock;
  readonly openAdapter: (project: Project) => Promise<Adapter>;
  /** Called once for each wait. */
  readonly onWaiting: (diagnostic: Diagnostic) => void;
}

interface Opened {
  readonly adapter: Promise<Adapter>;
  readonly project: Project;
  /** Ends the waiting for another program. */
  readonly ending: AbortController;
}

function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((done, fail) => {
    const stop = () => fail(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener('abort', stop));
  });
}

function lockedBy(error: unknown): Diagnostic | undefined {
  return error instanceof DiagnosticError
    ? error.diagnostics.find((each) => each.code === 'D010')
    : undefined;
}

export function createWatchDatabase(options: WatchDatabaseOptions): WatchDatabase {
  const { clock } = options;
  let opened: Opened | undefined;

  /** Resolves when what was opened before is closed: the file is not opened again before that. */
  let closing: Promise<void> = Promise.resolve();

  const close = async ({ adapter, ending }: Opened) => {
    ending.abort();
    const found = await adapter.catch(() => undefined);
    await found?.close();
  };

  const release = async () => {
    if (opened !== undefined) {
      closing = close(opened);
      opened = undefined;
    }
    await closing;
  };

  const tryToOpen = async (project: Project, signal: AbortSignal): Promise<Adapter> => {
    const started = clock.monotonic();
    let isTold = false;
    for (;;) {
      try {
        return await options.openAdapter(project);
      } catch (error) {
        const locked = lockedBy(error);
        if (locked === undefined) throw error;
        if (!isTold && clock.monotonic() - started >= PATIENCE) {
          isTold = true;
          options.onWaiting(locked);
        }
        await clock.wait(RETRY, signal);
      }
    }
  };

  const start = (project: Project): Opened => {
    const ending = new AbortController();
    const adapter = closing.catch(() => undefined).then(() => tryToOpen(project, ending.signal));
    const mine: Opened = { adapter, project, ending };
    opened = mine;
    mine.adapter.catch(() => {
      if (opened === mine) opened = undefined;
    });
    return mine;
  };

  return {
    begin(project) {
      if (opened === undefined) start(project);
    },
    async open(project, signal) {
      if (opened?.project !== project) await release();
      const { adapter } = opened ?? start(project);
      return unlessAborted(adapter, signal);
    },
    release,
  };
}
