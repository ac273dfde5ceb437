import type { Event } from '../domain/index.ts';
import { debugLine, jsonLine, type RecordFormat, separated, textLine } from './format/record-lines.ts';
import { unpainted } from './paint.ts';
import { createRecordReporter } from './record-reporter.ts';
import type { Level, LogRecord } from './records/record.ts';
import type { Reporter } from './reporter.ts';

export interface LogFileOptions {
  readonly recorder: (event: Event) => readonly LogRecord[];
  readonly format: 'text' | 'debug' | 'json' | 'default';
  readonly level: Level | 'none';
  readonly invocationId: string;
  readonly pid: number;
  readonly now: () => Date;
  /** Adds to the file. */
  readonly append: (text: string) => void;
}

/** Kept in memory before it is written: a write for each statement would be felt. */
const BUFFER = 32 * 1024;

/** `logs/dbt.log`: everything that happens, for whoever looks for a cause later. */
export function createLogFile(options: LogFileOptions): Reporter {
  const { invocationId, pid } = options;
  const formats: Record<LogFileOptions['format'], RecordFormat> = {
    text: textLine,
    debug: separated(debugLine, invocationId),
    default: separated(debugLine, invocationId),
    json: jsonLine({ invocationId, pid }),
  };
  let held = '';
  const flush = () => {
    if (held !== '') options.append(held);
    held = '';
  };
  return createRecordReporter({
    recorder: options.recorder,
    format: formats[options.format],
    level: options.level,
    now: options.now,
    keep: (record) => record.isConsoleOnly !== true,
    write(lines) {
      held += unpainted(lines);
      if (held.length > BUFFER) flush();
    },
    close: flush,
  });
}
