import type { Adapter, AdapterOptions, AdapterPlugin, StagedAdapter } from '../adapter/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Invocation } from '../domain/index.ts';
import type { Publication } from '../run/index.ts';

/** The engine of one session, opened when it is first asked for. */
export interface SessionEngine {
  /** Opens the engine, once: over a copy of the database when the run is to be published as a whole. */
  openAdapter(): Promise<Adapter>;
  /** How the run ends, when it works on a copy. */
  readonly publication: Publication | undefined;
  /** Lets go of everything. A copy that was not published is thrown away. */
  close(): Promise<void>;
}

/** Commands that change data and can do it as a whole. */
const ATOMIC_COMMANDS: ReadonlySet<string> = new Set(['build', 'run', 'seed', 'snapshot', 'retry']);

/** Whether what a call builds becomes visible at one moment, or not at all: `--atomic`, or `atomic` under `flags:`. */
export function isAtomic({ command, flags }: Invocation): boolean {
  return ATOMIC_COMMANDS.has(command) && flags['ATOMIC'] === true;
}

export interface SessionEngineOptions {
  readonly plugin: () => AdapterPlugin;
  readonly adapterOptions: () => AdapterOptions;
  readonly invocation: Invocation;
  /** Opens a database that another program may hold. */
  readonly patiently: <Opened>(open: () => Promise<Opened>) => Promise<Opened>;
}

function openStaged(plugin: AdapterPlugin, options: AdapterOptions): Promise<StagedAdapter> {
  if (plugin.openStaged !== undefined) return plugin.openStaged(options);
  throw new DiagnosticError(
    diagnostic('D044', `Databases of type '${plugin.name}' cannot take part in an atomic run`, {
      hint: 'Run without --atomic.',
    }),
  );
}

/** An engine that is not open yet. */
export function createSessionEngine(options: SessionEngineOptions): SessionEngine {
  let adapter: Promise<Adapter> | undefined;
  let staged: StagedAdapter | undefined;
  let isStaged = isAtomic(options.invocation);
  const open = async (): Promise<Adapter> => {
    if (!isStaged) return options.patiently(() => options.plugin().open(options.adapterOptions()));
    staged = await options.patiently(() => openStaged(options.plugin(), options.adapterOptions()));
    return staged.adapter;
  };
  /** After its end the session sees the database itself. */
  const settle = async (work: (staged: StagedAdapter) => Promise<void>): Promise<void> => {
    await adapter?.catch(() => undefined);
    const opened = staged;
    staged = undefined;
    isStaged = false;
    adapter = undefined;
    if (opened !== undefined) await work(opened);
  };
  const publication: Publication = {
    publish: (outputs) => settle((opened) => opened.publish(outputs)),
    discard: (outputs) => settle((opened) => opened.discard(outputs)),
  };
  return {
    openAdapter() {
      adapter ??= open();
      return adapter;
    },
    publication: isStaged ? publication : undefined,
    async close() {
      if (isStaged) return publication.discard([]);
      const opened = await adapter?.catch(() => undefined);
      await opened?.close();
    },
  };
}
