import { displayWidth } from '../../base/index.ts';
import type { NodeResult, Step } from '../../domain/index.ts';
import type { Paint } from '../paint.ts';
import { ageText } from './freshness-text.ts';
import type { Glyphs } from './glyphs.ts';

export interface LineStyle {
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  /** Columns of the terminal. */
  readonly width: number;
}

/** `0.91 s`, `2 m 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(2)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes} m ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

function rowCount(result: NodeResult): number | null {
  if (result.rows !== null) return result.rows;
  const affected = result.adapterResponse['rows_affected'];
  return typeof affected === 'number' && affected >= 0 ? affected : null;
}

/** `1,204,331 rows`; nothing for what has no rows of its own. */
export function rowsText(result: NodeResult): string {
  const rows = rowCount(result);
  if (rows === null || result.node.config.materialized === 'view') return '';
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}

function kindOf(node: Step): string {
  if (node.resourceType === 'model') return String(node.config.materialized ?? 'view');
  return node.resourceType === 'operation' ? 'hook' : node.resourceType.replaceAll('_', ' ');
}

/** Whether a node, or a part of it, did not come about. */
export function isFailure({ status }: NodeResult): boolean {
  return ['error', 'fail', 'partial success', 'runtime error'].includes(status);
}

/** Whether a node failed only because the run was stopped. */
export function isInterrupted({ diagnostics }: NodeResult): boolean {
  return diagnostics.length > 0 && diagnostics.every((each) => each.code === 'D107');
}

/** What the last column says of a test or of a failure. */
function remark(result: NodeResult): string {
  const { status, failures, node } = result;
  if (result.freshness !== undefined) return ageText(result.freshness.age);
  if (status === 'fail' || status === 'warn') {
    const word = status === 'fail' ? 'failed' : 'warned';
    return failures === null || node.resourceType === 'unit_test'
      ? word
      : `${word}: ${failures.toLocaleString('en')} ${failures === 1 ? 'row' : 'rows'}`;
  }
  if (status === 'error' || status === 'runtime error')
    return isInterrupted(result) ? 'interrupted' : 'error';
  return status === 'no-op' ? 'nothing to do' : rowsText(result);
}

function mark(result: NodeResult, { paint, glyphs }: LineStyle): string {
  const { status } = result;
  if (isFailure(result)) return paint.bad(glyphs.bad);
  if (status === 'warn') return paint.warned(glyphs.warned);
  return status === 'skipped' ? paint.faint(glyphs.skipped) : paint.good(glyphs.good);
}

/** Cuts in the middle: both ends of a name tell something. */
export function shortened(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const half = Math.max(1, Math.floor((width - 1) / 2));
  return `${text.slice(0, half)}…${text.slice(-(width - 1 - half))}`;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** How people know a node: a model by its alias, a source with the name of its group. */
function shownName(node: Step): string {
  if (node.resourceType === 'source') return `${node.sourceName}.${node.name}`;
  return node.resourceType === 'model' ? node.alias : node.name;
}

/** ` ✔ stg_orders          view                         0.00 s` */
export function nodeLine(result: NodeResult, style: LineStyle): string {
  const { paint, width } = style;
  const nameWidth = Math.max(20, Math.min(44, width - 46));
  const { node, status, executionTime } = result;
  const name = padded(shortened(shownName(node), nameWidth), nameWidth);
  const kind = padded(kindOf(node), 11);
  const said = remark(result).padStart(18);
  const colour = status === 'warn' ? paint.warned : isFailure(result) ? paint.bad : paint.faint;
  return ` ${mark(result, style)} ${name} ${paint.faint(kind)} ${colour(said)} ${paint.faint(duration(executionTime).padStart(9))}`;
}

/** ` ◌ agg_daily          skipped because fct_orders failed` */
export function skippedLine(result: NodeResult, because: string | null, style: LineStyle): string {
  const { paint, width } = style;
  const nameWidth = Math.max(20, Math.min(44, width - 46));
  const { node } = result;
  const name = padded(shortened(shownName(node), nameWidth), nameWidth);
  const reason = because === null ? 'skipped' : `skipped because of ${because}`;
  return ` ${mark(result, style)} ${name} ${paint.faint(reason)}`;
}
