export { type ChooseOptions, chooseReporter } from './choose-reporter.ts';
export { createLogFile, type LogFileOptions } from './log-file.ts';
export { type Paint, paintFor, unpainted } from './paint.ts';
export { createRecorder, type RecorderOptions } from './recorder.ts';
export { combined, type Reporter, type Screen } from './reporter.ts';
