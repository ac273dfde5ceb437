import { pythonStr } from '../../base/index.ts';
import { type Event, isNode, type ModelNode, type NodeResult, type Step } from '../../domain/index.ts';
import { statusLine } from '../format/status-line.ts';
import type { RecordContext } from './context.ts';
import { beganRecord, endRecord, markedRecords } from './debug-records.ts';
import { type NodeState, nodeInfo, resultInfo, withInfo } from './node-info.ts';
import { formatting, type Level, type LogRecord, record } from './record.ts';

type Started = Extract<Event, { type: 'nodeStarted' }>;
type Finished = Extract<Event, { type: 'nodeFinished' }>;
type Skipped = Extract<Event, { type: 'nodeSkipped' }>;

function modelText(node: ModelNode, kind: string): string {
  return `${node.language} ${kind} model ${node.schema}.${node.alias}`;
}

/** A model that is built batch by batch says so. */
function describeModel(node: Step, inBatches: 'in batches' | 'at once'): string {
  return node.resourceType === 'model' && inBatches === 'in batches'
    ? modelText(node, 'microbatch')
    : describeNode(node);
}

/** dbt's description of a node: `sql view model main.orders`, `seed file main.countries`, `test not_null_x`. */
export function describeNode(node: Step): string {
  if (node.resourceType === 'model') return modelText(node, node.config.materialized ?? 'view');
  if (node.resourceType === 'seed') return `seed file ${node.schema}.${node.alias}`;
  if (node.resourceType === 'function') return `function ${node.schema}.${node.alias}`;
  if (node.resourceType === 'snapshot') return `snapshot ${node.schema}.${node.alias}`;
  if (node.resourceType === 'source') return `freshness of ${node.sourceName}.${node.name}`;
  if (node.resourceType === 'unit_test') return `unit_test ${testName(node)}`;
  return node.resourceType === 'saved_query'
    ? `saved query ${node.name}`
    : `${node.resourceType} ${node.name}`;
}

/** The name of a test in lines: `orders::counts_lines` of a unit test. */
function testName(node: Step): string {
  return node.resourceType === 'unit_test' ? `${node.definition['model']}::${node.label}` : node.name;
}

/** The names of a step's relation; an idle step has none. */
function namesOf(step: Step): { readonly schema: string; readonly alias: string } {
  return isNode(step) ? step : { schema: '', alias: step.name };
}

/** `shop.on-run-start.0` of the hook `shop-on-run-start-0`. */
function hookName(node: Step): string {
  const match = /^(.*)-(on-run-(?:start|end))-(\d+)$/.exec(node.name);
  return match === null ? node.name : `${match[1]}.${match[2]}.${match[3]}`;
}

function hookLine(event: Started | Finished, context: RecordContext, status: string, seconds: number | null) {
  const node = event.type === 'nodeStarted' ? event.node : event.result.node;
  const word = status === 'RUN' ? 'START' : status;
  const { paint } = context;
  const colour = { RUN: (text: string) => text, OK: paint.good, SKIP: paint.warned }[status] ?? paint.bad;
  const { index, total } = event;
  const msg = `${word} hook: ${hookName(node)}`;
  return statusLine({ msg, status: colour(status), index, total, seconds, truncate: true }, context.width);
}

/** An empty line before the hooks at the end, and before what their templates say. */
export function hookPreparedRecords(
  { node, index }: Extract<Event, { type: 'hookPrepared' }>,
  context: RecordContext,
): LogRecord[] {
  return context.showsNodes && index === 1 && /-on-run-end-\d+$/.test(node.name) ? [formatting()] : [];
}

