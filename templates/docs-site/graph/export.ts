import { svgPath } from './path.ts';
import type { Scene } from './scene.ts';

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const MARGIN = 24;

/** The picture as an SVG file, in the colours of the page. */
export function toSvg(scene: Scene, colorOf: (name: string) => string): string {
  const { left, top, right, bottom } = scene.bounds;
  const width = right - left + 2 * MARGIN;
  const height = bottom - top + 2 * MARGIN;
  const bands = scene.bands.map(
    ({ x, y, width: w, height: h, label }) =>
      `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="10" fill="${colorOf('band')}"/><text x="${x + 8}" y="${y - 4}" font-size="11" fill="${colorOf('muted')}">${escapeXml(label)}</text>`,
  );
  const lines = scene.isMap
    ? []
    : scene.lines.map(
        ({ points, isDashed }) =>
          `<path d="${svgPath(points)}" fill="none" stroke="${colorOf('edge')}" stroke-width="1.3"${isDashed ? ' stroke-dasharray="4 4"' : ''}/>`,
      );
  const boxes = scene.boxes.map((box) => {
    const x = box.x - box.width / 2;
    const y = box.y - box.height / 2;
    const color = box.ownColor ?? colorOf(box.color);
    const baseline = box.sublabel === null ? box.y + 4 : box.y + 12;
    const above =
      box.sublabel === null
        ? ''
        : `<text x="${x + 12}" y="${box.y - 4}" font-size="10" fill="${colorOf('muted')}">${escapeXml(box.sublabel)}</text>`;
    return `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6" fill="${colorOf('card')}" stroke="${color}" stroke-width="1.5"/><rect x="${x + 1}" y="${y + 1}" width="5" height="${box.height - 2}" fill="${color}"/>${above}<text x="${x + 12}" y="${baseline}" font-size="12" fill="${colorOf('text')}">${escapeXml(box.label)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left - MARGIN} ${top - MARGIN} ${width} ${height}" font-family="ui-sans-serif, system-ui, sans-serif"><rect x="${left - MARGIN}" y="${top - MARGIN}" width="${width}" height="${height}" fill="${colorOf('page')}"/>${[...bands, ...lines, ...boxes].join('')}</svg>`;
}

/** The picture as text that Markdown renderers draw. */
export function toMermaid(scene: Scene): string {
  const name = (id: number) => `n${id}`;
  const label = (text: string) => text.replaceAll('"', '#quot;');
  const boxes = scene.boxes.map(
    (box) =>
      `  ${name(box.id)}["${label(box.sublabel === null ? box.label : `${box.sublabel}.${box.label}`)}"]`,
  );
  const lines = scene.lines.map(
    ({ from, to, isDashed }) => `  ${name(from)} ${isDashed ? '-.->' : '-->'} ${name(to)}`,
  );
  return ['flowchart LR', ...boxes, ...lines, ''].join('\n');
}

/** Hands a file to the reader. */
export function download(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
