import type { NodeResult, Step } from '../../domain/index.ts';
import type { RecordContext } from './context.ts';
import { infoOnly, type NodeState, nodeInfo, nodeMoment } from './node-info.ts';
import { type LogRecord, MAIN_THREAD, record } from './record.ts';

/** What debug logs tell of the start of a node. */
export function beganRecord(node: Step, state: NodeState, thread: string): LogRecord {
  return record({
    name: 'NodeStart',
    code: 'Q024',
    level: 'debug',
    msg: `Began running node ${node.uniqueId}`,
    data: infoOnly(() => nodeInfo(node, state)),
    thread,
  });
}

/** dbt's fields of a result. */
function resultFields(result: NodeResult): Readonly<Record<string, unknown>> {
  return {
    adapter_response: result.adapterResponse,
    execution_time: result.executionTime,
    message: result.message ?? '',
    num_failures: result.failures ?? 0,
    status: result.status,
    thread: result.threadId,
    timing_info: result.timing.map(({ name, startedAt, completedAt }) => ({
      name,
      started_at: nodeMoment(startedAt),
      completed_at: nodeMoment(completedAt),
    })),
  };
}

/** What debug logs tell of the end of a node. */
export function endRecord(result: NodeResult, state: NodeState): LogRecord {
  const { node, threadId } = result;
  return record({
    name: 'NodeFinished',
    code: 'Q025',
    level: 'debug',
    msg: `Finished running node ${node.uniqueId}`,
    data: {
      get node_info() {
        return nodeInfo(node, state);
      },
      get run_result() {
        return resultFields(result);
      },
    },
    thread: threadId,
  });
}

const STOPPING: ReadonlySet<string> = new Set(['error', 'partial success']);
const STOPPING_BUILD: ReadonlySet<string> = new Set([...STOPPING, 'fail', 'skipped']);

/** What debug logs tell when nothing below a node will run. */
export function markedRecords(result: NodeResult, { command }: RecordContext): LogRecord[] {
  const { status, message, node } = result;
  if (!(command === 'build' ? STOPPING_BUILD : STOPPING).has(status)) return [];
  const reason = message === null ? '' : ` Reason: ${message}.`;
  const msg = `Marking all children of '${node.uniqueId}' to be skipped because of status '${status}'. ${reason}`;
  const data = { unique_id: node.uniqueId, status, run_result: resultFields(result) };
  return [
    record({ name: 'MarkSkippedChildren', code: 'Z033', level: 'debug', msg, data, thread: MAIN_THREAD }),
  ];
}
