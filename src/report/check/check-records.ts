import { spanLabel } from '../../diagnostics/index.ts';
import type { CheckReport, Event, NodeCheck } from '../../domain/index.ts';
import { framesOf } from '../frames.ts';
import type { RecordContext } from '../records/context.ts';
import { framed, type Level, type LogRecord, record } from '../records/record.ts';
import { checkedName, countsLine, faults, isConsequence, statusCounts } from './counts.ts';
import { nodeDocument } from './document.ts';

const LEVELS: Readonly<Record<NodeCheck['status'], Level>> = {
  ok: 'debug',
  unchanged: 'debug',
  warning: 'warn',
  error: 'error',
  'checked when built': 'info',
  skipped: 'info',
};

/** `ERROR model orders (models/orders.sql:3:5) [D021] ...` */
function nodeLines(found: NodeCheck): string {
  const { node, status, diagnostics, reason } = found;
  const name = `${node.resourceType} ${checkedName(found)}`;
  const lines = diagnostics.map((each) => {
    const where = each.span === undefined ? node.originalFilePath : spanLabel(each.span);
    return `${each.severity.toUpperCase()} ${name} (${where}) [${each.code}] ${each.message}`;
  });
  if (reason !== null) lines.push(`${status.toUpperCase()} ${name} (${node.originalFilePath}): ${reason}`);
  return lines.length === 0 ? `OK ${name} (${node.originalFilePath})` : lines.join('\n');
}

/** Output columns, where somebody asked for certain nodes. */
function columnRecords(found: NodeCheck): LogRecord[] {
  if (found.columns.length === 0) return [];
  const columns = found.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  return [framed(`${found.node.resourceType} ${checkedName(found)}: ${columns}`, 'info')];
}

function nodeRecords(found: NodeCheck, report: CheckReport, context: RecordContext): LogRecord[] {
  const level = isConsequence(found, report) ? 'debug' : LEVELS[found.status];
  const records = [
    record({
      name: 'NodeChecked',
      code: 'X001',
      level,
      msg: nodeLines(found),
      data: { unique_id: found.node.uniqueId, ...nodeDocument(found) },
    }),
  ];
  if (found.diagnostics.length === 0) return records;
  return [...records, framed(framesOf(found.diagnostics, { paint: context.paint, width: 110 }), level)];
}

/** The records of a check: one for each node, and one for the verdict. */
export function checkRecords(
  event: Extract<Event, { type: 'checkFinished' }>,
  context: RecordContext,
): LogRecord[] {
  const { report } = event;
  const { success, seconds } = report;
  const told = faults(report);
  const verdict = success ? 'Check done' : 'Check failed';
  const counts = countsLine(report, context.paint, '·');
  return [
    ...report.results.flatMap((each) => [
      ...nodeRecords(each, report, context),
      ...(event.showsColumns ? columnRecords(each) : []),
    ]),
    ...(counts === '' ? [] : [framed(counts, 'info')]),
    record({
      name: 'CheckFinished',
      code: 'X002',
      level: success ? 'info' : 'error',
      msg: `${verdict} in ${seconds.toFixed(2)}s${told === '' ? '' : `: ${told}`}`,
      data: { success, seconds, counts: statusCounts(report), broken: report.broken },
    }),
  ];
}
