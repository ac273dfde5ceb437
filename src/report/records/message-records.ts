import { pythonJson, pythonJsonIndented, pythonRepr, pythonStr } from '../../base/index.ts';
import { type Diagnostic, warningEvent } from '../../diagnostics/index.ts';
import { DBT_VERSION, type Event } from '../../domain/index.ts';
import { counted, statusLine } from '../format/status-line.ts';
import type { RecordContext } from './context.ts';
import { withWork } from './node-info.ts';
import { formatting, type LogRecord, record } from './record.ts';
import { endRecord, freshnessDone, verdictRecords } from './run-end-records.ts';
import { dbtText, frameRecords, warningRecords } from './warning-records.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

/** The version that the adapter answers as. */
const ADAPTER_VERSIONS: Readonly<Record<string, string>> = { duckdb: '1.11.1' };

/** Flags that dbt tells of at the start of a call. */
const TOLD_FLAGS = [
  'cache_selected_only',
  'debug',
  'empty',
  'fail_fast',
  'hints_enabled',
  'indirect_selection',
  'introspect',
  'invocation_command',
  'log_cache_events',
  'log_format',
  'log_path',
  'maximum_seed_size_mib',
  'no_print',
  'partial_parse',
  'printer_width',
  'profiles_dir',
  'quiet',
  'send_anonymous_usage_stats',
  'static_parser',
  'target_path',
  'use_colors',
  'use_experimental_parser',
  'version_check',
  'warn_error',
  'warn_error_options',
  'write_json',
];

function textOf(name: string, value: unknown): string {
  if (name !== 'warn_error_options' || typeof value !== 'object' || value === null)
    return value === undefined ? 'None' : pythonStr(value);
  const fields = Object.entries(value).map(([key, each]) => `${key}=${pythonRepr(each)}`);
  return `WarnErrorOptionsV2(${fields.join(', ')})`;
}

function textsOf(args: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(TOLD_FLAGS.map((name) => [name, textOf(name, args[name])]));
}

export function startedCommand(event: Of<'commandStarted'>): LogRecord[] {
  return [
    record({
      name: 'MainReportVersion',
      code: 'A001',
      msg: `Running with dbt=${DBT_VERSION}`,
      data: { version: `=${DBT_VERSION}`, log_version: 3, x_sluice_version: event.version },
    }),
    record({
      name: 'MainReportArgs',
      code: 'A002',
      level: 'debug',
      msg: `running dbt with arguments ${pythonRepr(textsOf(event.args))}`,
      data: { args: textsOf(event.args) },
    }),
  ];
}

function adapterRegistered(adapter: string): LogRecord {
  const version = ADAPTER_VERSIONS[adapter] ?? '1.0.0';
  return record({
    name: 'AdapterRegistered',
    code: 'E034',
    msg: `Registered adapter: ${adapter}=${version}`,
    data: { adapter_name: adapter, adapter_version: `=${version}` },
  });
}

export function foundProject(event: Of<'projectFound'>): LogRecord[] {
  const line = Object.entries(event.counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => counted(count, kind))
    .join(', ');
  return [record({ name: 'FoundStats', code: 'W006', msg: `Found ${line}`, data: { stat_line: line } })];
}

export function loadedProject(event: Of<'projectLoaded'>): LogRecord[] {
  return [adapterRegistered(event.adapter)];
}

export function concurrency(event: Of<'concurrency'>): LogRecord[] {
  const { threads, target, total } = event;
  return [
    formatting(),
    record({
      name: 'ConcurrencyLine',
      code: 'Q027',
      msg: `Concurrency: ${threads} threads (target='${target}')`,
      data: { num_threads: threads, target_name: target, node_count: total },
    }),
    formatting(),
  ];
}

/** Commands that end with their counts even when there was nothing to count. */
const ALWAYS_COUNTED: ReadonlySet<string> = new Set(['seed', 'clone']);

export function nothingToDo(event: Of<'nothingToDo'>, context: RecordContext): LogRecord[] {
  const msg = `[${context.paint.warned('WARNING')}]: ${event.message}`;
  const { result } = event;
  const end = context.command === 'freshness' ? freshnessDone() : endRecord(result);
  const isCounted = ALWAYS_COUNTED.has(result.command);
  return [
    record({ name: 'NothingToDo', code: 'Q035', level: 'warn', msg }),
    ...(isCounted ? verdictRecords(result, context) : [end]),
  ];
}

export function operationRun(event: Of<'operationRun'>, context: RecordContext): LogRecord[] {
  const { name, outcome, message, seconds } = event;
  const { paint, width } = context;
  const isError = outcome === 'error';
  const word = outcome === null ? 'START executing' : isError ? 'ERROR executing' : 'OK executed';
  const status = outcome === null ? 'RUN' : isError ? paint.bad('ERROR') : paint.good(message ?? 'OK');
  const msg = statusLine({ msg: `${word} ${name}`, status, index: 1, total: 1, seconds }, width);
  return [record({ name: 'Note', code: 'Z050', level: isError ? 'error' : 'info', msg, data: { msg } })];
}

