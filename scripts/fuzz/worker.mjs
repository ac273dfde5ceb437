// Runs one case after another in this process: a mutated copy of a project, and one call of the command line. What the cases
// are comes from the parent, which ends this process when a case takes too long.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mutateFiles, mutateWords } from './mutations.mjs';
import { createRandom } from './random.mjs';

const { main } = createRequire(import.meta.url)('../../dist/cli.cjs');

const CALLS = [
  ['parse'],
  ['parse'],
  ['parse', '--no-partial-parse'],
  ['ls'],
  ['ls', '--output', 'json', '--resource-type', 'all'],
  ['compile'],
  ['compile', '--no-introspect'],
  ['build'],
  ['build'],
  ['run'],
  ['test'],
  ['seed'],
  ['snapshot'],
  ['check'],
  ['docs', 'generate'],
  ['source', 'freshness'],
  ['show', '--inline', 'select 1'],
  ['run', '--full-refresh'],
  ['ls', '--select', 'state:modified', '--state', 'target'],
];

const QUICK_CALLS = [...CALLS.slice(0, 7), ...CALLS.slice(0, 7), ['build'], ['check']];

let told = '';
const faults = [];
const real = process.stdout.write.bind(process.stdout);
for (const stream of [process.stdout, process.stderr])
  stream.write = (text) => {
    if (told.length < 4_000_000) told += String(text);
    return true;
  };
for (const name of ['uncaughtException', 'unhandledRejection'])
  process.on(name, (error) => faults.push({ kind: name, text: String(error?.stack ?? error) }));

const hashOf = (path) =>
  existsSync(path) ? createHash('sha1').update(readFileSync(path)).digest('hex') : 'none';

/** What must never be read in what the program tells. */
function faultsTold() {
  const found = /I001|A bug in Sluice|^\s+at .+(:\d+:\d+\)?|<anonymous>\)?)$/m.exec(told);
  return found === null
    ? []
    : [{ kind: 'told', text: told.slice(Math.max(0, found.index - 400), found.index + 1200) }];
}

/** One case. Answers what was changed and called, and what is wrong with what came of it. */
async function runCase({ index, seed, project, folder, isQuick }) {
  const random = createRandom(seed, index);
  rmSync(folder, { recursive: true, force: true });
  cpSync(project.folder, folder, { recursive: true });
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const plain = random.pick(isQuick ? QUICK_CALLS : CALLS);
  const argv = random.chance(0.15) ? mutateWords(plain, random) : plain;
  const changes = argv === plain || random.chance(0.5) ? mutateFiles(folder, random) : [];
  process.chdir(folder);
  const database = join(folder, 'fuzz.duckdb');
  const before = hashOf(database);
  process.send({ type: 'started', index, argv, changes, project: project.name });
  told = '';
  faults.length = 0;
  await main(argv);
  // What was not awaited ends in the next turns.
  await new Promise((done) => setTimeout(done, 0));
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  const found = [...faults, ...faultsTold()];
  // What a run does to the database before it is stopped is its work: the promise is about what comes before.
  const isStarted = /Concurrency:|Command SQL/.test(told);
  if (code === 2 && !isStarted && hashOf(database) !== before)
    found.push({ kind: 'changed', text: told.slice(0, 1500) });
  if (![0, 1, 2].includes(code)) found.push({ kind: 'exit code', text: String(code) });
  return { code, faults: found };
}

process.on('message', async (one) => {
  const answer = await runCase(one).catch((error) => ({
    code: -1,
    faults: [{ kind: 'thrown', text: String(error?.stack ?? error) }],
  }));
  process.send({ type: 'done', index: one.index, ...answer, memory: process.memoryUsage().rss });
  if (process.env.FUZZ_SHOW) real(told);
});
