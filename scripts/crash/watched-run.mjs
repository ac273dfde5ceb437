// One run of the command line, followed by the events of its log, up to the moment it is killed.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CLI = new URL('../../bin/sluice.cjs', import.meta.url).pathname;

function argsOf(args, stamp) {
  return ['retry', 'deps'].includes(args[0]) ? args : [...args, '--vars', `{stamp: ${stamp}}`];
}

/** Runs a command to its end: what it said and how it ended. */
export function call(folder, { args, stamp, env = {} }) {
  const child = spawn(process.execPath, [CLI, ...argsOf(args, stamp)], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (text += bytes));
  return new Promise((done) => child.once('close', (status) => done({ status, text })));
}

const COMMENT = /^(?:\s|\/\*[\s\S]*?\*\/|--[^\n]*\n)+/;
const WRITES = /^(?:create|insert|merge|delete|update|copy|alter|drop|truncate|commit|export)\b/i;
const COMMITS = /^(?:create\s+(?:or\s+replace\s+)?(?:table|view)|commit|copy)\b/i;
/** From here on `deps` writes packages. */
const FETCHES = new Set(['GitProgressPullingNewDependency', 'DepsStartPackageInstall']);
const bare = (sql) => sql.replace(COMMENT, '');

/** What the events of a run say of the moment they have come to. */
function createFollower() {
  /** Statements that were sent and not answered, by the connection's name. */
  const sent = new Map();
  const open = new Set();
  const inTransaction = new Set();
  let isStarted = false;
  let isDone = false;
  let isFetching = false;
  return {
    /** Takes an event; true when a node has just committed. */
    take({ info, data }) {
      const id = data.node_info?.unique_id;
      if (info.name === 'NodeStart') isStarted = true;
      if (info.name === 'NodeExecuting') open.add(id);
      if (info.name === 'NodeFinished') open.delete(id);
      if (info.name === 'EndOfRunSummary' || info.name === 'FinishedRunningStats') isDone = true;
      if (FETCHES.has(info.name)) isFetching = true;
      if (info.name === 'SQLQuery') {
        const sql = bare(data.sql);
        if (/^begin\b/i.test(sql)) inTransaction.add(id);
        sent.set(id, sql);
      }
      if (info.name !== 'SQLQueryStatus') return false;
      const sql = sent.get(id) ?? '';
      sent.delete(id);
      const isCommit = /^commit\b/i.test(sql);
      if (isCommit) inTransaction.delete(id);
      return open.has(id) && (isCommit || (!inTransaction.has(id) && COMMITS.test(sql)));
    },
    /** Where the run is: what a kill at this moment interrupts. */
    phase() {
      if (isDone) return 'after';
      if ([...sent].some(([id, sql]) => open.has(id) && WRITES.test(sql))) return 'writing';
      if (isFetching) return 'writing';
      return isStarted ? 'between' : 'before';
    },
  };
}

/** Whether an atomic run has begun to put its copies in place. */
function isPublishing(folder) {
  const name = readdirSync(folder).find((each) => each.startsWith('.crash.duckdb.sluice-'));
  if (name === undefined) return false;
  const path = join(folder, name, 'journal.json');
  return existsSync(path) && readFileSync(path, 'utf8').includes('"publishing"');
}

/**
 * Starts a run and kills it `moment` milliseconds later; with an aim, at the first commit or the publication after that, and
 * `pause` milliseconds more. Answers the phase it was in, or null when it had ended before.
 */
export function killedRun(folder, { args, stamp, env = {}, aim, moment, pause }) {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [CLI, '--log-level', 'debug', '--log-format', 'json', ...argsOf(args, stamp)],
    { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const follower = createFollower();
  let killed;
  let isArmed = false;
  const kill = () => {
    if (killed === undefined && child.exitCode === null && child.kill('SIGKILL'))
      killed = { phase: follower.phase(), at: (performance.now() - started) / 1000 };
  };
  const soon = () => {
    isArmed = false;
    setTimeout(kill, pause);
  };
  const awaitPublication = () => {
    if (!isArmed || child.exitCode !== null) return;
    if (isPublishing(folder)) soon();
    else setTimeout(awaitPublication, 1);
  };
  const timer = setTimeout(() => {
    if (aim === 'nothing') return kill();
    isArmed = true;
    if (aim === 'publication') awaitPublication();
  }, moment);
  let rest = '';
  child.stdout.on('data', (bytes) => {
    const lines = (rest + bytes).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (killed !== undefined || line === '') continue;
      if (follower.take(JSON.parse(line)) && isArmed && aim === 'commit') soon();
    }
  });
  return new Promise((done) => {
    child.once('close', (_code, signal) => {
      clearTimeout(timer);
      isArmed = false;
      const seconds = (performance.now() - started) / 1000;
      done({ killed: signal === 'SIGKILL' ? killed : null, seconds });
    });
  });
}
