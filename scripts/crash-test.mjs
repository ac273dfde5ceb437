// Kills runs with SIGKILL at random moments and looks at what they leave: the database opens, every relation is wholly old or
// wholly new, the next run finishes the work and leaves no litter, the journal claims nothing that is not there, and `retry`
// does nothing again that the journal has.
//
// usage: node scripts/crash-test.mjs [--kills N] [--seed N] [--only SCENARIO,...] [--jobs N] [--work FOLDER] [--keep]
//
// The projects are made so large that a run takes 3.5 seconds on this machine. Every other kill waits, after its random moment,
// for the next commit or publication, to come between that and the journal.
// --work keeps the folder and a line for each kill in results.jsonl: the same call again goes on where it was stopped.
// Prints the spread as a table. Fails when any promise is broken.
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { write } from './crash/files.mjs';
import { killOnce } from './crash/one-kill.mjs';
import { SCENARIOS } from './crash/scenarios.mjs';
import { tableOf } from './crash/table.mjs';
import { call } from './crash/watched-run.mjs';
import { createRandom } from './fuzz/random.mjs';

const PROJECT = {
  'dbt_project.yml': "name: crash\nversion: '1.0'\nprofile: crash\n",
  'profiles.yml':
    'crash: {target: dev, outputs: {dev: {type: duckdb, path: crash.duckdb, threads: 2, settings: {memory_limit: 1GB}}}}\n',
};
/** Seconds that a run is made to take, and what none may fall below. */
const WANTED = 3.6;
const LEAST = 3;
/** Seconds of a run that no size changes: the start of the process. */
const START = 0.4;
const FIRST_SIZE = 0.25;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    only: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    work: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const base = values.work ? resolve(values.work) : mkdtempSync(join(tmpdir(), 'crash-test-'));
mkdirSync(base, { recursive: true });
const resultsPath = join(base, 'results.jsonl');

const known = () =>
  existsSync(resultsPath)
    ? readFileSync(resultsPath, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
const ofThisSeed = known().filter((each) => each.seed === seed);
const results = [...ofThisSeed];

/** A project that has run once, of a given size. */
async function begin(name, scenario, size) {
  const folder = join(base, name);
  rmSync(folder, { recursive: true, force: true });
  const made = { size, ...scenario.make(size) };
  write(folder, { ...PROJECT, ...made.files });
  await made.prepare?.(folder, 1);
  const started = performance.now();
  const first = await call(folder, { args: made.args, stamp: 1, env: made.env?.(folder) });
  if (first.status !== 0) throw new Error(`${name} does not run:\n${first.text}`);
  return { made, folder, seconds: (performance.now() - started) / 1000 };
}

/** A project whose runs take as long as is wanted. */
async function sized(name, scenario) {
  let size = FIRST_SIZE;
  for (;;) {
    const begun = await begin(name, scenario, size);
    if (begun.seconds >= LEAST + 0.3) return begun;
    begun.made.close?.();
    size *= Math.min(16, (WANTED - START) / Math.max(0.1, begun.seconds - START));
  }
}

function note(name, number, outcome) {
  const line = { seed, name, number, ...outcome };
  results.push(line);
  appendFileSync(resultsPath, `${JSON.stringify(line)}\n`);
}

async function killAll(name, { scenario, position, count }) {
  const done = ofThisSeed.filter((each) => each.name === name && each.kill !== null);
  if (done.length >= count) return;
  let { made, folder, seconds } = await sized(name, scenario);
  let stamp = 1;
  const tries = ofThisSeed.filter((each) => each.name === name).length;
  for (let number = tries, kills = done.length; kills < count && number < count * 4 + 4; number++, stamp++) {
    const random = createRandom(seed, position * 10_000 + number);
    const isAimed = number % 2 === 1 && scenario.aim !== 'nothing';
    // An aimed kill needs a commit that is still to come.
    const moment =
      1000 * (isAimed ? 0.1 + random.next() * (seconds - 0.4) : 0.1 + random.next() * (seconds - 0.1));
    const aim = isAimed ? scenario.aim : 'nothing';
    const pause = Math.floor(random.next() * (aim === 'publication' ? 6 : 20));
    const one = await killOnce({ scenario, made, folder, old: stamp, aim, moment, pause });
    note(name, number, { kill: one.kill, seconds: one.seconds, aim, faults: one.faults });
    if (one.kill === null) seconds = one.seconds;
    else kills += 1;
    if (one.faults.length === 0) continue;
    console.log(
      `${name}, killed after ${one.kill?.at.toFixed(2)} s:\n  ${one.faults.slice(0, 8).join('\n  ')}`,
    );
    if (values.keep) cpSync(folder, `${folder}-broken-${stamp}`, { recursive: true });
    made.close?.();
    ({ made, folder, seconds } = await begin(name, scenario, made.size));
    stamp = 0;
  }
  made.close?.();
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
  console.log(`${name}: ${results.filter((each) => each.name === name && each.kill !== null).length} kills`);
}

async function main() {
  const chosen = Object.entries(SCENARIOS).filter(
    ([name]) => values.only === undefined || values.only.split(',').includes(name),
  );
  const kills = Number(values.kills);
  const queue = chosen.map(([name, scenario], index) => ({
    name,
    scenario,
    position: Object.keys(SCENARIOS).indexOf(name),
    count: Math.floor(kills / chosen.length) + (index < kills % chosen.length ? 1 : 0),
  }));
  const work = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) await killAll(one.name, one);
  };
  try {
    await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  } finally {
    if (values.keep) console.log(base);
    else if (!values.work) rmSync(base, { recursive: true, force: true });
  }
  const broken = results.filter((each) => each.faults.length > 0).length;
  console.log(
    `\n${tableOf(
      results,
      chosen.map(([name]) => name),
    )}`,
  );
  console.log(
    `\nseed ${seed}: ${results.filter((each) => each.kill !== null).length} kills, ${broken} broke a promise`,
  );
  if (broken > 0) process.exitCode = 1;
}

await main();
