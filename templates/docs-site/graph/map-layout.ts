import { LAYERS } from '../../../src/docs-site/payload.ts';
import type { Site } from '../data/site.ts';

/** A folder's row on the map. */
export interface Band {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

export interface MapLayout {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly bands: readonly Band[];
  readonly columns: readonly { readonly x: number; readonly label: string }[];
}

export const CELL_WIDTH = 158;
export const CELL_HEIGHT = 30;
const LAYER_GAP = 40;
const BAND_GAP = 26;
const SHAPE = 1.7;
const MAX_WIDTH = 90;

/** The folder that says what a thing is about: `gold/finance` is about finance; without one it is about the whole package. */
function rowLabel(folder: string, packageName: string): string {
  const parts = folder.split('/');
  const isLayer = (word: string) =>
    /^(staging|stage|stg|silver|gold|bronze|marts?|intermediate|int|base|raw|core)$/i.test(word);
  return parts.filter((part) => !isLayer(part)).at(-1) ?? packageName;
}

interface Cells {
  readonly labels: readonly string[];
  /** Nodes by row and layer. */
  readonly nodes: readonly (readonly (readonly number[])[])[];
}

function cellsOf(site: Site): Cells {
  const rows = new Map<string, number[][]>();
  for (let node = 0; node < site.count; node++) {
    const label = rowLabel(
      site.word(site.core.nodes.folder[node] as number),
      site.word(site.core.nodes.packageName[node] as number),
    );
    const row = rows.get(label) ?? LAYERS.map((): number[] => []);
    rows.set(label, row);
    row[site.core.nodes.layer[node] as number]?.push(node);
  }
  const labels = [...rows.keys()].sort();
  return { labels, nodes: labels.map((label) => rows.get(label) as number[][]) };
}

/** How many cells wide each layer is, so that the whole has a pleasant shape. */
function layerWidths({ nodes }: Cells): readonly number[] {
  const totals = LAYERS.map((_, layer) => nodes.reduce((sum, row) => sum + (row[layer]?.length ?? 0), 0));
  const all = totals.reduce((sum, each) => sum + each, 0) || 1;
  let best = { distance: Number.POSITIVE_INFINITY, widths: totals.map(() => 1) };
  for (let wide = LAYERS.length; wide < MAX_WIDTH; wide++) {
    const widths = totals.map((each) => (each === 0 ? 0 : Math.max(1, Math.round((each / all) * wide))));
    const width = widths.reduce((sum, each) => sum + (each === 0 ? 0 : each * CELL_WIDTH + LAYER_GAP), 0);
    const height = nodes.reduce((sum, row) => sum + rowHeight(row, widths) + BAND_GAP, 0);
    const distance = Math.abs(Math.log(width / height / SHAPE));
    if (distance < best.distance) best = { distance, widths };
  }
  return best.widths;
}

function rowHeight(row: readonly (readonly number[])[], widths: readonly number[]): number {
  return row.reduce(
    (most, cell, layer) => Math.max(most, Math.ceil(cell.length / (widths[layer] || 1)) * CELL_HEIGHT),
    0,
  );
}

/** The whole project as folders from top to bottom and layers from left to right. */
export function mapLayout(site: Site): MapLayout {
  const cells = cellsOf(site);
  const widths = layerWidths(cells);
  const starts: number[] = [];
  let left = 0;
  for (const width of widths) {
    starts.push(left);
    if (width > 0) left += width * CELL_WIDTH + LAYER_GAP;
  }
  const x = new Float64Array(site.count);
  const y = new Float64Array(site.count);
  const bands: Band[] = [];
  let top = 0;
  for (const [at, row] of cells.nodes.entries()) {
    for (const [layer, cell] of row.entries()) {
      const wide = widths[layer] || 1;
      for (const [index, node] of cell.entries()) {
        x[node] = (starts[layer] as number) + (index % wide) * CELL_WIDTH + CELL_WIDTH / 2;
        y[node] = top + Math.floor(index / wide) * CELL_HEIGHT + CELL_HEIGHT / 2;
      }
    }
    const height = rowHeight(row, widths);
    bands.push({ x: -16, y: top - 8, width: left, height: height + 14, label: cells.labels[at] as string });
    top += height + BAND_GAP;
  }
  const columns = LAYERS.flatMap((label, layer) =>
    widths[layer] ? [{ x: starts[layer] as number, label }] : [],
  );
  return { x, y, bands, columns };
}
