// Gives the artifacts of a run to their readers: dbt's schemas, dbt-artifacts-parser, dbt's --state, and dbt's docs page in a browser.
//
//   node scripts/oracle/check-readers.mjs [--oracle FOLDER] [--browser PROGRAM] [--screenshot FILE]
//
// FOLDER is where install.sh put dbt. Without a Chromium the docs page is not opened, which is said.

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { oracle: { type: 'string' }, browser: { type: 'string' }, screenshot: { type: 'string' } },
});
const root = resolve(import.meta.dirname, '..', '..');
const oracle = values.oracle ?? join(homedir(), '.cache', 'sluice-oracle');
const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', NO_COLOR: '1' };
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];

function findBrowser() {
  const names = values.browser === undefined ? BROWSERS : [values.browser];
  return names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** Serves a folder on loopback; a file that is not there is noted. */
function serve(folder) {
  const missing = [];
  const server = createServer((request, response) => {
    const path = join(
      folder,
      new URL(request.url, 'http://localhost').pathname.replace(/^\/$/, '/index.html'),
    );
    if (existsSync(path)) return createReadStream(path).pipe(response);
    missing.push(request.url);
    response.writeHead(404).end();
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ server, missing })));
}

function callBrowser(browser, address, more) {
  const sandbox = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--hide-scrollbars',
  ];
  const time = ['--virtual-time-budget=20000', '--enable-logging=stderr', '--v=0', '--window-size=1400,1000'];
  const child = spawn(browser, [...sandbox, ...time, ...more, address], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
  return new Promise((done) => {
    child.on('close', () => {
      clearTimeout(timer);
      done({ stdout, stderr });
    });
  });
}

/** The docs page with our manifest shows a model with its description, its code, and no error of a script. */
async function checkDocsPage(browser, folder) {
  const { server, missing } = await serve(folder);
  const page = `http://127.0.0.1:${server.address().port}/#!/model/model.dump.first`;
  try {
    const { stdout, stderr } = await callBrowser(browser, page, ['--dump-dom']);
    if (values.screenshot !== undefined) {
      await callBrowser(browser, page, [`--screenshot=${resolve(values.screenshot)}`]);
    }
    const shown = ['doc text', 'an id', 'INTEGER', 'dump.main.first', 'not_null'];
    const absent = shown.filter((text) => !stdout.includes(text));
    const faults = stderr.split('\n').filter((line) => /CONSOLE.*(error|Error|Uncaught)/.test(line));
    // The page asks for names of templates that are not filled yet.
    const lost = missing.filter((path) => !/favicon|%7B%7B/.test(path));
    for (const each of [...absent.map((text) => `not shown: ${text}`), ...faults, ...lost])
      console.log(`  ${each}`);
    const isRight = absent.length + faults.length + lost.length === 0;
    console.log(`${isRight ? 'ok' : 'WRONG'}: dbt's docs page shows the manifest`);
    return isRight;
  } finally {
    server.close();
  }
}

const work = mkdtempSync(join(tmpdir(), 'sluice-readers-'));
const [project, state, docs] = ['project', 'state', 'docs'].map((name) => join(work, name));
try {
  cpSync(join(root, 'test', 'artifacts', 'projects', 'hook-values'), project, { recursive: true });
  const args = ['build', '--quiet', '--exclude-resource-type', 'unit_test', '--project-dir', project];
  // One model is meant to fail.
  const built = spawnSync(
    process.execPath,
    [join(root, 'bin', 'sluice.cjs'), ...args, '--profiles-dir', project],
    { env },
  );
  if (built.status !== 1) throw new Error(`build ended with ${built.status}\n${built.stdout}${built.stderr}`);
  cpSync(join(project, 'target'), state, { recursive: true });
  rmSync(join(project, 'target'), { recursive: true });
  const script = join(import.meta.dirname, 'check-readers.py');
  const read = spawnSync(join(oracle, 'bin', 'python'), [script, project, state, docs], {
    env,
    cwd: project,
    stdio: 'inherit',
  });
  const browser = findBrowser();
  if (browser === undefined) console.log("no Chromium is installed: dbt's docs page was not opened");
  const isShown = browser === undefined || (existsSync(docs) && (await checkDocsPage(browser, docs)));
  process.exitCode = read.status === 0 && isShown ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
