import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Event, NodeResult, StandingFailure, UniqueId } from '../../domain/index.ts';
import { counted } from '../format/status-line.ts';
import { framesOf } from '../frames.ts';
import { paintFor } from '../paint.ts';
import { compiledShown, rowsShown } from '../records/message-records.ts';
import { changeText } from '../records/watch-records.ts';
import type { Reporter } from '../reporter.ts';
import { glyphsFor } from './glyphs.ts';
import { isInterrupted, type LineStyle, nodeLine, skippedLine } from './node-line.ts';
import { createStickyFooter, type StickyFooter } from './sticky-footer.ts';
import type { TerminalOptions } from './terminal-reporter.ts';
import { builtLine, checkedLines, failingLine, idleLine, previewLines } from './watch-lines.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

interface Drawing {
  readonly style: LineStyle;
  readonly options: TerminalOptions;
  readonly now: () => Date;
  readonly footer: () => StickyFooter;
  readonly running: Map<UniqueId, { readonly name: string; readonly since: number }>;
  readonly built: Map<UniqueId, Of<'watchBuilt'>>;
  failing: readonly StandingFailure[];
  /** What the last line of the footer says while nothing is done. */
  watching: string;
  prompt: string | null;
}

const HINTS = 'h help · a all · d downstream · f failed · t tests · p preview · q quit';

/** Failures that are listed; the others are counted. */
const LISTED = 5;

function footerLines(drawing: Drawing): readonly string[] {
  const { failing, style, running, options, prompt, watching } = drawing;
  const { paint, glyphs } = style;
  const lines = failing.slice(0, LISTED).map((each) => failingLine(each, style));
  if (failing.length > LISTED) lines.push(paint.bad(`   and ${failing.length - LISTED} more`));
  if (prompt !== null)
    return [...lines, ` select: ${prompt}▏   ${paint.faint('Enter takes it, Esc does not')}`];
  if (running.size === 0) return [...lines, watching];
  const names = [...running.values()].map(
    ({ name, since }) => `${name} ${((options.monotonic() - since) / 1000).toFixed(1)} s`,
  );
  return [
    ...lines,
    ` ${paint.place('building')} ${names.join(` ${glyphs.dot} `)}   ${paint.faint('x stops it')}`,
  ];
}

function print(drawing: Drawing, text: string): void {
  drawing.footer().above(`${text}\n`);
}

function showFrames(drawing: Drawing, diagnostics: readonly Diagnostic[]): void {
  const placed = diagnostics.filter((each) => each.code !== 'T101' && each.code !== 'T102');
  if (placed.length > 0) print(drawing, framesOf(placed, drawing.style).replace(/^/gm, '   '));
}

function onReady(event: Of<'watchReady'>, drawing: Drawing): void {
  const { project, target, models, seconds, docs, hasKeys } = event;
  const { paint, glyphs } = drawing.style;
  const head = [project, target, counted(models, 'model'), `ready in ${seconds.toFixed(2)} s`];
  drawing.watching = paint.faint(
    ` watching ${counted(models, 'model')}${hasKeys ? `   ${HINTS}` : '   Ctrl-C ends it'}`,
  );
  print(drawing, ` ${paint.strong('sluice watch')}  ${head.join(` ${glyphs.dot} `)}`);
  if (docs !== null) print(drawing, ` docs  ${paint.place(docs)}`);
}

function onChange(event: Of<'watchChange'>, drawing: Drawing): void {
  const { paint } = drawing.style;
  const time = drawing.now().toTimeString().slice(0, 8);
  print(
    drawing,
    `\n ${paint.faint(time)}  ${paint.strong(changeText(event.files))}  ${paint.faint('saved')}`,
  );
}

function onChecked(event: Of<'watchChecked'>, drawing: Drawing): void {
  const lines = checkedLines(event, drawing.style);
  if (lines.length > 0) print(drawing, lines.join('\n'));
  const errors = event.report?.results.filter(({ status }) => status === 'error') ?? [];
  showFrames(
    drawing,
    errors.slice(0, 3).flatMap(({ diagnostics }) => diagnostics.filter((each) => each.severity === 'error')),
  );
}

function isTest({ node }: NodeResult): boolean {
  return node.resourceType === 'test' || node.resourceType === 'unit_test';
}

