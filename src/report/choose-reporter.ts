import { annotationsOf } from './annotations.ts';
import { createDocumentReporter } from './check/document-reporter.ts';
import { debugLine, jsonLine, separated, textLine } from './format/record-lines.ts';
import { paintFor } from './paint.ts';
import { createRecordReporter } from './record-reporter.ts';
import { createRecorder } from './recorder.ts';
import type { Level } from './records/record.ts';
import type { Reporter, Screen } from './reporter.ts';
import { createTerminalReporter } from './terminal/terminal-reporter.ts';
import { createWatchReporter } from './terminal/watch-reporter.ts';

/** What decides how a command is drawn. */
export interface ChooseOptions {
  readonly screen: Screen;
  readonly command: string;
  readonly format: 'text' | 'debug' | 'json' | 'default';
  readonly level: Level | 'none';
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly colours: boolean;
  /** Standard output is a terminal that a person looks at. */
  readonly isTerminal: boolean;
  readonly isErrorTerminal: boolean;
  readonly dumb: boolean;
  readonly printerWidth: number;
  /** The project's folder seen from the repository, when GitHub Actions runs this. */
  readonly annotationFolder: string | undefined;
  readonly targetPath: string;
  readonly invocationId: string;
  readonly pid: number;
  /** One JSON document in place of lines. Default false. */
  readonly isDocument?: boolean;
  readonly now: () => Date;
  readonly monotonic: () => number;
}

function leastLevel(options: ChooseOptions): Level | 'none' {
  if (options.level === 'none') return 'none';
  return options.quiet ? 'error' : options.debug ? 'debug' : options.level;
}

/** Plain text or JSON: dbt's log lines on standard output, which tools read. */
function recordReporter(options: ChooseOptions): Reporter {
  const isJson = options.format === 'json';
  const formats = {
    json: jsonLine(options),
    debug: separated(debugLine, options.invocationId),
    text: textLine,
    default: textLine,
  };
  const level = leastLevel(options);
  const inner = createRecordReporter({
    recorder: createRecorder({ ...options, level, paint: paintFor(options), width: options.printerWidth }),
    format: formats[options.format],
    level,
    write: (line) => options.screen.out(line),
    now: options.now,
    keep: (record) => !isJson || record.isForPeople !== true,
  });
  const { annotationFolder: folder } = options;
  if (folder === undefined || isJson) return inner;
  return {
    event(event) {
      inner.event(event);
      for (const line of annotationsOf(event, folder)) options.screen.out(`${line}\n`);
    },
    close: inner.close,
  };
}

/** The reporter for this output: drawn for a person at a terminal, dbt's lines for everything else. */
export function chooseReporter(options: ChooseOptions): Reporter {
  if (options.isDocument === true) return createDocumentReporter(options.screen.out);
  const isDrawn = options.isTerminal && options.format === 'default' && options.level === 'info';
  if (!isDrawn) return recordReporter(options);
  const drawn = { ...options, hasFooter: options.isErrorTerminal };
  return options.command === 'watch' ? createWatchReporter(drawn) : createTerminalReporter(drawn);
}
