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
  /** Waits while another program holds it. Rejects when `signal` is aborted meanwhile. */
  open(project: Project, signal: AbortSignal): Promise<Adapter>;
  /** Lets go of the file. */
  release(): Promise<void>;
}

export interface WatchDatabaseOptions {
  readonly clock: Clock;
  readonly openAdapter: (project: Project) => Promise<Adapter>;
  /** Called once for each wait. */
  readonly onWaiting: (diagnostic: Diagnostic) => void;
}

function lockedBy(error: unknown): Diagnostic | undefined {
  return error instanceof DiagnosticError
    ? error.diagnostics.find((each) => each.code === 'D010')
    : undefined;
}

export function createWatchDatabase(options: WatchDatabaseOptions): WatchDatabase {
  const { clock } = options;
  let opened: { readonly adapter: Promise<Adapter>; readonly project: Project } | undefined;

  const release = async () => {
    const { adapter } = opened ?? {};
    opened = undefined;
    const found = await adapter?.catch(() => undefined);
    await found?.close();
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

  return {
    async open(project, signal) {
      if (opened?.project !== project) {
        await release();
        opened = { adapter: tryToOpen(project, signal), project };
      }
      const { adapter } = opened;
      try {
        return await adapter;
      } catch (error) {
        if (opened?.adapter === adapter) opened = undefined;
        throw error;
      }
    },
    release,
  };
}
