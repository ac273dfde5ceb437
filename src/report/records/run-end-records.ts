import { isNode, type NodeResult, type RunResult, type Step } from '../../domain/index.ts';
import { rowsLines } from '../format/rows-table.ts';
import { counted, spelledDuration } from '../format/status-line.ts';
import type { RecordContext } from './context.ts';
import { resultInfo, UNTOLD } from './node-info.ts';
import { formatting, framed, type LogRecord, record } from './record.ts';
import { frameRecords } from './warning-records.ts';

/** How `Finished running` counts a node: `view model`, `data test`, `project hook`. */
function kindOf(node: Step): string {
  if (node.resourceType === 'model') return `${node.config.materialized ?? 'view'} model`;
  if (node.resourceType === 'operation') return 'project hook';
  if (node.resourceType === 'test') return 'data test';
  return node.resourceType;
}

/** `1 table model, 5 data tests`, sorted as dbt sorts: by its own name of the kind, in which data tests are `test`. */
function statLine(results: readonly NodeResult[]): string {
  const counts = new Map<string, number>();
  for (const { node } of results) counts.set(kindOf(node), (counts.get(kindOf(node)) ?? 0) + 1);
  const key = (kind: string) => (kind === 'data test' ? 'test' : kind);
  return [...counts]
    .sort(([a], [b]) => (key(a) < key(b) ? -1 : 1))
    .map(([kind, count]) => counted(count, kind.replaceAll('_', ' ')))
    .join(', ');
}

const BUCKETS: Record<string, 'pass' | 'warn' | 'error' | 'skip' | 'noop'> = {
  success: 'pass',
  pass: 'pass',
  warn: 'warn',
  error: 'error',
  fail: 'error',
  'partial success': 'error',
  skipped: 'skip',
  'no-op': 'noop',
};

/** `PASS=5 WARN=0 ...` as numbers. */
export function runStats(results: readonly NodeResult[]) {
  const stats = { pass: 0, warn: 0, error: 0, skip: 0, noop: 0, reused: 0, total: results.length };
  for (const { status } of results) stats[BUCKETS[status] ?? 'error']++;
  return stats;
}

/** Results that dbt lists at the end: failures first, in their order, then warnings. */
export function notableResults(results: readonly NodeResult[]) {
  const errors = results.filter(
    ({ status, message }) =>
      status === 'error' || status === 'fail' || (status === 'skipped' && message !== null),
  );
  return { errors, warnings: results.filter(({ status }) => status === 'warn') };
}

/** Where the compiled SQL of a node stands, as dbt prints it: below the target folder. */
function compiledPath(node: Step, context: RecordContext): string | null {
  if (!isNode(node) || node.resourceType === 'seed') return null;
  if (node.resourceType === 'operation')
    return `${context.targetPath}/compiled/${node.packageName}/./dbt_project.yml/hooks/${node.name}.sql`;
  const isTest = node.resourceType === 'test' || node.resourceType === 'unit_test';
  const isNested = isTest && !node.originalFilePath.endsWith('.sql');
  const inFile = node.resourceType === 'snapshot' ? `/${node.name}.sql` : isNested ? `/${node.path}` : '';
  return `${context.targetPath}/compiled/${node.packageName}/${node.originalFilePath}${inFile}`;
}

function failureHead(result: NodeResult, context: RecordContext): LogRecord {
  const { node } = result;
  const isWarning = result.status === 'warn';
  const where = `in ${node.resourceType} ${node.name} (${node.originalFilePath})`;
  const data = {
    resource_type: node.resourceType,
    node_name: node.name,
    path: node.originalFilePath,
    node_info: resultInfo(result, UNTOLD),
  };
  return isWarning
    ? record({
        name: 'RunResultWarning',
        code: 'Z021',
        level: 'warn',
        msg: `[${context.paint.warned('WARNING')}]: ${where}`,
        data,
      })
    : record({
        name: 'RunResultFailure',
        code: 'Z022',
        level: 'error',
        msg: `[${context.paint.bad('ERROR')}]: ${where}`,
        data,
      });
}

function failureMessage(result: NodeResult, context: RecordContext): LogRecord {
  const { message, status } = result;
  const node_info = resultInfo(result, UNTOLD);
  if (message === null) {
    const msg = `  Status: ${status}`;
    return record({
      name: 'RunResultErrorNoMessage',
      code: 'Z025',
      level: 'error',
      msg,
      data: { status, node_info },
    });
  }
  const data = { msg: message, node_info };
  return status === 'warn'
    ? record({
        name: 'RunResultWarningMessage',
        code: 'Z046',
        level: 'warn',
        msg: `[${context.paint.warned('WARNING')}]: ${message}`,
        data,
      })
    : record({ name: 'RunResultError', code: 'Z024', level: 'error', msg: `  ${message}`, data });
}

/** Rows that a data test found, below dbt's sentence. */
function rowRecords({ failingRows, failures, status }: NodeResult): LogRecord[] {
  if (failingRows === undefined || failingRows.rows.length === 0) return [];
  const lines = rowsLines(failingRows.columns, failingRows.rows, 110);
  const { length } = failingRows.rows;
  const head = failures !== null && failures > length ? `${length} of ${counted(failures, 'row')}:` : 'rows:';
  return [framed([head, ...lines].join('\n'), status === 'warn' ? 'warn' : 'error')];
}

