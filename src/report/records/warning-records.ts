import {
  type Diagnostic,
  type WarningEvent,
  warningEvent,
  warningEventNamed,
} from '../../diagnostics/index.ts';
import type { Event } from '../../domain/index.ts';
import { filled } from '../format/fill.ts';
import { framesOf } from '../frames.ts';
import type { RecordContext } from './context.ts';
import { framed, type Level, type LogRecord, record } from './record.ts';

/** dbt's text of an error: its kind, then its sentence indented; the sentence alone where dbt has no kind for it. */
export function dbtText(diagnostic: Diagnostic): string {
  if (diagnostic.kind === '') return diagnostic.dbtMessage;
  // Where dbt names the file that it was reading, it does so at the margin.
  const [, sentence = diagnostic.dbtMessage, place = ''] =
    /^([\s\S]*?)(\n\nError encountered in [^\n]*)$/.exec(diagnostic.dbtMessage) ?? [];
  return `${diagnostic.kind}\n  ${(place === '' ? sentence.trimEnd() : sentence).replaceAll('\n', '\n  ')}${place}`;
}

/** The frames of what has a place: dbt's sentence alone does not say where. */
export function frameRecords(
  diagnostics: readonly Diagnostic[],
  context: RecordContext,
  level: Level,
): LogRecord[] {
  const placed = diagnostics.filter((each) => each.span !== undefined || each.hint !== undefined);
  return placed.length === 0 ? [] : [framed(framesOf(placed, { paint: context.paint, width: 110 }), level)];
}

/** Deprecations that dbt tells without calling them so. */
const HEADLESS: ReadonlySet<string> = new Set([
  'MicrobatchMacroOutsideOfBatchesDeprecation',
  'SourceFreshnessProjectHooksNotRun',
]);

/** Warnings that dbt calls deprecations and does not count among them. */
const UNCOUNTED: ReadonlySet<string> = new Set(['CollectFreshnessReturnSignature']);

/** dbt's text of a warning: its tag, and for a deprecation its lines filled up to the width. */
function warningText(event: WarningEvent, sentence: string, context: RecordContext): string {
  if (!event.isTagged) return sentence;
  const isNamed =
    event.named === 'always' || (event.named === 'onRequest' && context.namesDeprecations === true);
  const tag = `[${context.paint.warned('WARNING')}]${isNamed ? `[${event.name}]` : ''}: `;
  if (!event.isDeprecation && !UNCOUNTED.has(event.name)) return `${tag}${sentence}`;
  const heading = HEADLESS.has(event.name) && !isNamed ? '' : 'Deprecated functionality\n\n';
  return filled(`${tag}${heading}${sentence}`, context.width);
}

/** The record of a warning by the name of dbt's event. */
export function warningRecords(
  warning: {
    readonly name: string;
    readonly text: string;
    readonly fields: Readonly<Record<string, unknown>>;
  },
  context: RecordContext,
): LogRecord[] {
  const event = warningEventNamed(warning.name);
  const msg = warningText(event, warning.text, context);
  return [record({ name: event.name, code: event.code, level: 'warn', msg, data: warning.fields })];
}

function errorRecord(diagnostic: Diagnostic, { paint }: RecordContext): LogRecord {
  const exc = dbtText(diagnostic);
  const data = { msg: diagnostic.dbtMessage, x_code: diagnostic.code, exc };
  const msg = `[${paint.bad('ERROR')}]: ${exc}`;
  return record({ name: 'MainEncounteredError', code: 'Z002', level: 'error', msg, data });
}

export function reported({ diagnostic }: Extract<Event, { type: 'diagnostic' }>, context: RecordContext) {
  const { severity, code, dbtMessage, fields = { msg: dbtMessage } } = diagnostic;
  const data = { ...fields, x_code: code };
  if (severity === 'note') return [record({ name: 'Note', code: 'Z050', msg: dbtMessage, data })];
  if (severity === 'error')
    return [errorRecord(diagnostic, context), ...frameRecords([diagnostic], context, 'error')];
  const { name } = warningEvent(diagnostic);
  return [
    ...warningRecords({ name, text: dbtMessage, fields: data }, context),
    ...frameRecords([diagnostic], context, 'warn'),
  ];
}
