import type { Event } from '../../domain/index.ts';
import { statusLine } from '../format/status-line.ts';
import type { RecordContext } from './context.ts';
import { type LogRecord, record } from './record.ts';

type Started = Extract<Event, { type: 'batchStarted' }>;
type Finished = Extract<Event, { type: 'batchFinished' }>;

function described({ node, batch }: Started | Finished): string {
  return `batch ${batch.label} of ${node.schema}.${node.alias}`;
}

/** `Batch 1 of 3 START batch 2024-01-31 of main.orders` */
export function batchStartedRecords(event: Started, context: RecordContext): LogRecord[] {
  const { index, total, node } = event;
  const description = described(event);
  const msg = statusLine({ msg: `START ${description}`, status: 'RUN', index, total }, context.width);
  const { data, thread } = context.workOf(node.uniqueId);
  const fields = { description, batch_index: index, total_batches: total };
  return [
    record({
      name: 'LogStartBatch',
      code: 'Q045',
      msg: `Batch ${msg}`,
      data: { ...fields, ...data },
      thread,
    }),
  ];
}

/** What went wrong with a batch: dbt tells it here, and at the end only that the model failed. */
function caughtRecords({ node, exception }: Finished, context: RecordContext): LogRecord[] {
  if (exception === null) return [];
  const exc = `Exception on worker thread. ${exception}`;
  const { data, thread } = context.workOf(node.uniqueId);
  // Where dbt would name the file that it has built, it has none.
  const msg = `[${context.paint.bad('ERROR')}]: Unhandled error while executing \n${exc}`;
  const fields = { unique_id: node.uniqueId, exc, ...data };
  return [record({ name: 'GenericExceptionOnRun', code: 'W004', level: 'error', msg, data: fields, thread })];
}

/** `Batch 1 of 3 OK created batch ...`, `ERROR creating`, `SKIP`. */
export function batchFinishedRecords(event: Finished, context: RecordContext): LogRecord[] {
  const { index, total, node, seconds } = event;
  const { paint } = context;
  const [words, status, shown] = {
    error: ['ERROR creating', 'error', paint.bad('ERROR')],
    skipped: ['SKIP', 'skipped', paint.warned('SKIPPED')],
  }[event.status as string] ?? ['OK created', event.message ?? 'OK', paint.good(event.message ?? 'OK')];
  const description = described(event);
  const line = { msg: `${words} ${description}`, status: String(shown), index, total, seconds };
  const { data, thread } = context.workOf(node.uniqueId);
  const result = record({
    name: 'LogBatchResult',
    code: 'Q046',
    level: event.status === 'error' ? 'error' : 'info',
    msg: `Batch ${statusLine(line, context.width)}`,
    data: {
      description,
      status,
      batch_index: index,
      total_batches: total,
      execution_time: seconds,
      ...data,
    },
    thread,
  });
  return [...caughtRecords(event, context), result];
}