export function artifactWritten({ kind, path }: Of<'artifactWritten'>): LogRecord[] {
  return [
    record({
      name: 'ArtifactWritten',
      code: 'P001',
      level: 'debug',
      msg: `Wrote artifact ${kind} to ${path}`,
      data: { artifact_type: kind, artifact_path: path },
    }),
  ];
}

export function macroMessage(event: Of<'macroMessage'>, context: RecordContext): LogRecord[] {
  const { message: msg } = event;
  const work = context.workOf(event.uniqueId);
  const { thread } = work;
  const data = withWork({ msg }, work.data);
  if (event.print) return [record({ name: 'PrintEvent', code: 'Z052', msg, data: { msg }, isPrint: true })];
  return event.info
    ? [record({ name: 'JinjaLogInfo', code: 'I062', msg, data, thread })]
    : [record({ name: 'JinjaLogDebug', code: 'I063', level: 'debug', msg, data, thread })];
}

export function rowsShown(event: Of<'rowsShown'>, { quiet }: RecordContext): LogRecord[] {
  const { name, isInline, format, text } = event;
  const title = isInline ? 'Previewing inline node:' : `Previewing node '${name}':`;
  const json = pythonJsonIndented(isInline ? { show: event.json } : { node: name, show: event.json });
  const msg = format === 'json' ? json : quiet ? text : `${title}\n${text}`;
  return [
    record({
      name: 'ShowNode',
      code: 'Q041',
      msg,
      data: {
        node_name: name,
        preview: format === 'json' ? pythonJson(event.json) : text,
        is_inline: isInline,
        output_format: format,
        unique_id: event.uniqueId ?? '',
        quiet,
      },
      isPrint: true,
    }),
  ];
}

export function compiledShown(event: Of<'compiledShown'>, { quiet }: RecordContext): LogRecord[] {
  const { name, isInline, format, sql } = event;
  const title = isInline ? 'Compiled inline node is:' : `Compiled node '${name}' is:`;
  const json = pythonJsonIndented(isInline ? { compiled: sql } : { node: name, compiled: sql });
  const msg = format === 'json' ? json : quiet ? sql : `${title}\n${sql}`;
  return [
    record({
      name: 'CompiledNode',
      code: 'Q042',
      msg,
      data: {
        node_name: name,
        compiled: sql,
        is_inline: isInline,
        output_format: format,
        unique_id: event.uniqueId ?? '',
        quiet,
      },
      isPrint: true,
    }),
  ];
}

export function listed(event: Of<'listed'>): LogRecord[] {
  return event.lines.map((msg) =>
    record({ name: 'PrintEvent', code: 'Z052', msg, data: { msg }, isPrint: true }),
  );
}

/** dbt's codes of messages. */
const MESSAGE_CODES: Readonly<Record<string, string>> = {
  CheckCleanPath: 'Z012',
  ConfirmCleanPath: 'Z013',
  FinishedCleanPaths: 'Z015',
  DebugCmdOut: 'Z047',
  DebugCmdResult: 'Z048',
  StarterProjectPath: 'A017',
  ProjectCreated: 'A026',
  OpenCommand: 'Z016',
  RunningOperationCaughtError: 'Q001',
  RunningOperationUncaughtError: 'Q036',
  ParsePerfInfoPath: 'I010',
  SeedHeader: 'Q004',
  DefaultSelector: 'Q023',
  Formatting: 'Z017',
  GitSparseCheckoutSubdirectory: 'M001',
  GitProgressCheckoutRevision: 'M002',
  GitProgressUpdatingExistingDependency: 'M003',
  GitProgressPullingNewDependency: 'M004',
  GitNothingToDo: 'M005',
  GitProgressUpdatedCheckoutRange: 'M006',
  GitProgressCheckedOutAt: 'M007',
  RegistryProgressGETRequest: 'M008',
  RegistryProgressGETResponse: 'M009',
  DepsNoPackagesFound: 'M013',
  DepsStartPackageInstall: 'M014',
  DepsInstallInfo: 'M015',
  DepsUpdateAvailable: 'M016',
  DepsUpToDate: 'M017',
  DepsListSubdirectory: 'M018',
  DepsNotifyUpdatesAvailable: 'M019',
  RetryExternalCall: 'M020',
  RecordRetryException: 'M021',
  RegistryIndexProgressGETRequest: 'M022',
  RegistryIndexProgressGETResponse: 'M023',
  RegistryResponseUnexpectedType: 'M024',
  RegistryResponseMissingTopKeys: 'M025',
  RegistryResponseMissingNestedKeys: 'M026',
  DepsSetDownloadDirectory: 'M028',
  DepsLockUpdating: 'M031',
  DepsAddPackage: 'M032',
  DepsFoundDuplicatePackage: 'M033',
  EnsureGitInstalled: 'Z036',
  DepsCreatingLocalSymlink: 'Z037',
  DepsSymlinkNotAvailable: 'Z038',
};

