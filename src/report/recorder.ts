import type { Event, Step, UniqueId } from '../domain/index.ts';
import { checkRecords } from './check/check-records.ts';
import type { Paint } from './paint.ts';
import { batchFinishedRecords, batchStartedRecords } from './records/batch-records.ts';
import type { RecordContext } from './records/context.ts';
import * as messages from './records/message-records.ts';
import { infoOnly, type NodeState, nodeInfo, UNTOLD } from './records/node-info.ts';
import {
  compiledRecords,
  finishedRecords,
  hookPreparedRecords,
  skippedRecords,
  startedRecords,
} from './records/node-records.ts';
import { overloadFinishedRecords, overloadStartedRecords } from './records/overload-records.ts';
import { type Level, type LogRecord, MAIN_THREAD, record } from './records/record.ts';
import { runFinishedRecords } from './records/run-end-records.ts';
import { reported } from './records/warning-records.ts';
import * as watching from './records/watch-records.ts';

/** Commands whose nodes get lines of their own. */
const WITH_NODE_LINES: ReadonlySet<string> = new Set([
  'run',
  'test',
  'build',
  'seed',
  'snapshot',
  'freshness',
  'watch',
]);
/** Commands that tell how they ended. */
const WITH_END: ReadonlySet<string> = new Set([...WITH_NODE_LINES, 'clone']);

export interface RecorderOptions {
  readonly command: string;
  readonly paint: Paint;
  readonly width: number;
  readonly quiet: boolean;
  /** The lowest level that is written: what only debug logs tell is made for no other. Default debug. */
  readonly level?: Level | 'none';
  /** Whether older deprecations name their event: the project's `require_event_names_in_deprecations`. */
  readonly namesDeprecations?: boolean;
  /** As people write it: `target`. */
  readonly targetPath: string;
  readonly now: () => Date;
}

type Recorders = {
  readonly [Type in Event['type']]: (
    event: Extract<Event, { type: Type }>,
    context: RecordContext,
    at: Date,
  ) => LogRecord[];
};

function phase(name: 'NodeCompiling' | 'NodeExecuting', code: string, words: string) {
  return ({ node }: Extract<Event, { type: 'nodeCompiling' | 'nodeExecuting' }>, context: RecordContext) => [
    record({
      name,
      code,
      level: 'debug',
      msg: `Began ${words} node ${node.uniqueId}`,
      ...context.workOf(node.uniqueId),
    }),
  ];
}

const RECORDERS: Recorders = {
  commandStarted: messages.startedCommand,
  projectLoaded: messages.loadedProject,
  // dbt's `parse` does not tell what it found.
  projectFound: (event, { command }) => (command === 'parse' ? [] : messages.foundProject(event)),
  concurrency: messages.concurrency,
  nothingToDo: messages.nothingToDo,
  nodeStarted: startedRecords,
  hookPrepared: hookPreparedRecords,
  nodeCompiling: phase('NodeCompiling', 'Q030', 'compiling'),
  nodeCompiled: compiledRecords,
  nodeExecuting: phase('NodeExecuting', 'Q031', 'executing'),
  nodeFinished: finishedRecords,
  nodeSkipped: skippedRecords,
  batchStarted: batchStartedRecords,
  batchFinished: batchFinishedRecords,
  retrying: () => [],
  overloadStarted: overloadStartedRecords,
  overloadFinished: overloadFinishedRecords,
  sqlSent: messages.sqlSent,
  sqlExecuted: messages.sqlExecuted,
  operationRun: messages.operationRun,
  diagnostic: reported,
  macroMessage: messages.macroMessage,
  rowsShown: messages.rowsShown,
  compiledShown: messages.compiledShown,
  listed: messages.listed,
  message: messages.message,
  checkFinished: checkRecords,
  runFinished: (event, context) => runFinishedRecords(event.result, context),
  artifactWritten: messages.artifactWritten,
  watchReady: watching.watchReady,
  watchChange: watching.watchChange,
  watchChecked: watching.watchChecked,
  watchBuilt: watching.watchBuilt,
  watchSuperseded: watching.watchSuperseded,
  watchWaiting: watching.watchWaiting,
  watchSurveyed: watching.watchSurveyed,
  watchIdle: watching.watchIdle,
  watchPrompt: () => [],
  commandFailed: messages.failedCommand,
  commandFinished: (event, context, at) => messages.finishedCommand(event, context, at),
};

/** Of these only debug logs tell; there are several for every node. */
const DEBUG_ONLY: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'nodeCompiling',
  'nodeCompiled',
  'nodeExecuting',
  'sqlSent',
  'sqlExecuted',
]);

/** Turns events into dbt's log records. It remembers when nodes started: later records of a node name it. */
export function createRecorder(options: RecorderOptions): (event: Event) => readonly LogRecord[] {
  const states = new Map<UniqueId, NodeState>();
  const work = new Map<UniqueId, { readonly node: Step; readonly thread: string }>();
  const { level = 'debug' } = options;
  let { command } = options;
  const context: RecordContext = {
    ...options,
    get command() {
      return command;
    },
    get showsNodes() {
      return WITH_NODE_LINES.has(command);
    },
    get showsEnd() {
      return WITH_END.has(command);
    },
    stateOf: (uniqueId) => states.get(uniqueId) ?? UNTOLD,
    workOf: (uniqueId) => {
      if (uniqueId === null) return { data: {}, thread: MAIN_THREAD };
      const known = work.get(uniqueId);
      // What a template says while it is parsed belongs to no running node.
      if (known === undefined) return { data: {}, thread: MAIN_THREAD };
      const state = context.stateOf(uniqueId);
      return { data: infoOnly(() => nodeInfo(known.node, state)), thread: known.thread };
    },
  };
  const remember = (event: Event, at: Date) => {
    if (event.type === 'retrying') command = event.command;
    if (event.type === 'hookPrepared') work.set(event.node.uniqueId, event);
    if (event.type === 'nodeStarted') {
      states.set(event.node.uniqueId, { startedAt: at, finishedAt: null, status: 'started' });
      work.set(event.node.uniqueId, event);
    }
    if (event.type === 'nodeCompiling' || event.type === 'nodeExecuting') {
      const { uniqueId } = event.node;
      const status = event.type === 'nodeCompiling' ? 'compiling' : 'executing';
      states.set(uniqueId, { ...context.stateOf(uniqueId), status });
    }
    if (event.type !== 'nodeFinished') return;
    const { node, status } = event.result;
    states.set(node.uniqueId, { ...context.stateOf(node.uniqueId), finishedAt: at, status });
  };
  return (event) => {
    const at = options.now();
    remember(event, at);
    if (level !== 'debug' && DEBUG_ONLY.has(event.type)) return [];
    const make = RECORDERS[event.type] as (event: Event, context: RecordContext, at: Date) => LogRecord[];
    return make(event, context, at);
  };
}
