import type { Box, Line, Scene } from './scene.ts';

const CELL = 400;

/** Boxes and lines by where they are, so that only what is on the screen is drawn. */
export interface Grid {
  boxesIn(left: number, top: number, right: number, bottom: number): Iterable<Box>;
  linesIn(left: number, top: number, right: number, bottom: number): Iterable<Line>;
  boxAt(x: number, y: number): Box | undefined;
}

function lineBounds({ points }: Line): readonly [number, number, number, number] {
  let [left, top, right, bottom] = [1e9, 1e9, -1e9, -1e9];
  for (let at = 0; at < points.length; at += 2) {
    left = Math.min(left, points[at] as number);
    right = Math.max(right, points[at] as number);
    top = Math.min(top, points[at + 1] as number);
    bottom = Math.max(bottom, points[at + 1] as number);
  }
  return [left, top, right, bottom];
}

class Cells<Item> {
  private readonly cells = new Map<number, Item[]>();

  add(item: Item, [left, top, right, bottom]: readonly [number, number, number, number]): void {
    for (const key of this.keys(left, top, right, bottom)) {
      const cell = this.cells.get(key);
      if (cell === undefined) this.cells.set(key, [item]);
      else cell.push(item);
    }
  }

  *in(left: number, top: number, right: number, bottom: number): Generator<Item> {
    const seen = new Set<Item>();
    for (const key of this.keys(left, top, right, bottom)) {
      for (const item of this.cells.get(key) ?? []) {
        if (seen.has(item)) continue;
        seen.add(item);
        yield item;
      }
    }
  }

  private *keys(left: number, top: number, right: number, bottom: number): Generator<number> {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) yield x * 65_536 + y;
    }
  }
}

export function createGrid(scene: Scene): Grid {
  const boxes = new Cells<Box>();
  const lines = new Cells<Line>();
  for (const box of scene.boxes) {
    const { x, y, width, height } = box;
    boxes.add(box, [x - width / 2, y - height / 2, x + width / 2, y + height / 2]);
  }
  if (!scene.isMap) for (const line of scene.lines) lines.add(line, lineBounds(line));
  return {
    boxesIn: (left, top, right, bottom) => boxes.in(left, top, right, bottom),
    linesIn: (left, top, right, bottom) => lines.in(left, top, right, bottom),
    boxAt(x, y) {
      for (const box of boxes.in(x, y, x, y)) {
        if (Math.abs(box.x - x) <= box.width / 2 && Math.abs(box.y - y) <= box.height / 2) return box;
      }
      return undefined;
    },
  };
}
