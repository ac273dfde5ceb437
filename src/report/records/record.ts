export type Level = 'debug' | 'info' | 'warn' | 'error';

/** One line of dbt's log: what text, JSON and log file are written from. Names and codes are dbt's. */
export interface LogRecord {
  readonly name: string;
  readonly code: string;
  readonly level: Level;
  /** May hold line breaks, and colours where they were asked for. */
  readonly msg: string;
  /** dbt's fields of this event, under dbt's keys. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly thread: string;
  /** Printed as it is, without a time stamp, and shown even when quiet. */
  readonly isPrint?: boolean;
  /** Kept out of the log file: `clean` may have removed its folder. */
  readonly isConsoleOnly?: boolean;
  /** Something dbt's log does not have, for those who read: left out of JSON. */
  readonly isForPeople?: boolean;
}

export const MAIN_THREAD = 'MainThread';

type Fields = Pick<LogRecord, 'name' | 'code' | 'msg'> & Partial<LogRecord>;

/** A record with what is usual left out: level info, the main thread, no data. */
export function record(fields: Fields): LogRecord {
  return { level: 'info', data: {}, thread: MAIN_THREAD, ...fields };
}

/** A line that only shapes the text, such as an empty one. */
export function formatting(msg = '', level: Level = 'info'): LogRecord {
  return record({ name: 'Formatting', code: 'Z017', level, msg, data: { msg } });
}

/** A code frame below dbt's sentence. */
export function framed(text: string, level: Level): LogRecord {
  const msg = text.replace(/^/gm, '  ');
  return record({ name: 'Note', code: 'Z050', level, msg, data: { msg }, isForPeople: true });
}
