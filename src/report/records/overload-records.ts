import type { Event } from '../../domain/index.ts';
import { statusLine } from '../format/status-line.ts';
import type { RecordContext } from './context.ts';
import { type LogRecord, record } from './record.ts';

type Started = Extract<Event, { type: 'overloadStarted' }>;
type Finished = Extract<Event, { type: 'overloadFinished' }>;

function described({ node, overload }: Started | Finished): string {
  return `function ${node.name} overload ${overload}`;
}

/** `Overload 1 of 2 START function double overload double_text` */
export function overloadStartedRecords(event: Started, context: RecordContext): LogRecord[] {
  if (!context.showsNodes) return [];
  const { index, total, node } = event;
  const description = described(event);
  const msg = statusLine({ msg: `START ${description}`, status: 'RUN', index, total }, context.width);
  const { data, thread } = context.workOf(node.uniqueId);
  const fields = { description, overload_index: index, total_overloads: total };
  return [
    record({
      name: 'LogStartOverload',
      code: 'Q048',
      msg: `Overload ${msg}`,
      data: { ...fields, ...data },
      thread,
    }),
  ];
}

/** `Overload 1 of 2 OK created function ...`, or the error in its place. */
export function overloadFinishedRecords(event: Finished, context: RecordContext): LogRecord[] {
  if (!context.showsNodes) return [];
  const { index, total, node, error, seconds } = event;
  const { paint } = context;
  const isError = error !== null;
  const description = isError ? `${described(event)}: ${error}` : described(event);
  const status = isError ? 'error' : 'success';
  const msg = statusLine(
    {
      msg: `${isError ? 'ERROR creating' : 'OK created'} ${description}`,
      status: (isError ? paint.bad : paint.good)(status.toUpperCase()),
      index,
      total,
      seconds,
    },
    context.width,
  );
  const { data, thread } = context.workOf(node.uniqueId);
  return [
    record({
      name: 'LogOverloadResult',
      code: 'Q049',
      level: isError ? 'error' : 'info',
      msg: `Overload ${msg}`,
      data: {
        description,
        status,
        overload_index: index,
        total_overloads: total,
        execution_time: seconds,
        ...data,
      },
      thread,
    }),
  ];
}
