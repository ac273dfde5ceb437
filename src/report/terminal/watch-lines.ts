import type { CheckReport, ColumnChange, Event, NodeResult, StandingFailure } from '../../domain/index.ts';
import { counted } from '../format/status-line.ts';
import { deltaText } from '../records/watch-records.ts';
import { duration, type LineStyle, shortened } from './node-line.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

const LABEL = 9;

function labelled(label: string, text: string): string {
  return `   ${label.padEnd(LABEL)}${text}`;
}

/** `+ net_amount DECIMAL(18,2)`, `- tax`, `amount DOUBLE → BIGINT`. */
function columnText({ name, before, after }: ColumnChange): string {
  if (before === null) return `+ ${name} ${after ?? ''}`.trimEnd();
  return after === null ? `- ${name}` : `${name} ${before} → ${after}`;
}

function columnsText(report: CheckReport): string {
  const changes = report.results
    .filter(({ status }) => status === 'ok' || status === 'warning')
    .flatMap((each) => each.changes)
    .slice(0, 4);
  return changes.map(columnText).join(', ');
}

function countOf(report: CheckReport, ...statuses: readonly string[]): number {
  return report.results.filter(({ status }) => statuses.includes(status)).length;
}

/** The lines of a verdict, but for the frames of errors. */
export function checkedLines(event: Of<'watchChecked'>, style: LineStyle): readonly string[] {
  const { changes, macros, report, held, seconds } = event;
  const { paint, glyphs } = style;
  const lines: string[] = [];
  for (const { name, usedBy } of macros)
    lines.push(labelled('macro', `${paint.strong(name)}  used by ${counted(usedBy, 'node')}`));
  for (const { name, reasons } of changes.slice(0, 6))
    lines.push(labelled('changed', `${paint.strong(name)}  ${paint.faint(reasons.join(', '))}`));
  if (changes.length > 6) lines.push(labelled('', paint.faint(`and ${changes.length - 6} more`)));
  if (report === null) return lines;
  const errors = countOf(report, 'error');
  const later = countOf(report, 'checked when built');
  const looked = countOf(report, 'ok', 'warning');
  const verdict =
    errors === 0
      ? `${paint.good(glyphs.good)} ${counted(looked, 'node')}`
      : `${paint.bad(glyphs.bad)} ${counted(errors, 'error')}`;
  const more = later === 0 ? '' : paint.warned(`   ${later} checked when built`);
  lines.push(labelled('check', `${verdict}${more}   ${paint.faint(duration(seconds))}`));
  const columns = columnsText(report);
  if (columns !== '') lines.push(labelled('columns', shortened(columns, style.width - LABEL - 4)));
  for (const { node, status } of report.results) {
    if (status === 'error') lines.push(labelled('', `${paint.bad(glyphs.bad)} ${node.name} would break`));
  }
  if (held.length > 0) {
    const names = held.map((id) => id.split('.')[2] ?? id).join(', ');
    lines.push(
      labelled('build', `${paint.warned('held back:')} ${names}   ${paint.faint('b builds anyway')}`),
    );
  }
  return lines;
}

/** ` ✔ fct_orders   table   1,204,331 rows  +12,408   0.16 s   (usually 0.15 s)` */
export function builtLine(result: NodeResult, built: Of<'watchBuilt'> | undefined, style: LineStyle): string {
  const { paint, glyphs, width } = style;
  const isWide = width >= 100;
  const nameWidth = Math.max(12, Math.min(32, width - (isWide ? 80 : 64)));
  const name = shortened(result.node.name, nameWidth).padEnd(nameWidth);
  const kind = String(result.node.config.materialized ?? result.node.resourceType).padEnd(11);
  const rows = built?.rows ?? result.rows;
  const count =
    rows === null || rows === undefined ? '' : `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
  const delta = built === undefined ? '' : deltaText(built.rows, built.rowsBefore);
  const same = built?.isSameContent === true ? 'same content' : delta;
  const usual = built?.usual ?? null;
  const time = duration(built?.seconds ?? result.executionTime);
  const compared = usual === null || !isWide ? '' : paint.faint(`  (usually ${duration(usual)})`);
  return labelled(
    'build',
    `${paint.good(glyphs.good)} ${name} ${paint.faint(kind)} ${count.padStart(14)}  ${same.padEnd(12)} ${time}${compared}`,
  );
}

/** The table of a preview, indented, cut at the width of the terminal. */
export function previewLines(text: string, { paint, width }: LineStyle): string {
  const lines = text.trimEnd().split('\n');
  return lines
    .map((line, at) => {
      const cut = line.length > width - 14 ? `${line.slice(0, width - 15)}…` : line;
      return labelled(at === 0 ? 'rows' : '', paint.faint(cut));
    })
    .join('\n');
}

/** ` ✖ unique_orders_id  3 failing rows   since 09:31` */
export function failingLine(failure: StandingFailure, { paint, glyphs }: LineStyle): string {
  const { name, kind, message, since, diagnostics } = failure;
  const place = diagnostics[0]?.span?.source.path;
  const where = place === undefined || kind === 'test' ? '' : `  ${paint.place(place)}`;
  const at = since.toTimeString().slice(0, 5);
  return ` ${paint.bad(glyphs.bad)} ${paint.strong(name)}  ${message}${where}  ${paint.faint(`since ${at}`)}`;
}

/** ` ✔ 3 built · 6 tests · 0.42 s` */
export function idleLine(event: Of<'watchIdle'>, style: LineStyle): string {
  const { paint, glyphs } = style;
  const { built, tested, failed, held, stale, seconds, success, failing } = event;
  const parts = [
    ...(built > 0 ? [`${built} built`] : []),
    ...(tested > 0 ? [counted(tested, 'test')] : []),
    ...(failed > 0 ? [paint.bad(`${failed} failed`)] : []),
    ...(held.length > 0 ? [paint.warned(`${held.length} held back`)] : []),
    ...(stale.length > 0 ? [paint.warned(`${stale.length} stale`)] : []),
    ...(built + tested + failed + held.length === 0
      ? [failing.length > 0 ? 'not well' : 'nothing to build']
      : []),
  ];
  const mark = success ? paint.good(glyphs.good) : paint.bad(glyphs.bad);
  return ` ${mark} ${parts.join(` ${glyphs.dot} `)} ${glyphs.dot} ${paint.faint(duration(seconds))}`;
}
