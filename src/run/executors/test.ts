import { Float, toFloat } from '../../base/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { Invocation, Node, NodeStatus } from '../../domain/index.ts';
import { Decimal, getAttribute, iterate, reprOf, strOf } from '../../jinja/index.ts';
import { isWarningAnError } from '../flags.ts';
import { type Executed, type Execution, saidOnly } from './executor.ts';
import { failingRows } from './failing-rows.ts';
import { materialize } from './materialization.ts';

/** The one row that the query around a test answers with. */
interface Verdict {
  readonly failures: number;
  readonly shouldWarn: boolean;
  readonly shouldError: boolean;
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['y', 'yes', 't', 'true', 'on', '1']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['n', 'no', 'f', 'false', 'off', '0']);

function wrongShape(node: Node, message: string): DiagnosticError {
  const text = `dbt internally failed to execute ${node.uniqueId}: ${message}`;
  return new DiagnosticError(diagnostic('D105', text, { span: node.span, uniqueId: node.uniqueId }));
}

function toBoolean(value: unknown, node: Node): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return Number(strOf(value)) !== 0;
  const word = value.toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  if (FALSE_WORDS.has(word)) return false;
  const message = `Macro 'get_test_sql' returns '${value}'.  It is not type 'bool' and cannot not be converted reliably to a bool.`;
  throw new DiagnosticError(diagnostic('D106', message, { span: node.span, uniqueId: node.uniqueId }));
}

/** What Python writes for a value: dbt takes every decimal for a float before it looks at it. */
const shown = (value: unknown): string =>
  reprOf(value instanceof Decimal ? toFloat(Number(strOf(value))) : (value ?? null));

/** The number that a value is, as a JSON schema has it: a float without a fraction is an integer, a text or a boolean is none. */
function toCount(value: unknown, node: Node): number {
  const isNumber = typeof value === 'number' || value instanceof Float || value instanceof Decimal;
  const count = typeof value === 'bigint' || isNumber ? Number(strOf(value)) : Number.NaN;
  // Zero may have a sign.
  if (Number.isInteger(count)) return count + 0;
  const text = shown(value);
  const message = `the number of failures of ${node.uniqueId} is ${text}, and no integer`;
  throw new DiagnosticError(
    diagnostic('D105', message, {
      span: node.span,
      uniqueId: node.uniqueId,
      hint: "Let 'fail_calc' give an integer: a sum over no rows is null.",
      kind: '',
      dbtMessage: notAnInteger(text),
    }),
  );
}

/** The words of the library that dbt checks the value with. */
function notAnInteger(value: string): string {
  const schema = "Failed validating 'type' in schema['properties']['failures']:\n    {'type': 'integer'}";
  return `${value} is not of type 'integer'\n\n${schema}\n\nOn instance['failures']:\n    ${value}`;
}

/** Reads `failures`, `should_warn` and `should_error` from the table that the `main` statement fetched. */
function readVerdict(table: unknown, node: Node): Verdict {
  const rows = iterate(getAttribute(table, 'rows'));
  if (rows.length !== 1) throw wrongShape(node, `Returned ${rows.length} rows, but expected 1 row`);
  const columns = iterate(getAttribute(table, 'column_names')).map((name) => strOf(name).toLowerCase());
  if (columns.length !== 3)
    throw wrongShape(node, `Returned ${columns.length} columns, but expected 3 columns`);
  const cells = iterate(rows[0]);
  const cell = (name: string) => cells[columns.indexOf(name)];
  const shouldWarn = toBoolean(cell('should_warn'), node);
  const shouldError = toBoolean(cell('should_error'), node);
  return { failures: toCount(cell('failures'), node), shouldWarn, shouldError };
}

interface Judged {
  readonly status: NodeStatus;
  readonly message: string | null;
  readonly failures: number;
}

function configText(node: Node, key: string, otherwise: string): string {
  const value = node.config[key];
  return value === undefined || value === null ? otherwise : String(value);
}

/** dbt's rules for severity and thresholds, with dbt's sentences. */
function judge(verdict: Verdict, node: Node, invocation: Invocation): Judged {
  const got = `Got ${verdict.failures} result${verdict.failures === 1 ? '' : 's'}`;
  const { failures } = verdict;
  const warnIf = configText(node, 'warn_if', '!= 0');
  if (configText(node, 'severity', 'ERROR').toUpperCase() === 'ERROR' && verdict.shouldError) {
    const errorIf = configText(node, 'error_if', '!= 0');
    return { status: 'fail', message: `${got}, configured to fail if ${errorIf}`, failures };
  }
  if (!verdict.shouldWarn) return { status: 'pass', message: null, failures: 0 };
  return isWarningAnError(invocation, 'LogTestResult')
    ? { status: 'fail', message: `${got}, configured to fail if ${warnIf}`, failures }
    : { status: 'warn', message: `${got}, configured to warn if ${warnIf}`, failures };
}

function finding(judged: Judged, node: Node): readonly Diagnostic[] {
  if (judged.message === null) return [];
  const code = judged.status === 'fail' ? 'T101' : 'T102';
  return [diagnostic(code, judged.message, { span: node.patchSpan ?? node.span, uniqueId: node.uniqueId })];
}

/** A data test: its materialization counts the rows, `severity`, `warn_if` and `error_if` judge the count. */
export async function executeTest(execution: Execution): Promise<Executed> {
  const { environment, node } = execution;
  const { scope } = await materialize(execution);
  const main = scope.result('main');
  if (main === undefined) throw wrongShape(node, 'Returned no result, but expected 1 row');
  const judged = judge(readVerdict(main.table, node), node, environment.invocation);
  const rows = judged.message === null ? undefined : await failingRows(execution);
  return {
    ...judged,
    ...(rows === undefined ? {} : { failingRows: rows }),
    adapterResponse: saidOnly(main.response),
    rows: null,
    diagnostics: finding(judged, node),
  };
}
