import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { jsonText } from '../base/index.ts';
import type { DocsPayload } from './build-payload.ts';

/** The page's own parts, as they are built with Sluice. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

export interface PageOptions {
  readonly title: string;
  readonly payload: DocsPayload;
  readonly parts: PageParts;
  /** Takes out what nobody may read, before the data is packed. */
  readonly scrub?: ((text: string) => string) | undefined;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const pack = promisify(gzip);

/** In few pieces: each of them takes a turn of the event loop. */
const PACKING = { level: 9, chunkSize: 1 << 20 };

/** A block of data, packed on another thread: base64 has no character that HTML reads. */
async function block(id: string, json: string): Promise<string> {
  const packed = (await pack(json, PACKING)).toString('base64');
  return `<script type="application/octet-stream" id="${id}">${packed}</script>`;
}

/** Text between script tags must not end them. */
function inScript(code: string): string {
  return code.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');
}

/** Nothing but what stands in the page itself: no requests, whatever a description says. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The whole site as one HTML file that opens from disk without a network. */
export async function renderPage(options: PageOptions): Promise<string> {
  const { title, payload, parts, scrub = (text) => text } = options;
  // One is packed while the other is written out.
  const core = block('core', scrub(jsonText(payload.core)));
  const code = block('code', scrub(jsonText(payload.code)));
  const blocks = await Promise.all([core, code]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="generator" content="Sluice">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${parts.style.replaceAll('</', '<\\/')}</style>
</head>
<body>
<div id="app"><p class="loading">Loading ${escapeHtml(title)} …</p></div>
<noscript>This page needs JavaScript; it stands in the file itself, nothing is loaded.</noscript>
${blocks.join('\n')}
<script>${inScript(parts.script)}</script>
</body>
</html>
`;
}

/** The same page, served: it listens to events of the server that it came from, and to nothing else. */
export function livePage(html: string): string {
  return html
    .replace("default-src 'none'", "default-src 'none'; connect-src 'self'")
    .replace('<meta name="generator"', '<meta name="sluice-live" content="/events">\n<meta name="generator"');
}
