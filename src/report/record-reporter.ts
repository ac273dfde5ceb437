import type { Event } from '../domain/index.ts';
import { isShown, type RecordFormat } from './format/record-lines.ts';
import type { Level, LogRecord } from './records/record.ts';
import type { Reporter } from './reporter.ts';

export interface RecordReporterOptions {
  readonly recorder: (event: Event) => readonly LogRecord[];
  readonly format: RecordFormat;
  /** The lowest level that is written; `none` writes nothing. */
  readonly level: Level | 'none';
  /** Takes the lines of one event. */
  readonly write: (lines: string) => void;
  readonly now: () => Date;
  /** Leave out what has no place in this output. */
  readonly keep?: (record: LogRecord) => boolean;
  readonly close?: () => void;
}

/** Writes events as dbt's log records: the plain output, JSON lines, and the log file. */
export function createRecordReporter(options: RecordReporterOptions): Reporter {
  const { level, keep = () => true } = options;
  return {
    event(event) {
      if (level === 'none') return;
      let lines = '';
      // Of one event everything is told at one moment.
      const at = options.now();
      for (const record of options.recorder(event)) {
        if (isShown(record, level) && keep(record)) lines += `${options.format(record, at)}\n`;
      }
      // At once: a list has thousands of lines.
      if (lines !== '') options.write(lines);
    },
    close: () => options.close?.(),
  };
}
