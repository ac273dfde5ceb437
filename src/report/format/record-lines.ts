import { pythonJson } from '../../base/index.ts';
import type { Level, LogRecord } from '../records/record.ts';

/** A moment as text, made once for all records of one millisecond. */
const spelled = (() => {
  let last = Number.NaN;
  let text = '';
  return (at: Date): string => {
    if (at.getTime() !== last) {
      last = at.getTime();
      text = at.toISOString();
    }
    return text;
  };
})();

/** How a record becomes text. */
export type RecordFormat = (record: LogRecord, at: Date) => string;

const ORDER: readonly Level[] = ['debug', 'info', 'warn', 'error'];

/** Whether a record of this level is shown where `least` is the lowest level shown. Prints always are. */
export function isShown(record: LogRecord, least: Level): boolean {
  return record.isPrint === true || ORDER.indexOf(record.level) >= ORDER.indexOf(least);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/** `10:25:59  text`; what is printed has no time. */
export const textLine: RecordFormat = ({ msg, isPrint }, at) =>
  isPrint === true ? msg : `${spelled(at).slice(11, 19)}  ${msg}`;

/** `10:25:59.123000 [info ] [MainThread]: text`, as in dbt's log file. */
export const debugLine: RecordFormat = ({ msg, level, thread }, at) =>
  `${spelled(at).slice(11, 23)}000 [${level.padEnd(5)}] [${thread.slice(0, 10).padEnd(10)}]: ${msg}`;

/** Each invocation starts with a line of its own, as in dbt's file and its debug format. */
export function separated(format: RecordFormat, invocationId: string): RecordFormat {
  return (record, at) => {
    const line = format(record, at);
    if (record.name !== 'MainReportVersion') return line;
    const time = `${spelled(at).slice(11, 23)}000`;
    return `\n\n${'='.repeat(30)} ${time} | ${invocationId} ${'='.repeat(30)}\n${line}`;
  };
}

/** The JSON format: one object per line, keys sorted. */
export function jsonLine(identity: { readonly invocationId: string; readonly pid: number }): RecordFormat {
  return ({ name, code, level, msg, data, thread }, at) =>
    pythonJson(
      sorted({
        data,
        info: {
          category: '',
          code,
          extra: {},
          invocation_id: identity.invocationId,
          level,
          msg,
          name,
          pid: identity.pid,
          thread,
          ts: `${spelled(at).slice(0, 23)}000Z`,
        },
      }),
    );
}
