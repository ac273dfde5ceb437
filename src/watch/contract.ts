import type { Adapter } from '../adapter/contract.ts';
import type { Checker } from '../check/index.ts';
import type { DeferralRules, RunEnvironment } from '../context/index.ts';
import type { DiagnosticSink } from '../diagnostics/index.ts';
import type { EventSink, Manifest, Project, UniqueId } from '../domain/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Host } from '../host/index.ts';
import type { FileChange } from './files/file-ledger.ts';

/** How far a change is followed downstream: as far as content changes, not at all, or everywhere. */
export type Downstream = 'auto' | 'none' | 'all';

/** The project as it was read at one moment. */
export interface Generation {
  readonly project: Project;
  readonly manifest: Manifest;
  readonly graph: Graph;
  /** Ids that `--select` and `--exclude` choose; null for everything. */
  readonly scope: ReadonlySet<UniqueId> | null;
  /** Whether this stands for a project that could not be read yet. */
  readonly isUnread: boolean;
  /** `--defer`: what references fall back on. */
  deferral(): DeferralRules | undefined;
  /** A run of its own: with an id and a start of its own. */
  environment(selected: readonly UniqueId[]): RunEnvironment;
}

/** The world around the watching: how the project is read, and the engine opened. */
export interface WatchWorld {
  readonly host: Host;
  readonly events: EventSink;
  readonly sink: DiagnosticSink;
  readonly project: Project;
  /** Reads the project for the first time. Throws a `DiagnosticError` with everything that is wrong. */
  first(): Generation;
  /** The project without anything in it, while it cannot be read. */
  unread(): Generation;
  /** Reads the project again, as far as these files ask for it. Throws a `DiagnosticError` with everything that is wrong. */
  reparse(changes: readonly FileChange[], isProjectChanged: boolean): Generation;
  /** The same project with another selection; empty for everything. Throws a `DiagnosticError` when it cannot be used. */
  select(words: readonly string[]): Generation;
  openAdapter(project: Project): Promise<Adapter>;
  openChecker(project: Project): Checker;
  /** Rows as a table for people and as records. */
  preview(rows: PreviewRows): { readonly text: string; readonly json: unknown };
  /** Makes the docs page of the newest project, and answers its HTML. Throws a `DiagnosticError` when that cannot be done. */
  makePage(): Promise<string>;
  close(): Promise<void>;
}

export type PreviewRows = Awaited<ReturnType<Awaited<ReturnType<Adapter['connect']>>['execute']>>;

/** Single keys of a terminal. */
export interface KeySource {
  /** Calls back with each key; answers a function that stops. */
  listen(onKey: (key: string) => void): () => void;
}
