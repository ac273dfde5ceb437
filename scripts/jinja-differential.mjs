// Renders random templates with Python's Jinja2 and with ours, and lists where they differ.
//
// usage: node scripts/jinja-differential.mjs [--seed N] [--count N] [--modules] [--python PATH] [--save FILE] [--show N]
//
// --modules compares the Python modules that dbt exposes instead of the language. Fails when fewer than 99.9 % agree, when more than 40 % of the templates raise, or when a filter, test or method of the
// runtime does not occur. --save keeps the answers of Python (test/jinja/fuzz/golden/ holds one such file).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    count: { type: 'string', default: '20000' },
    python: { type: 'string', default: join(homedir(), '.cache/sluice-oracle/bin/python') },
    answers: { type: 'string' },
    modules: { type: 'boolean', default: false },
    save: { type: 'string' },
    show: { type: 'string', default: '50' },
  },
});

/** The comparison, bundled from the sources. */
async function loadComparison(folder) {
  const outfile = join(folder, 'differential.cjs');
  await build({
    entryPoints: [join(root, 'test/jinja/fuzz/differential.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  return createRequire(import.meta.url)(outfile);
}

function askPython() {
  const script = join(root, 'scripts/jinja-differential/generate.py');
  const args = [
    script,
    '--seed',
    values.seed,
    '--count',
    values.count,
    ...(values.modules ? ['--modules'] : []),
  ];
  return execFileSync(values.python, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
}

function printCoverage(coverage) {
  const kinds = new Map();
  for (const [key, count] of Object.entries(coverage)) {
    const [kind, name] = key.split(': ');
    kinds.set(kind, [...(kinds.get(kind) ?? []), `${name} ${count}`]);
  }
  for (const [kind, names] of kinds) console.log(`${kind} (${names.length}): ${names.join(', ')}`);
}

const folder = mkdtempSync(join(tmpdir(), 'jinja-differential-'));
try {
  const { differenceIn, uncovered } = await loadComparison(folder);
  const text = values.answers === undefined ? askPython() : readFileSync(values.answers, 'utf8');
  const answers = JSON.parse(text);
  if (values.save !== undefined) writeFileSync(values.save, text);
  const { cases, coverage } = answers;
  const context = values.modules ? null : answers.context;
  const differences = cases.map((each) => differenceIn(each, context)).filter((each) => each !== undefined);
  printCoverage(coverage);
  for (const { template, theirs, ours } of differences.slice(0, Number(values.show))) {
    console.log(`\n${template}\n  Python: ${JSON.stringify(theirs)}\n  ours:   ${JSON.stringify(ours)}`);
  }
  const raising = cases.filter(([, answer]) => answer === null).length / cases.length;
  const agreement = 1 - differences.length / cases.length;
  const missing = values.modules ? [] : uncovered(coverage);
  const percent = (share) => `${(share * 100).toFixed(2)} %`;
  console.log(`\nseed ${answers.seed}, Jinja2 ${answers.jinja2} on Python ${answers.python}`);
  console.log(
    `${cases.length} templates, ${percent(raising)} raise; ${differences.length} differ: ${percent(agreement)} agree`,
  );
  if (missing.length > 0) console.log(`not covered: ${missing.join(', ')}`);
  if (agreement < 0.999 || raising > 0.4 || missing.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
