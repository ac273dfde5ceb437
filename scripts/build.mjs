/**
 * Bundles the command line and the library into dist/.
 *
 * usage: node scripts/build.mjs [--types]
 *   --types   writes declarations to dist/types too
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, transform } from 'esbuild';
import { STAMP, sourceStamp } from './source-stamp.mjs';

const { values } = parseArgs({ options: { types: { type: 'boolean' } } });
const root = resolve(import.meta.dirname, '..');
// Built beside dist/ and moved into its place, so that whoever runs the program meanwhile finds it whole.
const dist = join(root, `.dist-${process.pid}`);

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // The driver brings a binary; nunjucks asks for chokidar, which it does without.
  external: ['@duckdb/node-api', 'chokidar'],
  legalComments: 'none',
  // A third of the time to load goes into reading the text. Names stay, for the sake of traces.
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};
const stamp = { SLUICE_BUILD: JSON.stringify(sourceStamp(root)) };
/**
 * The driver's own code is a hundred and fifty small files, which take longer to read and to compile than its binary takes to
 * load. The command line has them in its bundle; the binary stays where npm has put it, beside the driver.
 */
const driverBinary = {
  name: 'driver-binary',
  setup({ onResolve, onLoad }) {
    const [filter, namespace] = [/^@duckdb\/node-bindings$/, 'driver-binary'];
    onResolve({ filter }, ({ path }) => ({ path, namespace }));
    onLoad({ filter, namespace }, ({ path }) => ({
      contents: `const { createRequire } = require('node:module');
        module.exports = createRequire(createRequire(__filename).resolve('@duckdb/node-api'))('${path}');`,
    }));
  },
};
const esm = {
  ...common,
  format: 'esm',
  define: stamp,
  // Bundled CommonJS packages call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

process.on('exit', () => rmSync(dist, { recursive: true, force: true }));
await build({
  ...esm,
  entryPoints: { index: 'src/index.ts' },
  outdir: dist,
  // All files stand side by side, so that `../templates` means the same from each of them.
  chunkNames: '[name]-[hash]',
  splitting: true,
});
await buildCommandLine();

await build({
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome111', 'firefox114', 'safari16.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  logLevel: 'warning',
  entryPoints: { app: 'templates/docs-site/main.tsx' },
  outdir: join(dist, 'docs-site'),
});
const { code: style } = await transform(
  readFileSync(join(root, 'templates', 'docs-site', 'app.css'), 'utf8'),
  {
    loader: 'css',
    minify: true,
  },
);
writeFileSync(join(dist, 'docs-site', 'app.css'), style);
await writeKnownMacros();

/**
 * One CommonJS script, of which `bin/load-bundle.cjs` keeps the compiled code: Node 20 can do so for scripts only. Modules
 * behind an `import()` still run when they are asked for.
 */
async function buildCommandLine() {
  const outfile = join(dist, 'cli.cjs');
  await build({
    ...common,
    external: ['chokidar'],
    plugins: [driverBinary],
    format: 'cjs',
    entryPoints: ['src/cli/main.ts'],
    outfile,
    supported: { 'dynamic-import': false },
    define: { ...stamp, 'import.meta.url': '__moduleUrl' },
    banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  // Read as bytes, one a character, it is half as large in memory. esbuild escapes strings and leaves patterns alone.
  const text = readFileSync(outfile, 'utf8');
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(outfile, text.replace(/[^\0-\x7f]/g, escaped));
}

/**
 * What is known of the built-in macros by the hash of their files' texts, so that no command parses them all at its start.
 * `src/commands/known-macros.ts` reads it.
 */
async function writeKnownMacros() {
  const outfile = join(dist, 'jinja.mjs');
  await build({ ...esm, entryPoints: ['src/jinja/index.ts'], outfile });
  const jinja = (await import(pathToFileURL(outfile).href)).createJinja();
  rmSync(outfile);
  const folder = join(root, 'templates', 'macros');
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.sql'));
  const known = {};
  for (const name of names.sort()) {
    const text = readFileSync(join(folder, name), 'utf8');
    known[createHash('md5').update(text).digest('hex')] = jinja
      .parseMacros({ path: name, text })
      .map(({ span, contents, kind, name, adapter, supportedLanguages, parameters, calls }) => ({
        kind,
        name,
        adapter,
        supportedLanguages,
        parameters,
        calls,
        span: [span.start, span.end],
        contents: [contents.start, contents.end],
      }));
  }
  writeFileSync(join(dist, 'macros.json'), JSON.stringify(known));
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
