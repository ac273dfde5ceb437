/**
 * Measures the template engine on the models of the generated project: milliseconds to compile and to render them, cold and
 * warm, and the ratio to Python's Jinja2 where the oracle is installed (`scripts/oracle/install.sh`).
 *
 * usage: node test/bench/jinja.mjs [--models 1000] [--rounds 5] [--python ~/.cache/sluice-oracle/bin/python] [--check]
 *
 * `--check` fails when a warm compilation of 1,000 models takes 250 ms or more.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const { values } = parseArgs({
  options: {
    models: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    python: { type: 'string', default: join(homedir(), '.cache/sluice-oracle/bin/python') },
    check: { type: 'boolean', default: false },
  },
});

/** The same work in Python: as dbt's environment, names from a dict, one process. */
const PYTHON = `
import json, sys, time
import jinja2.sandbox
env = jinja2.sandbox.SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
sources = json.load(open(sys.argv[1]))
rounds = int(sys.argv[2])
any_ = lambda *a, **k: "x"
names = {n: any_ for n in ("ref", "source", "config", "var", "is_incremental", *(f"{m}_{i}" for m in ("scale", "pick") for i in range(12)))}
compiles, renders = [], []
for _ in range(rounds):
    env = jinja2.sandbox.SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], cache_size=0)
    start = time.perf_counter(); templates = [env.from_string(s) for s in sources]; compiles.append(time.perf_counter() - start)
    start = time.perf_counter(); [t.render(**names) for t in templates]; renders.append(time.perf_counter() - start)
print(json.dumps({"compile": min(compiles) * 1000, "render": min(renders) * 1000, "version": jinja2.__version__}))
`;

async function loadEngine(folder) {
  const outfile = join(folder, 'jinja.mjs');
  await build({
    stdin: {
      contents: `export { createJinja, hostFunction } from './src/jinja/index.ts';`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(join(root, 'package.json'))});`,
    },
  });
  return import(pathToFileURL(outfile).href);
}

function generate(folder) {
  const result = spawnSync(process.execPath, [
    join(here, 'generate-project.mjs'),
    folder,
    '--models',
    values.models,
  ]);
  if (result.status !== 0) throw new Error(String(result.stderr));
  const models = join(folder, 'models');
  return readdirSync(models, { recursive: true })
    .filter((path) => path.endsWith('.sql'))
    .sort()
    .map((path) => ({ path: `models/${path}`, text: readFileSync(join(models, path), 'utf8') }));
}

function scopeOf(hostFunction) {
  const any = hostFunction('any', () => 'x');
  const macros = Array.from({ length: 12 }, (_, index) => [`scale_${index}`, `pick_${index}`]).flat();
  const names = new Map(
    ['ref', 'source', 'config', 'var', 'is_incremental', ...macros].map((name) => [name, any]),
  );
  return { get: (name) => names.get(name) };
}

/** Compiling is lazy: parsing, then a first rendering that fails or ends at once, less a second one. */
async function measureOnce({ createJinja, hostFunction }, sources) {
  const jinja = createJinja();
  const scope = scopeOf(hostFunction);
  let start = performance.now();
  const templates = sources.map((source) => jinja.parseTemplate(source));
  const parse = performance.now() - start;
  start = performance.now();
  for (const template of templates) template.renderSync(scope);
  const first = performance.now() - start;
  start = performance.now();
  for (const template of templates) template.renderSync(scope);
  const render = performance.now() - start;
  start = performance.now();
  for (const template of templates) await template.render(scope);
  const firstAsync = performance.now() - start;
  start = performance.now();
  for (const template of templates) await template.render(scope);
  const renderAsync = performance.now() - start;
  start = performance.now();
  for (const source of sources) jinja.extractStaticCalls(source);
  const extract = performance.now() - start;
  return {
    parse,
    compile: parse + first - render,
    render,
    compileAsync: parse + firstAsync - renderAsync,
    renderAsync,
    extract,
  };
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-jinja-bench-'));
  try {
    const sources = generate(join(folder, 'project'));
    const engine = await loadEngine(folder);
    const rounds = [];
    for (let round = 0; round < Number(values.rounds); round++)
      rounds.push(await measureOnce(engine, sources));
    const python = pythonTimes(folder, sources);
    report(sources, rounds, python);
    const warm = Math.min(...rounds.map((each) => each.compile));
    if (values.check && (warm * 1000) / sources.length >= 250) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pythonTimes(folder, sources) {
  if (!existsSync(values.python)) return null;
  const input = join(folder, 'sources.json');
  writeFileSync(input, JSON.stringify(sources.map(({ text }) => text)));
  const result = spawnSync(values.python, ['-c', PYTHON, input, values.rounds]);
  return result.status === 0 ? JSON.parse(String(result.stdout)) : null;
}

function report(sources, rounds, python) {
  const count = sources.length;
  const characters = sources.reduce((sum, { text }) => sum + text.length, 0);
  console.log(
    `${count} models, ${Math.round(characters / count)} characters each, ${rounds.length} rounds in one process`,
  );
  console.log(
    'step'.padEnd(22),
    'cold ms'.padStart(9),
    'warm ms'.padStart(9),
    'warm ms/template'.padStart(17),
    'Jinja2 / ours'.padStart(14),
  );
  const line = (label, key, theirs) => {
    const cold = rounds[0][key];
    const warm = Math.min(...rounds.map((each) => each[key]));
    const ratio = theirs === undefined ? '' : (theirs / warm).toFixed(1);
    const cells = [
      cold.toFixed(1).padStart(9),
      warm.toFixed(1).padStart(9),
      (warm / count).toFixed(4).padStart(17),
      ratio.padStart(14),
    ];
    console.log(label.padEnd(22), ...cells);
  };
  line('parse', 'parse');
  line('compile (sync)', 'compile', python?.compile);
  line('render (sync)', 'render', python?.render);
  line('compile (async)', 'compileAsync', python?.compile);
  line('render (async)', 'renderAsync', python?.render);
  line('extract static calls', 'extract');
  console.log(
    python === null
      ? 'Jinja2: not measured (no oracle)'
      : `Jinja2 ${python.version}: compile ${python.compile.toFixed(1)} ms, render ${python.render.toFixed(1)} ms`,
  );
}

await main();
