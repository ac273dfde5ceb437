import type { Site } from '../data/site.ts';
import { layeredLayout } from './layout.ts';
import { type Band, CELL_WIDTH, mapLayout } from './map-layout.ts';

/** A box in a picture. `id` is a node, or a column in pictures of columns. */
export interface Box {
  readonly id: number;
  readonly label: string;
  readonly sublabel: string | null;
  /** Name of a colour of the page: `layer-gold`. */
  readonly color: string;
  /** A colour of the project's own; wins over `color`. */
  readonly ownColor: string | null;
  readonly mark: 'good' | 'warn' | 'bad' | 'none';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly from: number;
  readonly to: number;
  /** Coordinates of all points, ends included. */
  readonly points: readonly number[];
  readonly isDashed: boolean;
}

/** What is drawn, on the screen and in files alike. */
export interface Scene {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly bands: readonly Band[];
  readonly headings: readonly { readonly x: number; readonly label: string }[];
  /** Lines are shown only of what is under the pointer. */
  readonly isMap: boolean;
  readonly bounds: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
}

const HEIGHT = 30;
const COLUMN_HEIGHT = 40;
/** Room for the names of rows beside a map: at least so many pixels, and a part of its width, since a large map is drawn small. */
const LABELS = 130;
const LABELS_PART = 0.07;
const HEADINGS = 30;

let pen: CanvasRenderingContext2D | null = null;

/** As wide as the text is in the font that boxes are drawn with. */
function widthOf(label: string): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (pen !== null) pen.font = '12px ui-sans-serif, system-ui, sans-serif';
  const width = pen?.measureText(label).width ?? label.length * 7;
  return Math.min(300, Math.max(84, Math.ceil(width) + 42));
}

function boundsOf(boxes: readonly Box[], bands: readonly Band[]): Scene['bounds'] {
  let [left, top, right, bottom] = [0, 0, 100, 60];
  if (boxes.length > 0) [left, top, right, bottom] = [1e9, 1e9, -1e9, -1e9];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x - width / 2);
    right = Math.max(right, x + width / 2);
    top = Math.min(top, y - height / 2);
    bottom = Math.max(bottom, y + height / 2);
  }
  for (const band of bands) {
    left = Math.min(left, band.x - Math.max(LABELS, band.width * LABELS_PART));
    top = Math.min(top, band.y - HEADINGS);
    right = Math.max(right, band.x + band.width);
    bottom = Math.max(bottom, band.y + band.height);
  }
  return { left, top, right, bottom };
}

function nodeBox(site: Site, node: number, place: Pick<Box, 'x' | 'y' | 'width' | 'height'>): Box {
  const { nodes } = site.core;
  return {
    id: node,
    label: nodes.name[node] as string,
    sublabel: null,
    color: `layer-${site.layer(node)}`,
    ownColor: nodes.color[node] ?? null,
    mark: site.mark(node),
    ...place,
  };
}

function joined(
  boxes: readonly Box[],
  pairs: readonly (readonly [number, number])[],
  bends: readonly (readonly number[])[],
  dashed: ReadonlySet<number>,
): readonly Line[] {
  return pairs.map(([from, to], at) => {
    const start = boxes[from] as Box;
    const end = boxes[to] as Box;
    const points = [start.x + start.width / 2, start.y, ...(bends[at] ?? []), end.x - end.width / 2, end.y];
    return { from: start.id, to: end.id, points, isDashed: dashed.has(at) };
  });
}

/** The nodes of a set, drawn as a graph. */
export function nodeScene(site: Site, ids: Iterable<number>): Scene {
  const nodes = [...ids];
  const place = new Map(nodes.map((node, at) => [node, at]));
  const pairs = nodes.flatMap((node, from) =>
    (site.readers[node] ?? []).flatMap((reader): [number, number][] => {
      const to = place.get(reader);
      return to === undefined ? [] : [[from, to]];
    }),
  );
  const sizes = nodes.map((node) => ({
    width: widthOf(site.core.nodes.name[node] as string),
    height: HEIGHT,
  }));
  const layout = layeredLayout(sizes, pairs);
  const boxes = nodes.map((node, at) =>
    nodeBox(site, node, {
      ...(sizes[at] as { width: number; height: number }),
      x: layout.x[at] as number,
      y: layout.y[at] as number,
    }),
  );
  const lines = joined(boxes, pairs, layout.bends, new Set());
  return { boxes, lines, bands: [], headings: [], isMap: false, bounds: boundsOf(boxes, []) };
}

/** The whole project: folders by layers. */
export function mapScene(site: Site): Scene {
  const layout = mapLayout(site);
  const width = CELL_WIDTH - 12;
  const boxes = Array.from({ length: site.count }, (_, node) =>
    nodeBox(site, node, { x: layout.x[node] as number, y: layout.y[node] as number, width, height: 24 }),
  );
  const lines = boxes.flatMap(({ id, x, y }) =>
    (site.readers[id] ?? []).map((reader): Line => {
      const end = boxes[reader] as Box;
      return { from: id, to: reader, points: [x + width / 2, y, end.x - width / 2, end.y], isDashed: false };
    }),
  );
  return {
    boxes,
    lines,
    bands: layout.bands,
    headings: layout.columns,
    isMap: true,
    bounds: boundsOf(boxes, layout.bands),
  };
}

export interface ColumnSceneOptions {
  readonly site: Site;
  readonly columns: Iterable<number>;
  /** Columns that only decide which rows there are, by the node that they decide for. */
  readonly indirect: readonly (readonly [number, number])[];
}

/** Columns, drawn with what they are made of. */
export function columnScene({ site, columns, indirect }: ColumnSceneOptions): Scene {
  const ids = [...columns];
  const place = new Map(ids.map((column, at) => [column, at]));
  const pairs: [number, number][] = ids.flatMap((column, to) =>
    site.origins(column).flatMap((origin): [number, number][] => {
      const from = place.get(origin.column);
      return from === undefined ? [] : [[from, to]];
    }),
  );
  const dashed = new Set<number>();
  const known = new Set(pairs.map(([from, to]) => `${from}/${to}`));
  for (const [from, to] of indirect) {
    const ends = [place.get(from), place.get(to)] as const;
    if (ends[0] === undefined || ends[1] === undefined || known.has(`${ends[0]}/${ends[1]}`)) continue;
    dashed.add(pairs.length);
    pairs.push([ends[0], ends[1]]);
  }
  const nodeName = (column: number) => site.core.nodes.name[site.nodeOfColumn[column] as number] as string;
  const sizes = ids.map((column) => ({
    width: Math.max(widthOf(site.columnName(column)), widthOf(nodeName(column)) * 0.88),
    height: COLUMN_HEIGHT,
  }));
  const layout = layeredLayout(sizes, pairs);
  const boxes = ids.map((column, at): Box => {
    const node = site.nodeOfColumn[column] as number;
    return {
      id: column,
      label: site.columnName(column),
      sublabel: nodeName(column),
      color: `layer-${site.layer(node)}`,
      ownColor: null,
      mark: 'none',
      x: layout.x[at] as number,
      y: layout.y[at] as number,
      ...(sizes[at] as { width: number; height: number }),
    };
  });
  const lines = joined(boxes, pairs, layout.bends, dashed);
  return { boxes, lines, bands: [], headings: [], isMap: false, bounds: boundsOf(boxes, []) };
}
