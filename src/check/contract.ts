import type { AdapterPlugin } from '../adapter/contract.ts';
import type { RunEnvironment } from '../context/index.ts';
import type { Diagnostic, DiagnosticSink } from '../diagnostics/index.ts';
import type { CheckReport, Project, UniqueId } from '../domain/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Host } from '../host/index.ts';

export interface CheckerOptions {
  readonly project: Project;
  readonly plugin: AdapterPlugin;
  readonly host: Host;
  readonly sink: DiagnosticSink;
  /** What becomes of a warning: as it is, an error, or null for nothing. Default: as it is. */
  readonly judge?: ((warning: Diagnostic) => Diagnostic | null) | undefined;
}

/** The project as it is now. */
export interface CheckRequest {
  /** With the manifest of the newest parse. */
  readonly environment: RunEnvironment;
  /** The lineage of the same manifest. */
  readonly graph: Graph;
}

export interface CheckAllRequest extends CheckRequest {
  /** What is reported; what it reads from is bound too, and reported where it has an error. Default: everything. */
  readonly selected?: ReadonlySet<UniqueId> | undefined;
}

export interface CheckConeRequest extends CheckRequest {
  /**
   * What was edited since the check before: nodes and sources whose own text, properties or files changed, and those that use
   * a changed macro. What is new to the checker counts as edited.
   */
  readonly changed: ReadonlySet<UniqueId>;
}

/**
 * An analysis that is kept between edits: every node bound on empty tables of a private database in memory. Nothing is built,
 * and the project's database is only opened, to be read, while a check needs it.
 */
export interface Checker {
  /** Binds everything anew. Throws a `DiagnosticError` where the engine cannot be loaded; faults of the project are in the report. */
  checkAll(request: CheckAllRequest): Promise<CheckReport>;
  /** Binds what was edited, and downstream of it as far as output columns change. */
  checkCone(request: CheckConeRequest): Promise<CheckReport>;
  close(): Promise<void>;
}
