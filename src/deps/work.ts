import type { DiagnosticSink } from '../diagnostics/index.ts';
import type { EventSink } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja } from '../jinja/index.ts';
import type { HubPackage } from './hub.ts';

/** What the steps of one `deps` share. */
export interface Work {
  readonly host: Host;
  readonly jinja: Jinja;
  readonly sink: DiagnosticSink;
  readonly events: EventSink;
  readonly signal: AbortSignal | undefined;
  /** Absolute folder of the project. */
  readonly root: string;
  readonly projectName: string;
  readonly cliVars: Readonly<Record<string, unknown>>;
  /** Whether versions for another dbt are left out. */
  readonly versionCheck: boolean;
  /** As written: `dbt_packages`. */
  readonly installPath: string;
  /** A folder of this work alone, for what is fetched. */
  readonly downloads: string;
  /** Answers of the hub, by address: each is asked for once. */
  readonly hub: { index: readonly string[] | undefined; readonly packages: Map<string, HubPackage> };
  /** What is in the downloads folder, by what it was fetched for. */
  readonly fetched: Map<string, string>;
}

/** Tells something under dbt's name of the event. */
export function tell(
  work: Pick<Work, 'events'>,
  level: 'debug' | 'info',
  event: {
    readonly name: string;
    readonly text: string;
    readonly data?: Readonly<Record<string, unknown>>;
  },
): void {
  work.events({ type: 'message', level, data: {}, ...event });
}