function failureRecords(result: NodeResult, context: RecordContext): LogRecord[] {
  const { node } = result;
  if (result.status === 'skipped') {
    const msg = `  ${result.message}`;
    return [
      formatting('', 'debug'),
      record({
        name: 'RunResultError',
        code: 'Z024',
        level: 'debug',
        msg,
        data: { msg: result.message },
      }),
    ];
  }
  const isError = result.status === 'error' || result.status === 'runtime error';
  const frames = isError ? frameRecords(result.diagnostics, context, 'error') : rowRecords(result);
  if (result.status === 'runtime error') return [formatting(), failureMessage(result, context), ...frames];
  const records = [formatting(), failureHead(result, context), failureMessage(result, context), ...frames];
  const node_info = resultInfo(result, UNTOLD);
  const path = result.compiled === null ? null : compiledPath(node, context);
  if (path !== null) {
    const msg = `  compiled code at ${path}`;
    records.push(
      formatting(),
      record({ name: 'SQLCompiledPath', code: 'Z026', msg, data: { path, node_info } }),
    );
  }
  if (node.resourceType === 'test' && node.relationName !== null) {
    const select = `select * from ${node.relationName}`;
    const border = '-'.repeat(select.length);
    records.push(
      formatting(),
      record({
        name: 'CheckNodeTestFailure',
        code: 'Z027',
        msg: `  See test failures:\n  ${border}\n  ${select}\n  ${border}`,
        data: { relation_name: node.relationName, node_info },
      }),
    );
  }
  return records;
}

function summary(result: RunResult, context: RecordContext): LogRecord {
  const { errors, warnings } = notableResults(result.results);
  const { paint } = context;
  const partial = result.results.filter(({ status }) => status === 'partial success').length;
  const partialText = `${partial} partial ${partial === 1 ? 'success' : 'successes'}`;
  const warningText = counted(warnings.length, 'warning');
  const counts = `${counted(errors.length, 'error')}, ${partialText}, and ${warningText}`;
  const msg = result.interrupted
    ? paint.warned('Exited because of keyboard interrupt')
    : errors.length > 0
      ? paint.bad(`Completed with ${counts}:`)
      : partial > 0
        ? paint.warned(`Completed with ${partialText} and ${warningText}`)
        : warnings.length > 0
          ? paint.warned(`Completed with ${warningText}:`)
          : paint.good('Completed successfully');
  return record({
    name: 'EndOfRunSummary',
    code: 'Z030',
    msg,
    data: {
      num_errors: errors.length,
      num_warnings: warnings.length,
      num_partial_success: partial,
      keyboard_interrupt: result.interrupted,
    },
  });
}

/** What debug logs tell of the whole. */
export function endRecord(result: RunResult): LogRecord {
  return record({
    name: 'EndRunResult',
    code: 'Q037',
    level: 'debug',
    msg: 'Command end result',
    data: {
      elapsed_time: result.elapsed,
      generated_at: result.startedAt.toISOString(),
      success: result.success,
      results: result.results.map((each) => ({
        adapter_response: each.adapterResponse,
        execution_time: each.executionTime,
        message: each.message ?? '',
        num_failures: each.failures ?? 0,
        status: each.status,
        thread: each.threadId,
        unique_id: each.node.uniqueId,
      })),
    },
  });
}

/** dbt ends a look at sources without a verdict. */
export function freshnessDone(): LogRecord {
  return record({ name: 'FreshnessCheckComplete', code: 'Q003', msg: 'Done.' });
}

function freshnessEnd(result: RunResult, context: RecordContext): LogRecord[] {
  const failed = result.results.filter((each) => ['error', 'runtime error'].includes(each.status));
  return [...failed.flatMap((each) => failureRecords(each, context)), freshnessDone()];
}

/** How a run came out: every failure with its message, the counts. */
export function verdictRecords(result: RunResult, context: RecordContext): LogRecord[] {
  const { errors, warnings } = notableResults(result.results);
  const stats = runStats(result.results);
  const counts = `PASS=${stats.pass} WARN=${stats.warn} ERROR=${stats.error} SKIP=${stats.skip} NO-OP=${stats.noop}`;
  const msg = `Done. ${counts} REUSED=${stats.reused} TOTAL=${stats.total}`;
  return [
    endRecord(result),
    formatting(),
    summary(result, context),
    ...[...errors, ...warnings].flatMap((each) => failureRecords(each, context)),
    formatting(),
    record({ name: 'StatsLine', code: 'Z023', msg, data: { stats } }),
  ];
}

/** The end of a run: what was run and how long it took, every failure with its message, the counts. */
export function runFinishedRecords(result: RunResult, context: RecordContext): LogRecord[] {
  if (result.results.length === 0) return [];
  // Commands that only compile or show end at their first failure.
  if (!context.showsEnd) return result.success ? [endRecord(result)] : [];
  const line = statLine(result.results);
  const execution = ` in ${spelledDuration(result.elapsed)}`;
  const finished = record({
    name: 'FinishedRunningStats',
    code: 'E047',
    msg: `Finished running ${line}${execution} (${result.elapsed.toFixed(2)}s).`,
    data: { stat_line: line, execution, execution_time: result.elapsed },
  });
  if (context.command === 'freshness') return [formatting(), finished, ...freshnessEnd(result, context)];
  return [...(context.showsNodes ? [formatting(), finished] : []), ...verdictRecords(result, context)];
}
