/**
 * Bundles the command line and the library into dist/.
 *
 * usage: node scripts/build.mjs [--types]
 *   --types   writes declarations to dist/types too
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { STAMP, sourceStamp } from './source-stamp.mjs';

const { values } = parseArgs({ options: { types: { type: 'boolean' } } });
const root = resolve(import.meta.dirname, '..');
// Built beside dist/ and moved into its place, so that whoever runs the program meanwhile finds it whole.
const dist = join(root, `.dist-${process.pid}`);

// Bundled CommonJS packages call `require` for Node's own modules.
const requireBanner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

process.on('exit', () => rmSync(dist, { recursive: true, force: true }));
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: dist,
  // All files stand side by side, so that `../templates` means the same from each of them.
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // The driver brings a binary; chokidar is an optional dependency of nunjucks that we do not use.
  external: ['@duckdb/node-api', 'chokidar'],
  banner: requireBanner,
  legalComments: 'none',
  logLevel: 'warning',
});

await writeKnownMacros();

/** What is known of the built-in macros, so that no command parses them all at its start. */
async function writeKnownMacros() {
  const outfile = join(dist, 'describe.mjs');
  const contents = `
    export { createJinja } from './src/jinja/index.ts';
    export { describeMacros } from './src/commands/known-macros.ts';`;
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@duckdb/node-api', 'chokidar'],
    banner: requireBanner,
    logLevel: 'warning',
  });
  const { createJinja, describeMacros } = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  const folder = join(root, 'templates', 'macros');
  const texts = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  writeFileSync(join(dist, 'macros.json'), JSON.stringify(describeMacros(createJinja(), texts)));
}

if (values.types) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const done = spawnSync(
    process.execPath,
    [tsc, '--project', 'tsconfig.types.json', '--outDir', join(dist, 'types')],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (done.status !== 0) process.exit(1);
}
writeFileSync(join(dist, STAMP), sourceStamp(root));
const old = join(root, `.dist-old-${process.pid}`);
if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
renameSync(dist, join(root, 'dist'));
rmSync(old, { recursive: true, force: true });
