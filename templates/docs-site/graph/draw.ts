import type { Grid } from './grid.ts';
import { trace } from './path.ts';
import type { Box, Line, Scene } from './scene.ts';

/** What part of the picture is seen: the point in the middle, and how large. */
export interface View {
  x: number;
  y: number;
  zoom: number;
}

export interface DrawOptions {
  readonly canvas: HTMLCanvasElement;
  readonly scene: Scene;
  readonly grid: Grid;
  readonly view: View;
  readonly colorOf: (name: string) => string;
  /** The box of the page's own subject, or that the keyboard is at. */
  readonly focus: number | null;
  /** Boxes that stand out; everything else fades. Null when all are alike. */
  readonly lit: ReadonlySet<number> | null;
  /** Lines of the map are drawn only between these. */
  readonly linked: ReadonlyMap<number, readonly Line[]>;
}

/** Below this size names cannot be read, and boxes are plain. */
const PLAIN = 0.3;
/** Below this size lines are straight. */
const STRAIGHT = 0.25;
const FADED = 0.16;
const MARKS = { good: 'good', warn: 'warn', bad: 'bad', none: null } as const;

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let end = Math.max(1, Math.floor((text.length * width) / context.measureText(text).width) - 1);
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end)}…`;
}

function drawBands(context: CanvasRenderingContext2D, { scene, view, colorOf }: DrawOptions): void {
  for (const band of scene.bands) {
    context.fillStyle = colorOf('band');
    context.beginPath();
    context.roundRect(band.x, band.y, band.width, band.height, 10);
    context.fill();
    const size = Math.min(140, 12 / view.zoom);
    if (size * view.zoom < 7) continue;
    context.fillStyle = colorOf('muted');
    context.font = `${size}px ui-sans-serif, system-ui, sans-serif`;
    context.textAlign = 'right';
    context.fillText(band.label, band.x - 8, band.y + band.height / 2 + size / 3);
    context.textAlign = 'left';
  }
  const size = Math.min(90, 13 / view.zoom);
  context.font = `600 ${size}px ui-sans-serif, system-ui, sans-serif`;
  const isTight = scene.headings.some(({ x, label }, at) => {
    const next = scene.headings[at + 1]?.x ?? scene.bounds.right;
    return context.measureText(label).width > next - x;
  });
  for (const { x, label } of scene.headings) {
    context.fillStyle = colorOf(`layer-${label}`);
    context.save();
    context.translate(x, scene.bounds.top + 18);
    if (isTight) context.rotate(-0.7);
    context.fillText(label, 0, 0);
    context.restore();
  }
}

function drawLine(context: CanvasRenderingContext2D, line: Line, zoom: number): void {
  const { points } = line;
  if (zoom >= STRAIGHT) {
    trace(context, points);
    return;
  }
  context.moveTo(points[0] as number, points[1] as number);
  for (let at = 2; at < points.length; at += 2)
    context.lineTo(points[at] as number, points[at + 1] as number);
}

function drawLines(context: CanvasRenderingContext2D, lines: Iterable<Line>, options: DrawOptions): void {
  const { lit, view, colorOf } = options;
  const strong: Line[] = [];
  const dashed: Line[] = [];
  context.strokeStyle = colorOf('edge');
  context.lineWidth = Math.max(1.1, 0.7 / view.zoom);
  context.globalAlpha = lit === null ? (view.zoom < 0.15 ? 0.3 : 0.75) : FADED;
  context.beginPath();
  for (const line of lines) {
    if (lit?.has(line.from) === true && lit.has(line.to)) strong.push(line);
    else if (line.isDashed) dashed.push(line);
    else drawLine(context, line, view.zoom);
  }
  context.stroke();
  if (dashed.length > 0) {
    context.setLineDash([5, 4]);
    context.beginPath();
    for (const line of dashed) drawLine(context, line, view.zoom);
    context.stroke();
    context.setLineDash([]);
  }
  if (strong.length === 0) return;
  context.globalAlpha = 0.9;
  context.strokeStyle = colorOf('accent');
  context.lineWidth = Math.max(1.5, 1 / view.zoom);
  context.beginPath();
  for (const line of strong) drawLine(context, line, view.zoom);
  context.stroke();
}

function drawText(context: CanvasRenderingContext2D, box: Box, { colorOf }: DrawOptions): void {
  const left = box.x - box.width / 2 + 13;
  const room = box.width - 24 - (box.mark === 'none' ? 0 : 14);
  if (box.sublabel !== null) {
    context.font = '10px ui-sans-serif, system-ui, sans-serif';
    context.fillStyle = colorOf('muted');
    context.fillText(shortened(context, box.sublabel, room), left, box.y - 5);
  }
  context.font = '12px ui-sans-serif, system-ui, sans-serif';
  context.fillStyle = colorOf('text');
  context.fillText(shortened(context, box.label, room), left, box.y + (box.sublabel === null ? 4 : 11));
}

/** Marks differ in shape too: a dot, a triangle, a square. */
function drawMark(context: CanvasRenderingContext2D, box: Box, color: string): void {
  const x = box.x + box.width / 2 - 12;
  context.fillStyle = color;
  context.beginPath();
  if (box.mark === 'good') context.arc(x, box.y, 3.5, 0, 7);
  else if (box.mark === 'warn') {
    context.moveTo(x, box.y - 5);
    context.lineTo(x + 5, box.y + 4);
    context.lineTo(x - 5, box.y + 4);
  } else context.rect(x - 4, box.y - 4, 8, 8);
  context.fill();
}

function drawBox(context: CanvasRenderingContext2D, box: Box, options: DrawOptions): void {
  const { view, lit, focus, colorOf } = options;
  const color = box.ownColor ?? colorOf(box.color);
  const left = box.x - box.width / 2;
  const top = box.y - box.height / 2;
  context.globalAlpha = lit !== null && !lit.has(box.id) ? FADED : 1;
  if (view.zoom < PLAIN) {
    context.fillStyle = box.mark === 'bad' ? colorOf('bad') : color;
    context.fillRect(left, top, box.width, box.height);
    return;
  }
  const isFocus = box.id === focus;
  context.fillStyle = colorOf(isFocus ? 'focus' : 'card');
  context.strokeStyle = isFocus ? colorOf('accent') : color;
  context.lineWidth = isFocus ? 2.5 : 1.3;
  context.beginPath();
  context.roundRect(left, top, box.width, box.height, 6);
  context.fill();
  context.stroke();
  context.fillStyle = color;
  context.fillRect(left + 1, top + 3, 4, box.height - 6);
  const mark = MARKS[box.mark];
  if (mark !== null) drawMark(context, box, colorOf(mark));
  drawText(context, box, options);
}

/** Draws what is seen. */
export function drawScene(options: DrawOptions): void {
  const { canvas, scene, grid, view, lit, linked } = options;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const { zoom } = view;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(
    zoom * ratio,
    0,
    0,
    zoom * ratio,
    (width / 2 - view.x * zoom) * ratio,
    (height / 2 - view.y * zoom) * ratio,
  );
  const seen = [
    view.x - width / 2 / zoom,
    view.y - height / 2 / zoom,
    view.x + width / 2 / zoom,
    view.y + height / 2 / zoom,
  ] as const;
  drawBands(context, options);
  const lines = scene.isMap ? [...(lit ?? [])].flatMap((id) => linked.get(id) ?? []) : grid.linesIn(...seen);
  drawLines(context, lines, options);
  for (const box of grid.boxesIn(...seen)) drawBox(context, box, options);
  context.globalAlpha = 1;
}
