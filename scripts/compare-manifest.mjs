// Compares two manifest.json files field by field and prints every difference.
//
//   node scripts/compare-manifest.mjs EXPECTED ACTUAL [--built-in] [--limit N]
//
// Without --built-in the macros and docs blocks of the built-in packages are left out: their texts are our own.
// Exits with 1 when there is a difference.

import { readFileSync } from 'node:fs';

/** What is not compared, and why. Keys are paths; `*` stands for any one step. */
const IGNORED = {
  'metadata.generated_at': 'the moment of the run',
  'metadata.invocation_id': 'random',
  'metadata.invocation_started_at': 'the moment of the run',
  'metadata.run_started_at': 'the moment of the run',
  'metadata.user_id': 'of the machine',
  'metadata.send_anonymous_usage_stats': 'of the machine',
  'nodes.*.created_at': 'the moment of the run',
  'sources.*.created_at': 'the moment of the run',
  'macros.*.created_at': 'the moment of the run',
  'exposures.*.created_at': 'the moment of the run',
  'metrics.*.created_at': 'the moment of the run',
  'semantic_models.*.created_at': 'the moment of the run',
  'saved_queries.*.created_at': 'the moment of the run',
  'unit_tests.*.created_at': 'the moment of the run',
  'functions.*.created_at': 'the moment of the run',
  'disabled.*.*.created_at': 'the moment of the run',
};

/** Lists that dbt builds from Python sets: their order changes from run to run. */
const UNORDERED = [
  /^(nodes|sources) > .* > columns > .* > tags$/,
  /^nodes > model\..* > sources$/,
  /^nodes > model\..* > depends_on > nodes$/,
  /^group_map > /,
];

const BUILT_IN = ['dbt', 'dbt_duckdb'];

const [expectedPath, actualPath, ...flags] = process.argv.slice(2);
if (actualPath === undefined) {
  console.error('usage: node scripts/compare-manifest.mjs EXPECTED ACTUAL [--built-in] [--limit N]');
  process.exit(2);
}
const withBuiltIn = flags.includes('--built-in');
const limit = flags.includes('--limit') ? Number(flags[flags.indexOf('--limit') + 1]) : 200;

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const isBuiltIn = (id) => BUILT_IN.includes(id.split('.')[1]);

function prepared(manifest) {
  if (withBuiltIn) return manifest;
  const own = (all) => Object.fromEntries(Object.entries(all).filter(([id]) => !isBuiltIn(id)));
  return { ...manifest, macros: own(manifest.macros), docs: own(manifest.docs) };
}

const ignoredPaths = Object.keys(IGNORED).map((each) => each.split('.'));

function isIgnored(path) {
  return ignoredPaths.some(
    (each) => each.length === path.length && each.every((step, at) => step === '*' || step === path[at]),
  );
}

let fields = 0;
const differences = [];

function note(path, expected, actual) {
  const text = (value) => (value === undefined ? '(nothing)' : JSON.stringify(value)).slice(0, 300);
  differences.push({ path, expected: text(expected), actual: text(actual) });
}

const isDict = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function sorted(path, list) {
  const name = path.join(' > ');
  if (!UNORDERED.some((each) => each.test(name))) return list;
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function compare(path, expected, actual) {
  if (isIgnored(path)) return;
  if (isDict(expected) && isDict(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const at = [...path, key];
      if (!(key in expected) || !(key in actual)) {
        if (!isIgnored(at)) note(at, expected[key], actual[key]);
      } else compare(at, expected[key], actual[key]);
    }
    return;
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const [left, right] = [sorted(path, expected), sorted(path, actual)];
    if (left.length !== right.length) return note(path, expected, actual);
    for (const [at, each] of left.entries()) compare([...path, String(at)], each, right[at]);
    return;
  }
  fields++;
  if (expected !== actual) note(path, expected, actual);
}

const expected = prepared(read(expectedPath));
const actual = prepared(read(actualPath));
compare([], expected, actual);

for (const { path, expected: left, actual: right } of differences.slice(0, limit)) {
  console.log(`${path.join(' > ')}\n  expected ${left}\n  actual   ${right}`);
}
const nodes = Object.keys(expected.nodes).length;
console.log(`${nodes} nodes, ${fields} fields compared, ${differences.length} differences`);
if (nodes === 0) console.log('there was nothing to compare');
process.exitCode = differences.length > 0 || nodes === 0 ? 1 : 0;