function onFinished({ result }: Of<'nodeFinished'>, drawing: Drawing): void {
  const { node, status, diagnostics } = result;
  const { style, built, running } = drawing;
  running.delete(node.uniqueId);
  if (running.size === 0) drawing.footer().animate(false);
  if (node.resourceType === 'operation') return;
  const found = built.get(node.uniqueId);
  built.delete(node.uniqueId);
  if (status === 'success' && !isTest(result)) {
    print(drawing, builtLine(result, found, style));
    if (found?.preview !== null && found !== undefined)
      print(drawing, previewLines(found.preview.text, style));
  } else if (isInterrupted(result)) {
    print(drawing, `   ${style.paint.faint(`stopped  ${style.glyphs.skipped} ${node.name}`)}`);
  } else if (status !== 'success' && status !== 'pass' && status !== 'no-op') {
    print(drawing, `  ${nodeLine(result, style)}`);
    showFrames(drawing, diagnostics);
  }
}

function onIdle(event: Of<'watchIdle'>, drawing: Drawing): void {
  drawing.failing = event.failing;
  drawing.running.clear();
  drawing.footer().animate(false);
  print(drawing, idleLine(event, drawing.style));
}

function onWaiting({ diagnostic }: Of<'watchWaiting'>, drawing: Drawing): void {
  const { paint, glyphs } = drawing.style;
  const { message, hint } = diagnostic;
  print(
    drawing,
    `   ${paint.warned(glyphs.warned)} waiting: ${message}${hint === undefined ? '' : `\n     ${paint.faint(hint)}`}`,
  );
}

function onSurveyed({ report, failing }: Of<'watchSurveyed'>, drawing: Drawing): void {
  drawing.failing = failing;
  const errors = report.results.filter(({ status }) => status === 'error');
  if (errors.length > 0)
    showFrames(
      drawing,
      errors.slice(0, 3).flatMap(({ diagnostics }) => diagnostics),
    );
  else drawing.footer().draw();
}

function onMessage({ level, text }: Of<'message'>, drawing: Drawing): void {
  const { paint } = drawing.style;
  if (level === 'debug' && !drawing.options.debug) return;
  const colour = { debug: paint.faint, info: (each: string) => each, warn: paint.warned, error: paint.bad };
  print(drawing, colour[level](text));
}

type Drawers = {
  readonly [Type in Event['type']]?: (event: Of<Type>, drawing: Drawing) => void;
};

function plainContext({ style }: Drawing): Parameters<typeof rowsShown>[1] {
  return { paint: style.paint, quiet: true } as Parameters<typeof rowsShown>[1];
}

const DRAWERS: Drawers = {
  watchReady: onReady,
  watchChange: onChange,
  watchChecked: onChecked,
  watchBuilt: (event, { built }) => void built.set(event.node.uniqueId, event),
  watchSuperseded(_event, drawing) {
    const { paint, glyphs } = drawing.style;
    print(drawing, `   ${paint.warned(glyphs.warned)} saved again: what was being built is stopped`);
  },
  watchWaiting: onWaiting,
  watchSurveyed: onSurveyed,
  watchIdle: onIdle,
  watchPrompt(event, drawing) {
    drawing.prompt = event.typed;
    drawing.footer().draw();
  },
  nodeStarted({ node }, { running, options, footer }) {
    running.set(node.uniqueId, { name: node.name, since: options.monotonic() });
    footer().animate(true);
  },
  nodeFinished: onFinished,
  nodeSkipped({ result, because }, drawing) {
    print(drawing, `  ${skippedLine(result, because?.split('.')[2] ?? null, drawing.style)}`);
  },
  diagnostic: (event, drawing) => showFrames(drawing, [event.diagnostic]),
  commandFailed: (event, drawing) => showFrames(drawing, event.diagnostics),
  message: onMessage,
  macroMessage(event, drawing) {
    if (event.print || event.info) print(drawing, event.message);
  },
  rowsShown(event, drawing) {
    for (const { msg } of rowsShown(event, plainContext(drawing))) print(drawing, msg.trimEnd());
  },
  compiledShown(event, drawing) {
    for (const { msg } of compiledShown(event, plainContext(drawing))) print(drawing, msg.trimEnd());
  },
};

function draw(event: Event, drawing: Drawing): void {
  (DRAWERS[event.type] as ((event: Event, drawing: Drawing) => void) | undefined)?.(event, drawing);
}

/** Draws a watch for a person at a terminal: what was saved, what came of it, and at the bottom what is still wrong. */
export function createWatchReporter(options: TerminalOptions & { readonly now: () => Date }): Reporter {
  const style: LineStyle = {
    paint: paintFor(options),
    glyphs: glyphsFor(options),
    width: options.screen.width,
  };
  const footer = createStickyFooter({
    screen: options.screen,
    isLive: options.hasFooter && !options.dumb && !options.quiet,
    lines: () => footerLines(drawing),
  });
  const drawing: Drawing = {
    style,
    options,
    now: options.now,
    footer: () => footer,
    running: new Map(),
    built: new Map(),
    failing: [],
    watching: ' starting',
    prompt: null,
  };
  return { event: (event) => draw(event, drawing), close: () => footer.close() };
}
