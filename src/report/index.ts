export { type ChooseOptions, chooseReporter } from './choose-reporter.ts';
export { createLogFile } from './log-file.ts';
export { paintFor } from './paint.ts';
export { createRecorder } from './recorder.ts';
export type { LogRecord } from './records/record.ts';
export { combined, type Reporter, type Screen } from './reporter.ts';
