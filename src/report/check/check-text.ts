import type { CheckReport, NodeCheck } from '../../domain/index.ts';
import { framesOf } from '../frames.ts';
import { duration, type LineStyle } from '../terminal/node-line.ts';
import { checkedName, countsLine, faults, isConsequence } from './counts.ts';

/** Lines of one kind that are written out; more are counted. */
const MOST = 12;

function heading(found: NodeCheck, { paint, glyphs }: LineStyle): string {
  const { node, status } = found;
  const isError = status === 'error';
  const mark = isError ? paint.bad(glyphs.bad) : paint.warned(glyphs.warned);
  const kind = node.resourceType === 'model' ? '' : `${paint.faint(node.resourceType)}  `;
  return ` ${mark} ${paint.strong(checkedName(found))}  ${kind}${paint.place(node.originalFilePath)}`;
}

function details(found: NodeCheck, style: LineStyle): readonly string[] {
  const frames = framesOf(found.diagnostics, { paint: style.paint, width: style.width - 3 });
  return [heading(found, style), frames.replace(/^(?=.)/gm, '   '), ''];
}

/** What was not settled, a line each. */
function listed(results: readonly NodeCheck[], { paint, glyphs }: LineStyle): readonly string[] {
  if (results.length === 0) return [];
  const width = Math.max(...results.slice(0, MOST).map((each) => checkedName(each).length));
  const lines = results.slice(0, MOST).map((each) => {
    const what = each.status === 'skipped' ? 'skipped' : 'checked when built';
    const why = paint.faint(`${what}: ${each.reason ?? ''}`);
    return ` ${paint.faint(glyphs.skipped)} ${checkedName(each).padEnd(width)}  ${why}`;
  });
  const more = results.length - MOST;
  return [...lines, ...(more > 0 ? [paint.faint(`   and ${more} more`)] : []), ''];
}

function columnLines(found: NodeCheck, { paint, glyphs }: LineStyle): readonly string[] {
  if (found.columns.length === 0 || found.status === 'error') return [];
  const width = Math.max(...found.columns.map((each) => each.name.length));
  const mark = found.status === 'ok' ? paint.good(glyphs.good) : paint.warned(glyphs.warned);
  return [
    ` ${mark} ${paint.strong(checkedName(found))}`,
    ...found.columns.map(({ name, type }) => `     ${name.padEnd(width)}  ${paint.faint(type)}`),
    '',
  ];
}

function verdict(report: CheckReport, { paint, glyphs }: LineStyle): string {
  const time = paint.faint(duration(report.seconds));
  const open = report.results.filter((each) => each.status === 'checked when built').length;
  const told = faults(report);
  if (!report.success) return ` ${paint.bad(glyphs.bad)} ${paint.strong('check failed')}  ${told}  ${time}`;
  const rest = [told, open === 0 ? '' : `${open} checked when built`]
    .filter((each) => each !== '')
    .join(', ');
  const mark = rest === '' ? paint.good(glyphs.good) : paint.warned(glyphs.warned);
  return ` ${mark} ${paint.strong('check done')}${rest === '' ? '' : paint.warned(`  ${rest}`)}  ${time}`;
}

export interface CheckTextOptions {
  readonly report: CheckReport;
  readonly style: LineStyle;
  readonly showsColumns: boolean;
  /** Errors alone. */
  readonly quiet: boolean;
}

/** What a check found, for people: warnings, then errors, what could not be settled, the counts, and last the verdict. */
export function checkText({ report, style, showsColumns, quiet }: CheckTextOptions): string {
  const { results } = report;
  const errors = results.filter(({ status }) => status === 'error').flatMap((each) => details(each, style));
  if (quiet) return report.success ? '' : [...errors, verdict(report, style)].join('\n');
  const isTold = (each: NodeCheck) => each.status !== 'error' && each.status !== 'unchanged';
  const warned = results.filter((each) => isTold(each) && each.diagnostics.length > 0);
  const unsettled = results.filter(
    (each) =>
      each.status === 'skipped' || (each.status === 'checked when built' && !isConsequence(each, report)),
  );
  const lines = [
    '',
    ...(showsColumns ? results.flatMap((each) => columnLines(each, style)) : []),
    ...warned.flatMap((each) => details(each, style)),
    ...errors,
    ...listed(unsettled, style),
  ];
  if (results.length > 0) lines.push(` ${countsLine(report, style.paint, style.glyphs.dot)}`);
  lines.push(verdict(report, style));
  return lines.join('\n');
}
