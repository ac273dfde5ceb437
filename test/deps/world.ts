import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarOf } from './tar-of.ts';

type Files = Readonly<Record<string, string>>;

interface HubEntry {
  readonly name: string;
  readonly redirectnamespace?: string | null;
  readonly redirectname?: string | null;
  readonly versions: Readonly<
    Record<string, { readonly packages?: readonly unknown[]; readonly require_dbt_version?: unknown }>
  >;
}

export interface Step {
  readonly command?: string;
  readonly before?: readonly string[];
  readonly args?: readonly string[];
  readonly packages?: string;
}

export interface Case {
  readonly project?: string;
  readonly packages?: string;
  readonly lock?: string;
  readonly files?: Files;
  readonly env?: Files;
  readonly steps: readonly Step[];
}

export interface Cases {
  readonly hub: Readonly<Record<string, HubEntry>>;
  readonly git: Readonly<
    Record<string, readonly { readonly files: Files; readonly tag?: string; readonly branch?: string }[]>
  >;
  readonly local: Readonly<Record<string, Files>>;
  readonly cases: Readonly<Record<string, Case>>;
}

/** What keeps commits the same everywhere: fixed names and moments, no settings of the machine. */
export const GIT_ENV: Files = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@a',
  GIT_AUTHOR_DATE: '2024-01-01T00:00:00+0000',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@a',
  GIT_COMMITTER_DATE: '2024-01-01T00:00:00+0000',
};

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A server on loopback; `answers` gives the body of a path, or undefined for 404. */
export async function serve(
  answers: (path: string, base: string) => Uint8Array | string | undefined,
): Promise<{ readonly base: string; readonly server: Server; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const body = answers(request.url ?? '', base());
    response.statusCode = body === undefined ? 404 : 200;
    response.end(body ?? '');
  });
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { base: base(), server, asked };
}

/** An archive as GitHub makes them: one folder that holds everything. */
export function packageArchive(name: string, version: string): Uint8Array {
  const folder = `${name}-${version}`;
  return gzipSync(
    tarOf([
      { path: `${folder}/`, type: '5' },
      { path: `${folder}/dbt_project.yml`, text: `name: ${name}\nversion: '${version}'\n` },
      { path: `${folder}/macros/`, type: '5' },
      { path: `${folder}/macros/m.sql`, text: '{% macro m() %}1{% endmacro %}\n' },
    ]),
  );
}

/** What the hub of the cases answers. */
export function hubAnswer(hub: Cases['hub'], path: string, base: string): Uint8Array | string | undefined {
  if (path === '/api/v1/index.json') return JSON.stringify(Object.keys(hub));
  const named = /^\/api\/v1\/(.*)\.json$/.exec(path)?.[1];
  if (named !== undefined) {
    const entry = hub[named];
    return entry === undefined ? undefined : JSON.stringify(described(named, entry, base));
  }
  const [, owner, version] = /^\/tarballs\/(\w+\/\w+)\/(.*)\.tar\.gz$/.exec(path) ?? [];
  const entry = owner === undefined ? undefined : hub[owner];
  return entry === undefined ? undefined : packageArchive(entry.name, version as string);
}

function described(fullName: string, entry: HubEntry, base: string): unknown {
  const [namespace, name] = fullName.split('/');
  const { versions, name: _name, ...redirects } = entry;
  const all = Object.entries(versions).map(([version, details]) => [
    version,
    {
      name: entry.name,
      version,
      packages: details.packages ?? [],
      require_dbt_version: details.require_dbt_version ?? [],
      downloads: { tarball: `${base}/tarballs/${fullName}/${version}.tar.gz`, format: 'tgz', sha1: 'x' },
    },
  ]);
  return { name, namespace, ...redirects, versions: Object.fromEntries(all) };
}

/** Makes the git repositories of the cases below `root`. */
export function makeRepositories(root: string, repositories: Cases['git']): void {
  for (const [name, commits] of Object.entries(repositories)) {
    const folder = join(root, 'git', name);
    mkdirSync(folder, { recursive: true });
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: folder, env: { ...process.env, ...GIT_ENV }, stdio: 'pipe' });
    git('init', '-b', 'main');
    for (const [at, commit] of commits.entries()) {
      if (commit.branch !== undefined) git('checkout', '-b', commit.branch);
      const texts = Object.entries(commit.files).map(
        ([path, text]) => [path, text.replaceAll('<git>', `file://${root}/git`)] as const,
      );
      writeFiles(folder, Object.fromEntries(texts));
      git('add', '.');
      git('commit', '-m', String(at));
      if (commit.tag !== undefined) git('tag', commit.tag);
    }
    git('checkout', 'main');
  }
  cpSync(join(root, 'git', 'plain'), join(root, 'git', 'plain.git'), { recursive: true });
  cpSync(join(root, 'git', 'plain'), join(root, 'git', 'team', 'plain.git'), { recursive: true });
}

/** A folder for temporary things, with links in its path resolved. */
export function temporaryRoot(): { readonly root: string; remove(): void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-deps-')));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function filesBelow(folder: string, from: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === '.git') return [];
    return entry.isDirectory() ? filesBelow(path, from) : [relative(from, path)];
  });
}

/** What is installed: the files of each folder, or that it is a link. */
export function installedIn(folder: string): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const place of ['dbt_packages', 'vendor/them']) {
    const parent = join(folder, place);
    if (!existsSync(parent)) continue;
    for (const name of readdirSync(parent).sort()) {
      const path = join(parent, name);
      const isLink = lstatSync(path).isSymbolicLink();
      found[`${place}/${name}`] = isLink ? 'link' : filesBelow(path, path).sort();
    }
  }
  return found;
}

export const readText = (path: string): string | null =>
  existsSync(path) ? readFileSync(path, 'utf8') : null;
