/** A pen that both a canvas and an SVG path can be. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
}

/** Draws a line through points, softly from point to point. */
export function trace(pen: Pen, points: readonly number[]): void {
  pen.moveTo(points[0] as number, points[1] as number);
  for (let at = 2; at < points.length; at += 2) {
    const [x0, y0, x, y] = points.slice(at - 2, at + 2) as [number, number, number, number];
    const middle = (x0 + x) / 2;
    pen.bezierCurveTo(middle, y0, middle, y, x, y);
  }
}

/** The same as the text of an SVG path. */
export function svgPath(points: readonly number[]): string {
  const parts: string[] = [];
  const round = (value: number) => Math.round(value * 10) / 10;
  trace(
    {
      moveTo: (x, y) => parts.push(`M${round(x)} ${round(y)}`),
      lineTo: (x, y) => parts.push(`L${round(x)} ${round(y)}`),
      bezierCurveTo: (...c) => parts.push(`C${c.map(round).join(' ')}`),
    },
    points,
  );
  return parts.join('');
}
