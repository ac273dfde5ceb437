// Changes the files and the calls of real projects at random, and looks at what becomes of them: whatever is in the files, the
// program tells of it with a coded error. A stack trace, a hang of more than ten seconds, or a table that is another after a
// command that stopped is a fault.
//
// usage: node scripts/fuzz.mjs [--cases N] [--seed N] [--only INDEX] [--keep] [--workers N] [--minutes N] [--quick]
//
// --quick takes small projects and commands that read more than they build.
//
// Cases are numbered; the same seed and number give the same case on every machine. The last line tells how many cases ran and
// how many faults there were; the exit code is 1 when there was one.
import { fork, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = new URL('..', import.meta.url).pathname;
const LIMIT_MS = 10_000;
/** A worker is replaced before what cases leave in memory adds up. */
const CASES_PER_WORKER = 400;
const PROJECTS = [
  'example-project',
  'test/macros/project',
  'test/report/log-project',
  'test/selector/fixtures/project',
  'test/parse/projects/everything',
  'test/parse/projects/rich',
  'test/parse/projects/packages',
  'test/parse/projects/semantics',
  'test/parse/projects/functions',
  'test/parse/projects/versions',
  'test/run/unit-tests/project',
  'test/compile/fixtures/templates',
  'templates/starter',
];

const QUICK_PROJECTS = [
  'templates/starter',
  'test/report/log-project',
  'test/parse/projects/functions',
  'test/parse/projects/versions',
];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '600' },
  },
});
const seed = Number(values.seed);
const paths = values.quick ? QUICK_PROJECTS : PROJECTS;
const until = Date.now() + Number(values.minutes) * 60_000;
const scratch = mkdtempSync(join(tmpdir(), 'sluice-fuzz-'));
process.on('exit', () => values.keep || rmSync(scratch, { recursive: true, force: true }));

/** A copy of a project as it is before its files are changed: built once, with its parse kept and its tables there. */
function prepare(path, number) {
  const folder = join(scratch, `project${number}`);
  cpSync(join(root, path), folder, { recursive: true });
  const file = join(folder, 'dbt_project.yml');
  const text = readFileSync(file, 'utf8')
    .replaceAll('__project__', 'starter')
    .replaceAll('__profile__', 'starter');
  writeFileSync(file, text);
  const [, profile = 'fuzz'] = /^profile: *["']?(\w+)/m.exec(text) ?? [];
  const output = '{type: duckdb, path: fuzz.duckdb, threads: 2}';
  writeFileSync(join(folder, 'profiles.yml'), `${profile}:\n  target: dev\n  outputs:\n    dev: ${output}\n`);
  const calls =
    existsSync(join(folder, 'packages.yml')) && !existsSync(join(folder, 'dbt_packages')) ? [['deps']] : [];
  for (const argv of [...calls, ['build', '--quiet']])
    spawnSync(process.execPath, [join(root, 'bin/sluice.cjs'), ...argv], { cwd: folder });
  if (!existsSync(join(folder, 'fuzz.duckdb'))) throw new Error(`${path} cannot be built`);
  // Nothing is read from there, and every case copies it.
  for (const each of ['target/compiled', 'target/run', 'logs'])
    rmSync(join(folder, each), { recursive: true, force: true });
  return { name: path, folder };
}

const counts = { run: 0, codes: {}, faults: 0 };
function report({ index, started, kind, text }) {
  counts.faults++;
  console.log(`FAULT ${kind} case ${index} seed ${seed} ${started?.project}`);
  console.log(`  call: sluice ${started?.argv.map((word) => JSON.stringify(word)).join(' ')}`);
  for (const each of started?.changes ?? []) console.log(`  ${each}`);
  console.log(String(text).replace(/^/gm, '    '));
}

/** Runs the cases of a list that workers share until there are none. */
async function work({ next, number }) {
  let child;
  let served = 0;
  const folder = join(scratch, `case${number}`);
  for (let index = next(); index !== undefined && Date.now() < until; index = next()) {
    if (child === undefined) {
      child = fork(join(root, 'scripts/fuzz/worker.mjs'), {
        execArgv: ['--max-old-space-size=2048'],
        stdio: ['ignore', values.only ? 'inherit' : 'ignore', 'pipe', 'ipc'],
      });
      served = 0;
    }
    const outcome = await runOne({ child, index, folder, project: projectOf(index) });
    counts.run++;
    counts.codes[outcome.code] = (counts.codes[outcome.code] ?? 0) + 1;
    for (const fault of outcome.faults) report({ index, started: outcome.started, ...fault });
    served++;
    if (outcome.ended || served >= CASES_PER_WORKER || outcome.memory > 1.5e9) {
      child.kill('SIGKILL');
      child = undefined;
    }
  }
  child?.kill('SIGKILL');
}

/** Milliseconds that a process has worked, as Linux counts them; elsewhere the time of the clock. */
function workedMs(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Date.now();
  }
}

/** Tells of a process that works for too long, or that waits for much longer: on a machine that is busy with other things. */
function watchTime(pid, tell) {
  const [began, worked] = [Date.now(), workedMs(pid)];
  return setInterval(() => {
    const time = { worked: workedMs(pid) - worked, waited: Date.now() - began };
    if (time.worked > LIMIT_MS || time.waited > 6 * LIMIT_MS)
      tell(`no answer after ${time.worked} ms of work in ${time.waited} ms`);
  }, 250);
}

/** Sends a case to a worker and waits for what it says, for as long as a case may take. */
function runOne({ child, index, folder, project }) {
  return new Promise((done) => {
    let started;
    let timer;
    let crash = '';
    const collect = (bytes) => {
      crash += bytes;
    };
    const finish = (outcome) => {
      clearInterval(timer);
      child.off('message', listen);
      child.off('exit', gone);
      child.stderr.off('data', collect);
      done({ started, memory: 0, ended: false, ...outcome });
    };
    const listen = (message) => {
      if (message.type === 'started') {
        started = message;
        timer = watchTime(child.pid, (text) =>
          finish({ code: 'hang', ended: true, faults: [{ kind: 'hang', text }] }),
        );
      } else finish(message);
    };
    const gone = (code, signal) =>
      finish({
        code: 'crash',
        ended: true,
        faults: [{ kind: 'crash', text: `${code ?? signal}\n${crash.slice(-2000)}` }],
      });
    child.on('message', listen);
    child.on('exit', gone);
    child.stderr.on('data', collect);
    child.send({ index, seed, project, folder, isQuick: values.quick });
  });
}

const begun = Date.now();
const prepared = new Map();
/** The project of a case, made when it is first asked for. */
function projectOf(index) {
  const number = index % paths.length;
  if (!prepared.has(number)) prepared.set(number, prepare(paths[number], number));
  return prepared.get(number);
}
const indexes = values.only === undefined ? undefined : values.only.split(',').map(Number);
let position = 0;
const next = () => {
  const at = position++;
  if (indexes !== undefined) return indexes[at];
  return at < Number(values.cases) ? at : undefined;
};
await Promise.all(Array.from({ length: Number(values.workers) }, (_, number) => work({ next, number })));
const seconds = Math.round((Date.now() - begun) / 100) / 10;
console.log(`${counts.run} cases, seed ${seed}, exit codes ${JSON.stringify(counts.codes)}, ${seconds} s`);
console.log(`${counts.faults} faults`);
if (values.keep) console.log(scratch);
process.exitCode = counts.faults === 0 ? 0 : 1;