const CONSOLE_ONLY = /Clean/;

/** Errors that dbt marks as such in their text. */
const TAGGED: ReadonlySet<string> = new Set([
  'EnsureGitInstalled',
  'RunningOperationCaughtError',
  'RunningOperationUncaughtError',
]);

export function message(event: Of<'message'>, context: RecordContext): LogRecord[] {
  const { name, level, text, data = { msg: text }, diagnostics = [] } = event;
  if (level === 'warn') return warningRecords({ name, text, fields: data }, context);
  const msg = TAGGED.has(name) ? `[${context.paint.bad('ERROR')}]: ${text}` : text;
  const code = MESSAGE_CODES[name] ?? 'Z050';
  const isConsoleOnly = CONSOLE_ONLY.test(name);
  const said = record({ name, code, level, msg, data, isConsoleOnly });
  return [said, ...frameRecords(diagnostics, context, level)];
}

export function sqlSent(event: Of<'sqlSent'>, context: RecordContext): LogRecord[] {
  const { connection, sql } = event;
  const { data, thread } = context.workOf(event.uniqueId);
  const msg = `On ${connection}: ${sql}`;
  const fields = withWork({ conn_name: connection, sql }, data);
  return [record({ level: 'debug', thread, name: 'SQLQuery', code: 'E016', msg, data: fields })];
}

export function sqlExecuted(event: Of<'sqlExecuted'>, context: RecordContext): LogRecord[] {
  const { seconds, status } = event;
  const { data, thread } = context.workOf(event.uniqueId);
  const msg = `SQL status: ${status} in ${seconds.toFixed(3)} seconds`;
  const fields = withWork({ status, elapsed: seconds, query_id: '' }, data);
  return [record({ level: 'debug', thread, name: 'SQLQueryStatus', code: 'E017', msg, data: fields })];
}

/** Faults that dbt tells as events of their own before it tells that the command ends. */
function ownEvents(diagnostics: readonly Diagnostic[], context: RecordContext): LogRecord[] {
  return diagnostics.filter(isOwnEvent).map((each) => {
    const { name, code } = warningEvent(each);
    const msg = `[${context.paint.warned('WARNING')}]: ${each.dbtMessage}`;
    return record({ name, code, level: 'error', msg, data: { msg: each.dbtMessage } });
  });
}

const isOwnEvent = (each: Diagnostic): boolean =>
  each.severity === 'error' && warningEvent(each).name === each.kind;

export function failedCommand(event: Of<'commandFailed'>, context: RecordContext): LogRecord[] {
  const exc = event.diagnostics
    .filter((each) => !isOwnEvent(each))
    .map(dbtText)
    .join('\n\n');
  const records = [
    ...ownEvents(event.diagnostics, context),
    record({
      name: 'MainEncounteredError',
      code: 'Z002',
      level: 'error',
      msg: `[${context.paint.bad('ERROR')}]: Encountered an error:\n${exc}`,
      data: { exc, x_codes: event.diagnostics.map((each) => each.code) },
    }),
    ...frameRecords(event.diagnostics, context, 'error'),
  ];
  if (event.stack === null) return records;
  const data = { stack_trace: event.stack };
  return [
    ...records,
    record({ name: 'MainStackTrace', code: 'Z003', level: 'error', msg: event.stack, data }),
  ];
}

function resourceReport(event: Of<'commandFinished'>): LogRecord {
  const { usage, command, success, elapsed, showsUsage } = event;
  const data = {
    command_name: command,
    command_success: success,
    command_wall_clock_time: elapsed,
    process_in_blocks: String(usage.blocksRead),
    process_kernel_time: usage.kernelTime,
    process_mem_max_rss: String(usage.peakMemory),
    process_out_blocks: String(usage.blocksWritten),
    process_user_time: usage.userTime,
  };
  const level = showsUsage ? 'info' : 'debug';
  const msg = `Resource report: ${pythonJson(data)}`;
  return record({ name: 'ResourceReport', code: 'Z051', level, msg, data });
}

export function finishedCommand(
  event: Of<'commandFinished'>,
  _context: RecordContext,
  at: Date,
): LogRecord[] {
  const { calledAs, success, elapsed } = event;
  const time = at.toISOString().slice(11, 23);
  return [
    resourceReport(event),
    record({
      name: 'CommandCompleted',
      code: 'Q039',
      level: 'debug',
      msg: `Command \`dbt ${calledAs}\` ${success ? 'succeeded' : 'failed'} at ${time}000 after ${elapsed.toFixed(2)} seconds`,
      data: { command: `dbt ${calledAs}`, success, completed_at: at.toISOString(), elapsed },
    }),
  ];
}
