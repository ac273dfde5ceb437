/**
 * Bundles the command line and the library into dist/.
 *
 * usage: node scripts/build.mjs [--types]
 *   --types   writes declarations to dist/types too
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { sourceStamp, stampPath } from './source-stamp.mjs';

const { values } = parseArgs({ options: { types: { type: 'boolean' } } });
const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  // All files stand side by side, so that `../templates` means the same from each of them.
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // The driver brings a binary; chokidar is an optional dependency of nunjucks that we do not use.
  external: ['@duckdb/node-api', 'chokidar'],
  // Bundled CommonJS packages call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
});

if (values.types) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const done = spawnSync(process.execPath, [tsc, '--project', 'tsconfig.types.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (done.status !== 0) process.exit(1);
}
writeFileSync(stampPath(root), sourceStamp(root));
