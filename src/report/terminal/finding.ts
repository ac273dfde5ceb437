import type { NodeResult } from '../../domain/index.ts';
import { rowsLines } from '../format/rows-table.ts';
import { counted } from '../format/status-line.ts';
import { framesOf } from '../frames.ts';
import { differenceLines } from './difference.ts';
import { staleText } from './freshness-text.ts';
import type { LineStyle } from './node-line.ts';

/** What tests find is told in numbers and rows. */
const FINDINGS: ReadonlySet<string> = new Set(['T101', 'T102', 'T105']);

/** What a data test found, and where to look at it. */
function rowsFound({ node, failures, failingRows }: NodeResult, { paint, width }: LineStyle): string[] {
  const rows = failingRows === undefined ? [] : rowsLines(failingRows.columns, failingRows.rows, width - 8);
  const kept = node.resourceType === 'test' && node.relationName !== null ? node.relationName : null;
  const look = kept === null ? `sluice show --select ${node.name}` : `select * from ${kept}`;
  return [
    `${counted(failures ?? 0, 'row')} should not exist`,
    ...rows.map((line, at) => `  ${at === 0 ? paint.strong(line) : line}`),
    `${paint.faint('look:')}  ${look}`,
  ];
}

function body(result: NodeResult, style: LineStyle): readonly string[] {
  const { message, diagnostics, difference, failures, status } = result;
  const framed = diagnostics.filter(({ code }) => !FINDINGS.has(code));
  if (framed.length > 0) return [framesOf(framed, style)];
  const stale = staleText(result);
  if (stale !== undefined) return [stale];
  if (difference !== undefined) return differenceLines(difference, style);
  if (failures !== null && (status === 'fail' || status === 'warn')) return rowsFound(result, style);
  return message === null ? [] : [message];
}

/** The details of one failure or warning: its diagnostics as frames, the rows that a test found, or its message. */
export function findingLines(result: NodeResult, style: LineStyle): string[] {
  const { node, status } = result;
  const { paint, glyphs } = style;
  const glyph = status === 'warn' ? paint.warned(glyphs.warned) : paint.bad(glyphs.bad);
  const kind = paint.faint(node.resourceType.replaceAll('_', ' '));
  const head = ` ${glyph} ${paint.strong(node.name)}  ${kind}  ${paint.place(node.originalFilePath)}`;
  return [head, ...body(result, style).map((text) => text.replace(/^/gm, '   ')), ''];
}
