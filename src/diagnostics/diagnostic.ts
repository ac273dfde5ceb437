import type { Severity } from './codes/define.ts';
import { CODES, type Code } from './codes/index.ts';
import type { Span } from './span.ts';

/** One level of the macro stack under an error, innermost first. */
export interface StackFrame {
  /** Macro name, or the node's name for the outermost frame. */
  readonly name: string;
  readonly span?: Span;
}

/** A second place that belongs to a diagnostic: "similar name defined here", the compiled SQL, ... */
export interface Note {
  readonly message: string;
  readonly span?: Span;
}

/**
 * Something a user should know, as a value. What is shown to people is built from `message`, `hint`, `span` and `notes`;
 * what tools match on is `code`, and `kind` with `dbtMessage`, which are dbt's own words.
 */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** One sentence: what happened and why. Neither position nor code stand in it. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly hint?: string;
  readonly span?: Span;
  /** The words under the caret. */
  readonly label?: string;
  readonly notes: readonly Note[];
  readonly stack: readonly StackFrame[];
  /** dbt's name for this kind of error, such as `Compilation Error`. */
  readonly kind: string;
  /** dbt's sentence for the same error; `message` where dbt has none. */
  readonly dbtMessage: string;
  /** The unique id of the node concerned. */
  readonly uniqueId?: string;
  /** The Python class that Jinja raises for the same error, such as `TypeError`. */
  readonly exception?: string;
  /** What dbt's event of this warning carries in its JSON log, under dbt's keys; default the sentence as `msg`. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Names the deprecation where one event stands for several: each is shown once. */
  readonly deprecation?: string;
}

export interface DiagnosticDetails {
  readonly severity?: Severity;
  readonly hint?: string | undefined;
  readonly span?: Span | undefined;
  readonly label?: string | undefined;
  readonly notes?: readonly Note[];
  readonly stack?: readonly StackFrame[];
  readonly kind?: string;
  readonly dbtMessage?: string;
  readonly uniqueId?: string | undefined;
  readonly exception?: string | undefined;
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  readonly deprecation?: string | undefined;
}

/** Makes a diagnostic of a known code. `message` is the sentence for this case. */
export function diagnostic(code: Code, message: string, details: DiagnosticDetails = {}): Diagnostic {
  const entry = CODES[code];
  return Object.freeze({
    code,
    severity: details.severity ?? entry.severity,
    message,
    notes: details.notes ?? [],
    stack: details.stack ?? [],
    kind: details.kind ?? entry.kind,
    dbtMessage: details.dbtMessage ?? message,
    ...(details.hint === undefined ? {} : { hint: details.hint }),
    ...(details.span === undefined ? {} : { span: details.span }),
    ...(details.label === undefined ? {} : { label: details.label }),
    ...(details.uniqueId === undefined ? {} : { uniqueId: details.uniqueId }),
    ...(details.exception === undefined ? {} : { exception: details.exception }),
    ...(details.fields === undefined ? {} : { fields: details.fields }),
    ...(details.deprecation === undefined ? {} : { deprecation: details.deprecation }),
  });
}

/**
 * Carries diagnostics up a stack that cannot return them: out of a template, out of a loader that cannot go on.
 * Caught at a room's door and turned into values again; anything else that is thrown is a bug of ours (`I001`).
 */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: Diagnostic | readonly Diagnostic[]) {
    const all = Array.isArray(diagnostics)
      ? (diagnostics as readonly Diagnostic[])
      : [diagnostics as Diagnostic];
    super(all.map((each) => each.dbtMessage).join('\n'));
    this.name = 'DiagnosticError';
    this.diagnostics = all;
  }
}

/** Where diagnostics go while work continues: loaders report as many as they find. */
export interface DiagnosticSink {
  report(diagnostic: Diagnostic): void;
}

/** A sink that keeps everything, for a caller that decides at the end. */
export class DiagnosticList implements DiagnosticSink {
  readonly all: Diagnostic[] = [];

  report(diagnostic: Diagnostic): void {
    this.all.push(diagnostic);
  }

  get errors(): readonly Diagnostic[] {
    return this.all.filter((each) => each.severity === 'error');
  }

  /** Throws when an error was reported. */
  throwIfErrors(): void {
    if (this.errors.length > 0) throw new DiagnosticError(this.errors);
  }
}
