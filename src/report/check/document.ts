import { type Diagnostic, type Span, spanPosition } from '../../diagnostics/index.ts';
import type { CheckReport, NodeCheck } from '../../domain/index.ts';
import { statusCounts } from './counts.ts';

type Plain = Readonly<Record<string, unknown>>;

function place(span: Span | undefined): Plain {
  if (span === undefined) return { path: null, line: null, column: null, end_line: null, end_column: null };
  const { line, column } = spanPosition(span);
  const end = spanPosition({ ...span, start: span.end });
  return { path: span.source.path, line, column, end_line: end.line, end_column: end.column };
}

/** A diagnostic as editors read it; lines and columns count from 1, the end is exclusive. */
export function diagnosticDocument(each: Diagnostic): Plain {
  return {
    code: each.code,
    severity: each.severity,
    message: each.message,
    hint: each.hint ?? null,
    label: each.label ?? null,
    ...place(each.span),
    notes: each.notes.map(({ message, span }) => ({ message, ...place(span) })),
    dbt_message: each.dbtMessage,
  };
}

/** One node of a check. */
export function nodeDocument({ node, status, reason, waitsFor, columns, diagnostics }: NodeCheck): Plain {
  return {
    unique_id: node.uniqueId,
    name: node.name,
    resource_type: node.resourceType,
    path: node.originalFilePath,
    status,
    reason,
    waits_for: waitsFor,
    columns: columns.map(({ name, type }) => ({ name, type })),
    diagnostics: diagnostics.map(diagnosticDocument),
  };
}

export interface CheckDocumentOptions {
  /** Null when the check could not be made. */
  readonly report: CheckReport | null;
  /** What is wrong beside the nodes: warnings of parsing, or what stopped the command. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What `check --json` prints. */
export function checkDocument({ report, diagnostics }: CheckDocumentOptions): Plain {
  return {
    success: report?.success ?? false,
    seconds: report?.seconds ?? null,
    counts: report === null ? {} : statusCounts(report),
    nodes: report?.results.map(nodeDocument) ?? [],
    diagnostics: diagnostics.map(diagnosticDocument),
  };
}
