/**
 * Writes one page for each error code into docs/errors/, from the tables of codes.
 *
 * usage: node scripts/generate-error-docs.mjs [--out DIR]
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'docs', 'errors') } } });

async function loadPages() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-codes-'));
  try {
    const outfile = join(folder, 'pages.mjs');
    const entry = join(root, 'test', 'support', 'error-pages.ts');
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'error',
    });
    return (await import(pathToFileURL(outfile).href)).errorPages();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const pages = await loadPages();
mkdirSync(values.out, { recursive: true });
for (const name of readdirSync(values.out)) {
  if (name.endsWith('.md') && !pages.has(name)) rmSync(join(values.out, name));
}
for (const [name, text] of pages) writeFileSync(join(values.out, name), text);
console.log(`${pages.size} pages in ${values.out}`);
