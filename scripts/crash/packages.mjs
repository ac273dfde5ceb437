// The world that `deps` is killed in: a hub on this machine that sends its archives in slow pieces, git repositories, archives
// by address and folders. Each package says in every file which version it is.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { numbered, write } from './files.mjs';

const HUB = 6;
const GIT = 3;
const LOCAL = 3;
const MODELS = 40;
const PIECES = 10;
/** Milliseconds between two pieces of an archive, before they are stretched. */
const PAUSE = 25;

const GIT_ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.invalid',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.invalid',
};
const git = (folder, ...args) => execFileSync('git', args, { cwd: folder, env: GIT_ENV, stdio: 'ignore' });

const filesOf = (name, stamp) => ({
  'dbt_project.yml': `name: ${name}\nversion: '1.0.${stamp}'\n`,
  ...numbered(MODELS, (file) => [
    `models/m${file}.sql`,
    `-- ${stamp}\n${'select 1 as id '.padEnd(2000, String(file))}\n`,
  ]),
});

/** Files of packages in the folder of sources, as they are at a version; answers the archives of the hub by name. */
function publish(sources, stamp) {
  rmSync(join(sources, 'local'), { recursive: true, force: true });
  for (let index = 0; index < LOCAL; index++)
    write(join(sources, 'local', `near${index}`), filesOf(`near${index}`, stamp));
  for (let index = 0; index < GIT; index++) {
    const home = join(sources, 'git', `grown${index}`);
    const isNew = !existsSync(join(home, '.git'));
    write(home, filesOf(`grown${index}`, stamp));
    if (isNew) git(home, 'init', '-q', '-b', 'main');
    git(home, 'add', '-A');
    git(home, 'commit', '-q', '--allow-empty', '-m', `v${stamp}`);
    git(home, 'tag', '-f', `v${stamp}`);
  }
  for (let index = 0; index < HUB; index++) {
    const home = join(sources, 'hub', `far${index}-1.0.${stamp}`);
    write(home, filesOf(`far${index}`, stamp));
    execFileSync('tar', ['-czf', `${home}.tar.gz`, `far${index}-1.0.${stamp}`], {
      cwd: join(sources, 'hub'),
    });
    rmSync(home, { recursive: true });
  }
}

function packagesYml(sources, stamp) {
  const entries = [
    ...Array.from({ length: HUB }, (_, index) => `  - {package: far/far${index}, version: 1.0.${stamp}}`),
    ...Array.from(
      { length: GIT },
      (_, index) => `  - {git: "file://${join(sources, 'git', `grown${index}`)}", revision: v${stamp}}`,
    ),
    ...Array.from({ length: LOCAL }, (_, index) => `  - local: sources/local/near${index}`),
  ];
  return `packages:\n${entries.join('\n')}\n`;
}

function hubEntry(name, sources, address) {
  const versions = readdirSync(join(sources, 'hub')).flatMap((file) => {
    const version = new RegExp(`^${name}-(.+)\\.tar\\.gz$`).exec(file)?.[1];
    if (version === undefined) return [];
    const tarball = `${address}archives/${file}`;
    return [[version, { name, version, packages: [], downloads: { tarball, format: 'tgz' } }]];
  });
  return { name, namespace: 'far', versions: Object.fromEntries(versions) };
}

/** Sends bytes in pieces with pauses between them, until all are sent or nobody listens any more. */
function sendSlowly(response, bytes, pause) {
  const step = Math.ceil(bytes.length / PIECES);
  const send = (at) => {
    if (response.destroyed) return;
    if (at >= bytes.length) return void response.end();
    response.write(bytes.subarray(at, at + step));
    setTimeout(send, pause, at + step);
  };
  send(0);
}

/** A hub of a folder of sources, on a free port of this machine. */
function startHub(sources, pause) {
  const server = createServer((request, response) => {
    const address = `http://127.0.0.1:${server.address().port}/`;
    const path = request.url.slice(1);
    const name = /^api\/v1\/far\/(.+)\.json$/.exec(path)?.[1];
    if (path === 'api/v1/index.json')
      response.end(JSON.stringify(Array.from({ length: HUB }, (_, index) => `far/far${index}`)));
    else if (name !== undefined) response.end(JSON.stringify(hubEntry(name, sources, address)));
    else sendSlowly(response, readFileSync(join(sources, 'hub', path.slice('archives/'.length))), pause);
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

/** What is wrong with the packages that are installed: all of them are of one version, and of one that may be. */
function checkPackages(folder, stamps) {
  const packages = join(folder, 'dbt_packages');
  // Between the two renames of an exchange there are none; the next `deps` puts them back.
  if (!existsSync(packages)) return [];
  const found = new Set();
  const installed = readdirSync(packages);
  const faults = installed.flatMap((name) => {
    const models = join(packages, name, 'models');
    if (!existsSync(models)) return [`package ${name} is incomplete`];
    const texts = readdirSync(models).map((file) => readFileSync(join(models, file), 'utf8'));
    // A folder that is linked is of the version that it is of.
    if (!lstatSync(join(packages, name)).isSymbolicLink())
      for (const text of texts) found.add(text.split('\n')[0]);
    return texts.length === MODELS && texts.every((text) => text.endsWith('\n'))
      ? []
      : [`package ${name} is incomplete`];
  });
  if (installed.length !== HUB + GIT + LOCAL) faults.push(`${installed.length} packages are installed`);
  const [only] = found;
  if (found.size !== 1) faults.push(`packages are of several versions: ${[...found].join(', ')}`);
  else if (!stamps.some((stamp) => only === `-- ${stamp}`)) faults.push(`packages are of version ${only}`);
  return faults;
}

/** `deps` with packages of all kinds; pauses grow with `size`. */
export function depsScenario(size) {
  let server;
  return {
    files: {},
    async prepare(folder, stamp) {
      const sources = join(folder, 'sources');
      mkdirSync(join(sources, 'hub'), { recursive: true });
      server ??= await startHub(sources, PAUSE * size);
      publish(sources, stamp);
      write(folder, { 'packages.yml': packagesYml(sources, stamp) });
    },
    env: (folder) => ({
      DBT_PACKAGE_HUB_URL: `http://127.0.0.1:${server.address().port}/`,
      DBT_DOWNLOADS_DIR: join(folder, 'downloads'),
    }),
    args: ['deps'],
    holds: [],
    checkFolder: checkPackages,
    close: () => server?.close(),
  };
}
