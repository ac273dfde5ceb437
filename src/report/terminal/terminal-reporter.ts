import type { Diagnostic } from '../../diagnostics/index.ts';
import { type Event, isNode, type Step, type UniqueId } from '../../domain/index.ts';
import { checkText } from '../check/check-text.ts';
import { counted } from '../format/status-line.ts';
import { framesOf } from '../frames.ts';
import { type Paint, paintFor } from '../paint.ts';
import { compiledShown, rowsShown } from '../records/message-records.ts';
import type { Reporter, Screen } from '../reporter.ts';
import { footerLine, type Running } from './footer.ts';
import { glyphsFor } from './glyphs.ts';
import { createLiveFooter } from './live-footer.ts';
import { type LineStyle, nodeLine, skippedLine } from './node-line.ts';
import { runSummary } from './run-summary.ts';

export interface TerminalOptions {
  readonly screen: Screen;
  readonly command: string;
  readonly colours: boolean;
  /** `TERM=dumb`: letters instead of glyphs, no footer. */
  readonly dumb: boolean;
  /** Standard error is a terminal too. */
  readonly hasFooter: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** Milliseconds, for durations. */
  readonly monotonic: () => number;
}

/** Commands of which people follow the nodes. */
const WITH_NODE_LINES: ReadonlySet<string> = new Set([
  'run',
  'test',
  'build',
  'seed',
  'snapshot',
  'freshness',
]);

interface Drawing {
  readonly style: LineStyle;
  readonly options: TerminalOptions;
  readonly print: (text: string) => void;
  readonly running: Map<UniqueId, Running>;
  progress: { done: number; total: number; startedAt: number };
  /** What is done: `retry` becomes the command of the run before. */
  command: string;
}

/** What went well and is told by the counts at the end alone. */
function hides(node: Step, command: string): boolean {
  if (node.resourceType === 'operation' || !isNode(node)) return true;
  return (node.resourceType === 'test' || node.resourceType === 'unit_test') && command !== 'test';
}

/** Passing tests of a build fold into the counts at the end; whoever asks for tests sees each. */
function onFinished(event: Extract<Event, { type: 'nodeFinished' }>, drawing: Drawing): void {
  const { result } = event;
  const { node, status } = result;
  drawing.running.delete(node.uniqueId);
  if (node.resourceType !== 'operation') drawing.progress.done++;
  const { quiet } = drawing.options;
  const { command } = drawing;
  if (!WITH_NODE_LINES.has(command)) return;
  const isFine = status === 'success' || status === 'pass' || status === 'no-op';
  if (isFine && hides(node, command)) return;
  if (quiet && (isFine || status === 'warn')) return;
  drawing.print(
    status === 'skipped' ? skippedLine(result, null, drawing.style) : nodeLine(result, drawing.style),
  );
}

function onSkipped(event: Extract<Event, { type: 'nodeSkipped' }>, drawing: Drawing): void {
  const { result, because } = event;
  drawing.running.delete(result.node.uniqueId);
  drawing.progress.done++;
  const { quiet } = drawing.options;
  const { command } = drawing;
  if (quiet || !WITH_NODE_LINES.has(command) || hides(result.node, command)) return;
  drawing.print(
    skippedLine(result, because === null ? null : (because.split('.')[2] ?? because), drawing.style),
  );
}

function showDiagnostics(diagnostics: readonly Diagnostic[], drawing: Drawing): void {
  const shown = drawing.options.quiet ? diagnostics.filter((each) => each.severity === 'error') : diagnostics;
  if (shown.length > 0) drawing.print(`${framesOf(shown, drawing.style)}\n`);
}

function onFound(event: Extract<Event, { type: 'projectFound' }>, drawing: Drawing): void {
  const { paint, glyphs } = drawing.style;
  const kinds = Object.entries(event.counts).filter(([kind, count]) => count > 0 && kind !== 'macro');
  const found = kinds.map(([kind, count]) => counted(count, kind)).join(', ');
  if (WITH_NODE_LINES.has(drawing.command) || drawing.command === 'check') {
    drawing.print(paint.faint(` ${found} ${glyphs.dot} read in ${Math.round(event.milliseconds)} ms`));
  }
}

