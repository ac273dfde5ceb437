import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { colorOf } from '../parts/theme.ts';
import { drawScene, type View } from './draw.ts';
import { download, toMermaid, toSvg } from './export.ts';
import { createGrid } from './grid.ts';
import type { Box, Line, Scene } from './scene.ts';

export interface GraphViewProps {
  readonly scene: Scene;
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  readonly focus: number | null;
  readonly onPick: (id: number) => void;
  /** Describes a box in the list beside the picture. */
  readonly describe: (id: number) => string;
  readonly theme: string;
  /** Name of exported files. */
  readonly fileName: string;
  readonly isTall?: boolean;
}

/** Pixels; a small picture takes no more room than it needs. */
const MIN_HEIGHT = 170;
const MAX_HEIGHT = 440;

/** Names can be read at this size; a picture is never made smaller to fit, except a map. */
const LEGIBLE = 0.35;
const MAX_ZOOM = 2.5;
const MARGIN = 40;

interface Links {
  readonly out: ReadonlyMap<number, readonly number[]>;
  readonly in: ReadonlyMap<number, readonly number[]>;
  readonly lines: ReadonlyMap<number, readonly Line[]>;
}

function linksOf(scene: Scene): Links {
  const out = new Map<number, number[]>();
  const into = new Map<number, number[]>();
  const lines = new Map<number, Line[]>();
  const add = <Value,>(map: Map<number, Value[]>, key: number, value: Value) => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
  };
  for (const line of scene.lines) {
    add(out, line.from, line.to);
    add(into, line.to, line.from);
    add(lines, line.from, line);
  }
  return { out, in: into, lines };
}

/** A box with everything up and down from it. */
function coneOf(id: number, links: Links): ReadonlySet<number> {
  const cone = new Set([id]);
  for (const next of [links.out, links.in]) {
    const pending = [id];
    const seen = new Set(pending);
    while (pending.length > 0) {
      for (const each of next.get(pending.pop() as number) ?? []) {
        if (seen.has(each)) continue;
        seen.add(each);
        cone.add(each);
        pending.push(each);
      }
    }
  }
  return cone;
}

/** Names of rows keep their size when a map is drawn small, and so need more of a narrow screen. */
const ROW_NAMES = 84;

function leftOf({ bounds, bands, isMap }: Scene, width: number): number {
  const first = bands[0]?.x;
  if (!isMap || first === undefined) return bounds.left;
  return Math.min(
    bounds.left,
    first - (ROW_NAMES / Math.max(ROW_NAMES, width - ROW_NAMES)) * (bounds.right - first),
  );
}

function fitted(scene: Scene, canvas: HTMLCanvasElement, focus: number | null): View {
  const { top, right, bottom } = scene.bounds;
  const left = leftOf(scene, canvas.clientWidth);
  const wide = canvas.clientWidth / (right - left + 2 * MARGIN);
  const tall = canvas.clientHeight / (bottom - top + 2 * MARGIN);
  const whole = Math.min(1, wide, tall);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  if (scene.isMap || whole >= LEGIBLE) return { ...middle, zoom: whole };
  const box = scene.boxes.find((each) => each.id === focus);
  return {
    ...(box === undefined ? middle : { x: box.x, y: box.y }),
    zoom: Math.max(LEGIBLE, Math.min(0.8, whole)),
  };
}

/** The nearest box in a direction. */
function neighbourOf(scene: Scene, from: Box, key: string): Box | undefined {
  const isAcross = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1;
  let best: { box: Box; distance: number } | undefined;
  for (const box of scene.boxes) {
    const [along, across] = isAcross ? [box.x - from.x, box.y - from.y] : [box.y - from.y, box.x - from.x];
    if (along * sign <= 1) continue;
    const distance = Math.abs(along) + 3 * Math.abs(across);
    if (best === undefined || distance < best.distance) best = { box, distance };
  }
  return best?.box;
}