/** `START` lines, and what debug logs tell. */
export function startedRecords(event: Started, context: RecordContext): LogRecord[] {
  const { node, index, total, thread } = event;
  const state = context.stateOf(node.uniqueId);
  const info = () => nodeInfo(node, state);
  const debug = beganRecord(node, state, thread);
  if (!context.showsNodes) return [debug];
  if (node.resourceType === 'operation') {
    const data = withInfo({ statement: hookName(node), index, total }, info);
    const msg = hookLine(event, context, 'RUN', null);
    return [record({ name: 'LogHookStartLine', code: 'Q032', msg, data })];
  }
  const description = describeModel(node, event.inBatches === true ? 'in batches' : 'at once');
  const msg = statusLine({ msg: `START ${description}`, status: 'RUN', index, total }, context.width);
  const data = {
    description,
    index,
    total,
    get node_info() {
      return info();
    },
  };
  return [debug, record({ name: 'LogStartLine', code: 'Q011', msg, data, thread })];
}

interface Outcome {
  readonly name: string;
  readonly code: string;
  readonly level: Level;
  readonly text: string;
  readonly status: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function testOutcome(result: NodeResult, context: RecordContext): Outcome {
  const { paint } = context;
  const failures = result.failures ?? 0;
  const words: Record<string, readonly [string, (text: string) => string, Level]> = {
    pass: ['PASS', paint.good, 'info'],
    warn: [`WARN ${failures}`, paint.warned, 'warn'],
    fail: [`FAIL ${failures}`, paint.bad, 'error'],
    error: ['ERROR', paint.bad, 'error'],
  };
  const [word, colour, level] = words[result.status] ?? ['ERROR', paint.bad, 'error'];
  const { node } = result;
  return {
    name: 'LogTestResult',
    code: 'Q007',
    level,
    text: `${word} ${testName(node)}`,
    status: colour(word),
    data: {
      name: testName(node),
      status: result.status,
      num_failures: failures,
      attached_node: node.resourceType === 'test' ? (node.attachedNode ?? '') : '',
    },
  };
}

function seedOutcome(result: NodeResult, { paint }: RecordContext): Outcome {
  const isError = result.status === 'error';
  const { schema, alias } = namesOf(result.node);
  return {
    name: 'LogSeedResult',
    code: 'Q016',
    level: isError ? 'error' : 'info',
    text: `${isError ? 'ERROR loading' : 'OK loaded'} seed file ${schema}.${alias}`,
    status: isError ? paint.bad('ERROR') : paint.good(result.message ?? 'OK'),
    data: { status: result.status, result_message: result.message ?? '', schema, relation: alias },
  };
}

function snapshotOutcome(result: NodeResult, { paint }: RecordContext): Outcome {
  const isError = result.status === 'error';
  const description = describeModel(result.node, 'at once').replace(/^snapshot /, '');
  const message = result.message ?? '';
  const config = Object.entries('config' in result.node ? result.node.config : {});
  const cfg = config.filter(([, value]) => value !== null).map(([key, value]) => [key, pythonStr(value)]);
  return {
    name: 'LogSnapshotResult',
    code: 'Q015',
    level: isError ? 'error' : 'info',
    text: `${isError ? 'ERROR snapshotting' : 'OK snapshotted'} ${description}`,
    status: isError ? paint.bad('ERROR') : paint.good(message),
    data: { status: result.status, description, cfg: Object.fromEntries(cfg), result_message: message },
  };
}

function modelOutcome(result: NodeResult, { paint }: RecordContext): Outcome {
  const description = describeModel(
    result.node,
    result.batchResults === undefined ? 'at once' : 'in batches',
  );
  if (result.status === 'no-op') {
    const text = `NO-OP ${description}`;
    return {
      name: 'LogNodeNoOpResult',
      code: 'Q019',
      level: 'info',
      text,
      status: paint.warned('NO-OP'),
      data: { description, status: 'no-op' },
    };
  }
  const isError = result.status === 'error';
  const said = isError ? 'error' : (result.message ?? 'OK');
  const isPartial = result.status === 'partial success';
  if (isPartial) {
    const text = `PARTIALLY created ${description}`;
    const data = { description, status: said };
    return { name: 'LogModelResult', code: 'Q012', level: 'info', text, status: paint.warned(said), data };
  }
  return {
    name: 'LogModelResult',
    code: 'Q012',
    level: isError ? 'error' : 'info',
    text: `${isError ? 'ERROR creating' : 'OK created'} ${description}`,
    status: isError ? paint.bad('ERROR') : paint.good(said),
    data: { description, status: said },
  };
}

function functionOutcome({ node, status }: NodeResult, { paint }: RecordContext): Outcome {
  const description = describeNode(node);
  const isError = status === 'error';
  return {
    name: 'LogFunctionResult',
    code: 'Q047',
    level: isError ? 'error' : 'info',
    text: `${isError ? 'ERROR creating' : 'OK created'} ${description}`,
    status: (isError ? paint.bad : paint.good)(status.toUpperCase()),
    data: { description, status },
  };
}

const FRESHNESS: Readonly<Record<string, readonly [string, 'good' | 'warned' | 'bad', Level]>> = {
  pass: ['PASS', 'good', 'info'],
  warn: ['WARN', 'warned', 'warn'],
  error: ['ERROR STALE', 'bad', 'error'],
};

function freshnessOutcome({ node, status }: NodeResult, { paint }: RecordContext): Outcome {
  const [word, colour, level] = FRESHNESS[status] ?? ['ERROR', 'bad', 'error'];
  const names = node.resourceType === 'source' ? { source_name: node.sourceName, table_name: node.name } : {};
  return {
    name: 'LogFreshnessResult',
    code: 'Q018',
    level,
    text: `${word} ${describeNode(node)}`,
    status: paint[colour](word),
    data: { status, ...names },
  };
}

const OUTCOMES: Partial<
  Record<Step['resourceType'], (result: NodeResult, context: RecordContext) => Outcome>
> = {
  test: testOutcome,
  unit_test: testOutcome,
  seed: seedOutcome,
  snapshot: snapshotOutcome,
  source: freshnessOutcome,
  function: functionOutcome,
};

function resultRecord(event: Finished, context: RecordContext, state: NodeState): LogRecord {
  const { result, index, total } = event;
  const { node, executionTime } = result;
  const info = () => resultInfo(result, state);
  if (node.resourceType === 'operation') {
    const status = { success: 'OK', skipped: 'SKIP' }[result.status as string] ?? 'ERROR';
    const msg = hookLine(event, context, status, executionTime);
    const data = {
      statement: hookName(node),
      status: result.status,
      index,
      total,
      execution_time: executionTime,
    };
    return record({ name: 'LogHookEndLine', code: 'Q033', msg, data: withInfo(data, info) });
  }
  const outcome = (OUTCOMES[node.resourceType] ?? modelOutcome)(result, context);
  const line = { msg: outcome.text, status: outcome.status, index, total, seconds: executionTime };
  const isTest = node.resourceType === 'test' || node.resourceType === 'unit_test';
  const count = isTest ? { num_models: total } : { total };
  return record({
    name: outcome.name,
    code: outcome.code,
    level: outcome.level,
    msg: statusLine(line, context.width),
    data: {
      ...outcome.data,
      index,
      ...count,
      execution_time: executionTime,
      get node_info() {
        return info();
      },
    },
    thread: result.threadId,
  });
}

/** dbt tells when it writes the SQL of a node. */
export function compiledRecords(
  { node }: Extract<Event, { type: 'nodeCompiled' }>,
  context: RecordContext,
): LogRecord[] {
  const { data, thread } = context.workOf(node.uniqueId);
  const msg = `Writing injected SQL for node "${node.uniqueId}"`;
  return [record({ name: 'WritingInjectedSQLForNode', code: 'Q029', level: 'debug', msg, data, thread })];
}

/** An error that dbt has no kind for, which it tells at once, too. */
function uncaughtRecord(result: NodeResult, state: NodeState, { paint }: RecordContext): LogRecord {
  const { buildPath, node, threadId: thread } = result;
  const [exc, path] = [result.message ?? '', buildPath ?? ''];
  const info = nodeInfo(node, { ...state, finishedAt: null, status: 'executing' });
  const data = { build_path: path, unique_id: node.uniqueId, exc, node_info: info };
  const msg = `[${paint.bad('ERROR')}]: Unhandled error while executing ${path}\n${exc}`;
  return record({ name: 'GenericExceptionOnRun', code: 'W004', level: 'error', msg, data, thread });
}

/** What is told of a failure before its line: of most of them in the debug log alone. */
function caughtRecords(result: NodeResult, state: NodeState, context: RecordContext): LogRecord[] {
  if (result.status !== 'error') return [];
  if (result.diagnostics.some(({ kind }) => kind === '')) return [uncaughtRecord(result, state, context)];
  const msg = result.message ?? '';
  const data = { exc: msg, exc_info: '', node_info: nodeInfo(result.node, state) };
  const { threadId: thread } = result;
  return [record({ name: 'CatchableExceptionOnRun', code: 'W002', level: 'debug', msg, data, thread })];
}

/** `OK`, `PASS`, `FAIL`, `ERROR` lines. */
export function finishedRecords(event: Finished, context: RecordContext): LogRecord[] {
  const { result } = event;
  const { node } = result;
  const state = context.stateOf(node.uniqueId);
  const end = [endRecord(result, state), ...markedRecords(result, context)];
  if (node.resourceType === 'operation') return hookEndRecords(event, context, state);
  // `--fail-fast` ends nodes that had started.
  if (result.status === 'skipped' && context.showsNodes)
    return [...skipLines({ ...event, type: 'nodeSkipped', because: null }, context), ...end];
  const caught = caughtRecords(result, state, context);
  return context.showsNodes ? [...caught, resultRecord(event, context, state), ...end] : [...caught, ...end];
}

function hookEndRecords(event: Finished, context: RecordContext, state: NodeState): LogRecord[] {
  const { result, index, total } = event;
  if (!context.showsNodes) return [endRecord(result, state)];
  const line = resultRecord(event, context, state);
  const isLastStart = index === total && /-on-run-start-\d+$/.test(result.node.name);
  return isLastStart ? [line, formatting()] : [line];
}

/** The line of a node below an ephemeral model that failed, which has no line of its own. */
function ephemeralSkip(event: Skipped, context: RecordContext): LogRecord {
  const { result, index, total } = event;
  const { schema, alias } = namesOf(result.node);
  const status = event.causeStatus ?? 'skipped';
  const msg = statusLine(
    {
      msg: `SKIP relation ${schema}.${alias} due to ephemeral model status '${status}'`,
      status: context.paint.bad('ERROR SKIP'),
      index,
      total,
    },
    context.width,
  );
  const data = { schema, relation: alias, index, total, status };
  const { threadId: thread } = result;
  return record({ name: 'LogSkipBecauseError', code: 'Z034', level: 'error', msg, data, thread });
}

function skipLines(event: Skipped, context: RecordContext): LogRecord[] {
  const { result, index, total } = event;
  const { node } = result;
  if (event.causeStatus != null) return [ephemeralSkip(event, context)];
  const { schema, alias } = namesOf(node);
  const isRelation = ['model', 'seed', 'snapshot'].includes(node.resourceType);
  const text = isRelation ? `SKIP relation ${schema}.${alias}` : `SKIP ${node.resourceType} ${node.name}`;
  return [
    record({
      name: 'SkippingDetails',
      code: 'Q034',
      msg: statusLine({ msg: text, status: context.paint.warned('SKIP'), index, total }, context.width),
      data: {
        resource_type: node.resourceType,
        schema,
        node_name: isRelation ? alias : node.name,
        index,
        total,
        node_info: nodeInfo(node, { ...context.stateOf(node.uniqueId), status: 'skipped' }),
      },
      thread: result.threadId,
    }),
  ];
}

/** `SKIP` lines. */
export function skippedRecords(event: Skipped, context: RecordContext): LogRecord[] {
  const { result } = event;
  const { node } = result;
  const state = { ...context.stateOf(node.uniqueId), status: 'skipped' } as const;
  if (node.resourceType === 'operation')
    return hookEndRecords({ ...event, type: 'nodeFinished' }, context, state);
  if (!context.showsNodes) return [];
  // After a failed on-run-start hook no node begins.
  if (event.because === null) return skipLines(event, context);
  return [
    beganRecord(node, state, result.threadId),
    ...skipLines(event, context),
    endRecord(result, state),
    ...markedRecords(result, context),
  ];
}