function onMessage(event: Extract<Event, { type: 'message' }>, { options, print, style }: Drawing): void {
  if (event.level === 'debug' && !options.debug) return;
  if (options.quiet && event.level !== 'error') return;
  const colour = {
    debug: style.paint.faint,
    warn: style.paint.warned,
    error: style.paint.bad,
    info: undefined,
  };
  print(colour[event.level]?.(event.text) ?? event.text);
}

function showFailure(event: Extract<Event, { type: 'commandFailed' }>, drawing: Drawing): void {
  const { paint, glyphs } = drawing.style;
  drawing.print(`${framesOf(event.diagnostics, drawing.style)}\n`);
  if (event.stack !== null) drawing.print(paint.faint(event.stack));
  const errors = event.diagnostics.filter((each) => each.severity === 'error').length;
  drawing.print(
    ` ${paint.bad(glyphs.bad)} ${paint.strong(`${event.command} stopped`)}  ${counted(errors, 'error')}`,
  );
}

function draw(event: Event, drawing: Drawing): void {
  const { options, print, style, running } = drawing;
  const { quiet } = options;
  switch (event.type) {
    case 'retrying':
      drawing.command = event.command;
      break;
    case 'projectFound':
      if (!quiet) onFound(event, drawing);
      break;
    case 'concurrency':
      drawing.progress = { done: 0, total: event.total, startedAt: options.monotonic() };
      break;
    case 'nodeStarted':
      running.set(event.node.uniqueId, { name: event.node.name, since: options.monotonic() });
      break;
    case 'nodeFinished':
      onFinished(event, drawing);
      break;
    case 'nodeSkipped':
      onSkipped(event, drawing);
      break;
    case 'diagnostic':
      showDiagnostics([event.diagnostic], drawing);
      break;
    case 'nothingToDo':
      if (!quiet) print(` ${style.paint.warned(style.glyphs.warned)} ${event.message}`);
      break;
    case 'macroMessage':
      if (event.print || (event.info && !quiet) || options.debug) print(event.message);
      break;
    case 'listed':
      if (event.lines.length > 0) print(event.lines.join('\n'));
      break;
    case 'message':
      onMessage(event, drawing);
      break;
    case 'runFinished':
      if (
        WITH_NODE_LINES.has(event.result.command) &&
        (!quiet || !event.result.success) &&
        event.result.results.length > 0
      )
        print(runSummary(event.result, style));
      break;
    case 'checkFinished':
      print(checkText({ ...event, style, quiet }));
      break;
    case 'commandFailed':
      showFailure(event, drawing);
      break;
    default:
      drawRest(event, drawing);
  }
}

function drawRest(event: Event, { options, print, style }: Drawing): void {
  const context = { paint: style.paint, quiet: options.quiet } as Parameters<typeof rowsShown>[1];
  if (event.type === 'rowsShown') for (const { msg } of rowsShown(event, context)) print(msg);
  if (event.type === 'compiledShown') for (const { msg } of compiledShown(event, context)) print(msg);
  if (event.type === 'sqlSent' && options.debug) print(style.paint.faint(`${event.sql.trim()}\n`));
}

/** Draws for a person at a terminal: one line per finished thing, progress in a footer, and last the verdict. */
export function createTerminalReporter(options: TerminalOptions): Reporter {
  const paint: Paint = paintFor(options);
  const style: LineStyle = { paint, glyphs: glyphsFor(options), width: options.screen.width };
  const running = new Map<UniqueId, Running>();
  const footer = createLiveFooter({
    screen: options.screen,
    isLive: options.hasFooter && !options.dumb && !options.quiet,
    line: () =>
      footerLine({ ...drawing.progress, running: [...running.values()] }, options.monotonic(), style),
  });
  const drawing: Drawing = {
    style,
    options,
    running,
    print: (text) => footer.above(`${text}\n`),
    progress: { done: 0, total: 0, startedAt: options.monotonic() },
    command: options.command,
  };
  return {
    event(event) {
      if (event.type === 'runFinished' || event.type === 'commandFailed') footer.stop();
      draw(event, drawing);
      if (event.type === 'concurrency') footer.start();
    },
    close: () => footer.stop(),
  };
}