/** A picture of boxes and lines that can be moved, read by keyboard, and saved; a list of the same stands beside it. */
export function GraphView(props: GraphViewProps) {
  const { scene, focus, onPick, theme } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<View>({ x: 0, y: 0, zoom: 1 });
  const hovered = useRef<number | null>(null);
  const drag = useRef<{ x: number; y: number; view: View; moved: boolean } | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [isList, setIsList] = useState(false);
  const grid = useMemo(() => createGrid(scene), [scene]);
  const links = useMemo(() => linksOf(scene), [scene]);
  const height = Math.min(
    MAX_HEIGHT,
    Math.max(MIN_HEIGHT, scene.bounds.bottom - scene.bounds.top + 2 * MARGIN + 24),
  );
  const pending = useRef(0);
  const draw = useCallback(() => {
    cancelAnimationFrame(pending.current);
    pending.current = requestAnimationFrame(() => {
      if (canvas.current === null) return;
      const under = hovered.current ?? at;
      drawScene({
        canvas: canvas.current,
        scene,
        grid,
        view: view.current,
        colorOf,
        focus: at ?? focus,
        lit: under === null ? null : coneOf(under, links),
        linked: links.lines,
      });
    });
  }, [scene, grid, links, focus, at, theme]);

  useEffect(() => {
    if (canvas.current === null) return;
    view.current = fitted(scene, canvas.current, focus);
    hovered.current = null;
    setAt(null);
  }, [scene]);
  useEffect(draw, [draw, isList]);
  useEffect(() => {
    if (canvas.current === null) return;
    const observer = new ResizeObserver(draw);
    observer.observe(canvas.current);
    return () => observer.disconnect();
  }, [draw]);

  const place = (event: { clientX: number; clientY: number }) => {
    const frame = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    const { x, y, zoom } = view.current;
    return {
      x: (event.clientX - frame.left - frame.width / 2) / zoom + x,
      y: (event.clientY - frame.top - frame.height / 2) / zoom + y,
    };
  };
  const zoomBy = (factor: number, around?: { x: number; y: number }) => {
    const before = view.current;
    const least = scene.isMap ? 0.02 : 0.05;
    const zoom = Math.min(MAX_ZOOM, Math.max(least, before.zoom * factor));
    const center = around ?? before;
    const part = before.zoom / zoom;
    view.current = {
      zoom,
      x: center.x + (before.x - center.x) * part,
      y: center.y + (before.y - center.y) * part,
    };
    draw();
  };
  const reset = () => {
    if (canvas.current !== null) view.current = fitted(scene, canvas.current, focus);
    draw();
  };
  const hover = (id: number | null) => {
    if (hovered.current === id) return;
    hovered.current = id;
    if (canvas.current !== null) canvas.current.style.cursor = id === null ? 'grab' : 'pointer';
    draw();
  };

  const onWheel = (event: WheelEvent) => {
    // A page is scrolled past a small picture; a large one is the page.
    if (props.isTall !== true && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY * 0.0015), place(event));
  };
  const onPointerDown = (event: PointerEvent) => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, y: event.clientY, view: { ...view.current }, moved: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = drag.current;
    if (from === null) return hover(grid.boxAt(place(event).x, place(event).y)?.id ?? null);
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.abs(dx) + Math.abs(dy) > 4) from.moved = true;
    view.current = {
      ...from.view,
      x: from.view.x - dx / from.view.zoom,
      y: from.view.y - dy / from.view.zoom,
    };
    draw();
  };
  const onPointerUp = (event: PointerEvent) => {
    const from = drag.current;
    drag.current = null;
    if (from === null || from.moved) return;
    const box = grid.boxAt(place(event).x, place(event).y);
    if (box !== undefined) onPick(box.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const current = scene.boxes.find((each) => each.id === (at ?? focus)) ?? scene.boxes[0];
    if (event.key.startsWith('Arrow') && current !== undefined) {
      const next = at === null ? current : (neighbourOf(scene, current, event.key) ?? current);
      setAt(next.id);
      view.current = { ...view.current, x: next.x, y: next.y, zoom: Math.max(view.current.zoom, 0.5) };
    } else if (event.key === 'Enter' && at !== null) onPick(at);
    else if (event.key === '+' || event.key === '=') zoomBy(1.25);
    else if (event.key === '-') zoomBy(0.8);
    else if (event.key === '0') reset();
    else if (event.key === 'Escape') setAt(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
    draw();
  };

  const save = (kind: string) => {
    if (kind === 'svg') download(`${props.fileName}.svg`, toSvg(scene, colorOf), 'image/svg+xml');
    if (kind === 'mermaid') download(`${props.fileName}.mmd`, toMermaid(scene), 'text/plain');
    if (kind === 'png') {
      canvas.current?.toBlob((blob) => blob && download(`${props.fileName}.png`, blob, 'image/png'));
    }
  };
  return (
    <div class={`graph-frame${props.isTall === true ? ' tall' : ''}`}>
      <div class="graph-tools" role="toolbar" aria-label="Picture">
        <button type="button" aria-pressed={isList} onClick={() => setIsList(!isList)}>
          List
        </button>
        <button type="button" aria-label="Larger" onClick={() => zoomBy(1.25)}>
          +
        </button>
        <button type="button" aria-label="Smaller" onClick={() => zoomBy(0.8)}>
          −
        </button>
        <button type="button" onClick={reset}>
          Fit
        </button>
        <span class="save">
          {['svg', 'png', 'mermaid'].map((kind) => (
            <button key={kind} type="button" aria-label={`Save as ${kind}`} onClick={() => save(kind)}>
              {kind}
            </button>
          ))}
        </span>
      </div>
      {isList ? (
        <ul class="graph-list">
          {scene.boxes.map((box) => (
            <li key={box.id}>
              <button type="button" class="plain" onClick={() => onPick(box.id)}>
                {props.describe(box.id)}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <canvas
          ref={canvas}
          class="graph"
          style={props.isTall === true ? undefined : { height: `${height}px` }}
          tabIndex={0}
          role="img"
          aria-label={`${props.label} Arrow keys move from box to box, Enter opens one, the button "List" shows the same as text.`}
          onWheel={onWheel}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerLeave={() => hover(null)}
          onKeyDown={onKeyDown}
        />
      )}
      <p class="unseen" aria-live="polite">
        {at === null ? '' : props.describe(at)}
      </p>
    </div>
  );
}
