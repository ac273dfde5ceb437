import { type Diagnostic, spanPosition } from '../../diagnostics/index.ts';
import type {
  ChangedNode,
  CheckReport,
  Event,
  NodeCheck,
  StandingFailure,
  UniqueId,
  WatchedChange,
} from '../../domain/index.ts';
import { counted } from '../format/status-line.ts';
import type { RecordContext } from './context.ts';
import { type LogRecord, record } from './record.ts';
import { frameRecords } from './warning-records.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

function round(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

function shortName(id: UniqueId): string {
  return id.split('.')[2] ?? id;
}

/** A diagnostic for editors and tools: places count from 1. */
function diagnosticData(diagnostic: Diagnostic) {
  const { code, severity, message, hint = null, span, uniqueId = null } = diagnostic;
  const place = span === undefined ? undefined : spanPosition(span);
  return {
    code,
    severity,
    message,
    hint,
    unique_id: uniqueId,
    path: span?.source.path ?? null,
    line: place?.line ?? null,
    column: place?.column ?? null,
  };
}

function failingData(failing: readonly StandingFailure[]) {
  return failing.map(({ uniqueId, name, kind, message, since, diagnostics }) => ({
    unique_id: uniqueId,
    name,
    kind,
    message,
    since: since.toISOString(),
    diagnostics: diagnostics.map(diagnosticData),
  }));
}

export function watchReady(event: Of<'watchReady'>): LogRecord[] {
  const { project, target, models, seconds, docs } = event;
  const where = docs === null ? '' : `, docs at ${docs}`;
  return [
    record({
      name: 'WatchReady',
      code: 'K001',
      msg: `Watching ${project} (target '${target}'): ${counted(models, 'model')}, ready in ${seconds.toFixed(2)}s${where}`,
      data: { project_name: project, target_name: target, models, elapsed: round(seconds), docs_url: docs },
    }),
  ];
}

/** `models/orders.sql`, or how many there are. */
export function changeText(files: readonly WatchedChange[]): string {
  const shown = files
    .slice(0, 3)
    .map(({ path, change }) => (change === 'changed' ? path : `${path} (${change})`));
  return files.length > 3 ? `${shown.join(', ')} and ${files.length - 3} more` : shown.join(', ');
}

export function watchChange({ files }: Of<'watchChange'>): LogRecord[] {
  return [
    record({
      name: 'WatchChange',
      code: 'K002',
      msg: `Saved ${changeText(files)}`,
      data: { files: files.map(({ path, role, change }) => ({ path, role, change })) },
    }),
  ];
}

function changeData({ uniqueId, name, path, reasons }: ChangedNode) {
  return { unique_id: uniqueId, name, path, reasons };
}

function checkData({ node, status, columns, changes, diagnostics, reason }: NodeCheck) {
  return {
    unique_id: node.uniqueId,
    status,
    reason,
    columns: columns.map(({ name, type }) => ({ name, type })),
    column_changes: changes,
    diagnostics: diagnostics.map(diagnosticData),
  };
}

function countOf(report: CheckReport | null, status: NodeCheck['status']): number {
  return report?.results.filter((each) => each.status === status).length ?? 0;
}

/** `orders: sql`, for as many as fit on a line. */
export function reasonsText(changes: readonly ChangedNode[]): string {
  const shown = changes.slice(0, 5).map(({ name, reasons }) => `${name} (${reasons.join(', ')})`);
  return changes.length > 5 ? `${shown.join(', ')} and ${changes.length - 5} more` : shown.join(', ');
}

function verdictText(event: Of<'watchChecked'>): string {
  const { report, held, changes, macros } = event;
  const what = [
    ...macros.map(({ name, usedBy }) => `macro ${name}, used by ${usedBy}`),
    ...(changes.length === 0 ? [] : [reasonsText(changes)]),
  ].join('; ');
  const errors = countOf(report, 'error');
  const later = countOf(report, 'checked when built');
  const verdict = [
    report === null ? 'nothing to check' : errors > 0 ? counted(errors, 'error') : 'checks out',
    ...(later > 0 ? [`${later} checked when built`] : []),
    ...(held.length > 0 ? [`held back: ${held.map(shortName).join(', ')}`] : []),
  ].join(', ');
  return what === '' ? `Checked: ${verdict}` : `Checked ${what}: ${verdict}`;
}

export function watchChecked(event: Of<'watchChecked'>, context: RecordContext): LogRecord[] {
  const { report, held, builds, changes, macros, seconds } = event;
  const errors = report?.results.filter(({ status }) => status === 'error') ?? [];
  const success = errors.length === 0;
  const level = success ? 'info' : 'error';
  return [
    record({
      name: 'WatchChecked',
      code: 'K003',
      level,
      msg: verdictText(event),
      data: {
        success,
        changes: changes.map(changeData),
        macros: macros.map(({ name, usedBy }) => ({ name, used_by: usedBy })),
        results: (report?.results ?? []).map(checkData),
        broken: report?.broken ?? [],
        checked_when_built: countOf(report, 'checked when built'),
        held,
        builds,
        elapsed: round(seconds),
      },
    }),
    ...errors.flatMap(({ diagnostics }) =>
      frameRecords(
        diagnostics.filter((each) => each.severity === 'error'),
        context,
        'error',
      ),
    ),
  ];
}

/** `+12`, `-3`, nothing for no difference. */
export function deltaText(rows: number | null, before: number | null): string {
  if (rows === null || before === null || rows === before) return '';
  const delta = rows - before;
  return `${delta > 0 ? '+' : '-'}${Math.abs(delta).toLocaleString('en')}`;
}

export function watchBuilt(event: Of<'watchBuilt'>): LogRecord[] {
  const { node, rows, rowsBefore, isSameContent, seconds, usual, preview } = event;
  const delta = deltaText(rows, rowsBefore);
  const parts = [
    ...(rows === null ? [] : [`${counted(rows, 'row')}${delta === '' ? '' : ` (${delta})`}`]),
    ...(isSameContent === true ? ['same content'] : []),
    `${seconds.toFixed(2)}s${usual === null ? '' : ` (usually ${usual.toFixed(2)}s)`}`,
  ];
  const msg = `Built ${node.name}: ${parts.join(', ')}${preview === null ? '' : `\n${preview.text}`}`;
  return [
    record({
      name: 'WatchBuilt',
      code: 'K004',
      msg,
      data: {
        unique_id: node.uniqueId,
        rows,
        rows_before: rowsBefore,
        rows_delta: rows === null || rowsBefore === null ? null : rows - rowsBefore,
        same_content: isSameContent,
        execution_time: round(seconds),
        usual_time: usual,
        preview: preview?.json ?? null,
      },
    }),
  ];
}

export function watchSuperseded({ stopped }: Of<'watchSuperseded'>): LogRecord[] {
  const msg = 'Saved again: what was being built is stopped';
  return [record({ name: 'WatchSuperseded', code: 'K006', msg, data: { stopped } })];
}

export function watchWaiting({ diagnostic }: Of<'watchWaiting'>, context: RecordContext): LogRecord[] {
  return [
    record({
      name: 'WatchWaiting',
      code: 'K007',
      level: 'warn',
      msg: `Waiting for the database: ${diagnostic.message}`,
      data: diagnosticData(diagnostic),
    }),
    ...frameRecords([diagnostic], context, 'warn'),
  ];
}

export function watchSurveyed({ report, failing }: Of<'watchSurveyed'>): LogRecord[] {
  const errors = countOf(report, 'error');
  return [
    record({
      name: 'WatchSurveyed',
      code: 'K008',
      level: errors > 0 ? 'error' : 'debug',
      msg:
        errors > 0
          ? `The project as it is has ${counted(errors, 'error')}`
          : `Checked ${counted(report.results.length, 'node')}`,
      data: {
        success: errors === 0,
        checked: report.results.length,
        checked_when_built: countOf(report, 'checked when built'),
        failing: failingData(failing),
        elapsed: round(report.seconds),
      },
    }),
  ];
}

function idleText(event: Of<'watchIdle'>): string {
  const { built, tested, failed, held, stale, failing, seconds } = event;
  const did = [
    ...(built > 0 ? [`${built} built`] : []),
    ...(tested > 0 ? [counted(tested, 'test')] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(held.length > 0 ? [`${held.length} held back`] : []),
    ...(stale.length > 0 ? [`${stale.length} stale`] : []),
  ];
  const standing = failing.map(({ name, message }) => `\n  still failing: ${name}: ${message}`).join('');
  const done = did.length === 0 ? 'nothing to build' : did.join(', ');
  return `${event.success ? 'Done' : 'Not well'}: ${done} in ${seconds.toFixed(2)}s${standing}`;
}

export function watchIdle(event: Of<'watchIdle'>): LogRecord[] {
  const { success, built, tested, failed, held, stale, failing, seconds } = event;
  return [
    record({
      name: 'WatchIdle',
      code: 'K005',
      level: success ? 'info' : 'error',
      msg: idleText(event),
      data: {
        success,
        built,
        tested,
        failed,
        held,
        stale,
        failing: failingData(failing),
        elapsed: round(seconds),
      },
    }),
  ];
}
