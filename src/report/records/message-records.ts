import { pythonJson, pythonJsonIndented, pythonRepr, pythonStr } from '../../base/index.ts';
import { type Diagnostic, warningEvent } from '../../diagnostics/index.ts';
import { DBT_VERSION, type Event } from '../../domain/index.ts';
import { counted } from '../format/status-line.ts';
import { framesOf } from '../frames.ts';
import type { RecordContext } from './context.ts';
import { formatting, framed, type Level, type LogRecord, record } from './record.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

/** The version that the adapter answers as. */
const ADAPTER_VERSIONS: Readonly<Record<string, string>> = { duckdb: '1.11.1' };

function textsOf(args: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, pythonStr(value)]));
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

export function nothingToDo(event: Of<'nothingToDo'>, { paint }: RecordContext): LogRecord[] {
  const msg = `[${paint.warned('WARNING')}]: ${event.message}`;
  return [record({ name: 'NothingToDo', code: 'Q035', level: 'warn', msg })];
}

/** dbt's text of an error: its kind, then its sentence indented. */
export function dbtText(diagnostic: Diagnostic): string {
  // Where dbt names the file that it was reading, it does so at the margin.
  const [, sentence = diagnostic.dbtMessage, place = ''] =
    /^([\s\S]*?)(\n\nError encountered in [^\n]*)$/.exec(diagnostic.dbtMessage) ?? [];
  return `${diagnostic.kind}\n  ${sentence.trimEnd().replaceAll('\n', '\n  ')}${place}`;
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

export function reported({ diagnostic }: Of<'diagnostic'>, context: RecordContext): LogRecord[] {
  const { paint } = context;
  const { severity, code, dbtMessage } = diagnostic;
  const data = { msg: dbtMessage, x_code: code };
  const level: Level = severity === 'error' ? 'error' : severity === 'warning' ? 'warn' : 'info';
  const frames = frameRecords([diagnostic], context, level);
  if (severity === 'error') {
    const exc = dbtText(diagnostic);
    const msg = `[${paint.bad('ERROR')}]: ${exc}`;
    const fields = { name: 'MainEncounteredError', code: 'Z002', level };
    return [record({ ...fields, msg, data: { ...data, exc } }), ...frames];
  }
  if (severity === 'note') return [record({ name: 'Note', code: 'Z050', msg: dbtMessage, data })];
  const msg = `[${paint.warned('WARNING')}]: ${dbtMessage}`;
  return [record({ ...warningEvent(diagnostic), level, msg, data }), ...frames];
}

export function macroMessage(event: Of<'macroMessage'>, context: RecordContext): LogRecord[] {
  const { message: msg } = event;
  const work = context.workOf(event.uniqueId);
  const { thread } = work;
  const data = { msg, ...work.data };
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

/** dbt's codes of messages that have no fields but their text. */
const MESSAGE_CODES: Readonly<Record<string, string>> = {
  CheckCleanPath: 'Z012',
  ConfirmCleanPath: 'Z013',
  FinishedCleanPaths: 'Z015',
  DebugCmdOut: 'Z047',
  DebugCmdResult: 'Z048',
  StarterProjectPath: 'A017',
  ProjectCreated: 'A026',
  OpenCommand: 'Z016',
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
const TAGGED: ReadonlySet<string> = new Set(['RunningOperationUncaughtError', 'EnsureGitInstalled']);

export function message(event: Of<'message'>, { paint }: RecordContext): LogRecord[] {
  const { name, level, text, data = { msg: text } } = event;
  const msg = TAGGED.has(name) ? `[${paint.bad('ERROR')}]: ${text}` : text;
  const code = MESSAGE_CODES[name] ?? 'Z050';
  return [record({ name, code, level, msg, data, isConsoleOnly: CONSOLE_ONLY.test(name) })];
}

export function sqlExecuted(event: Of<'sqlExecuted'>, context: RecordContext): LogRecord[] {
  const { connection, sql, seconds, status } = event;
  const { data, thread } = context.workOf(event.uniqueId);
  const debug = { level: 'debug' as const, thread };
  return [
    record({
      ...debug,
      name: 'SQLQuery',
      code: 'E016',
      msg: `On ${connection}: ${sql}`,
      data: { conn_name: connection, sql, ...data },
    }),
    record({
      ...debug,
      name: 'SQLQueryStatus',
      code: 'E017',
      msg: `SQL status: ${status} in ${seconds.toFixed(3)} seconds`,
      data: { status, elapsed: seconds, query_id: '', ...data },
    }),
  ];
}

export function failedCommand(event: Of<'commandFailed'>, context: RecordContext): LogRecord[] {
  const exc = event.diagnostics.map(dbtText).join('\n\n');
  const records = [
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

export function finishedCommand(event: Of<'commandFinished'>, at: Date): LogRecord[] {
  const { command, success, elapsed } = event;
  const time = at.toISOString().slice(11, 23);
  return [
    record({
      name: 'CommandCompleted',
      code: 'Q039',
      level: 'debug',
      msg: `Command \`dbt ${command}\` ${success ? 'succeeded' : 'failed'} at ${time}000 after ${elapsed.toFixed(2)} seconds`,
      data: { command: `dbt ${command}`, success, completed_at: at.toISOString(), elapsed },
    }),
  ];
}
