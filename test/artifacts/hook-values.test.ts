import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHost } from '../../src/host/index.ts';
import { build } from '../../src/index.ts';
import { hookValues } from '../support/hook-values.mjs';

/** What differs, by path, with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'results.*.dict.agate_table': 'a table has no JSON',
};

const here = import.meta.dirname;
const golden = JSON.parse(readFileSync(join(here, 'golden', 'hook-values.json'), 'utf8')) as Tree;
const root = mkdtempSync(join(tmpdir(), 'sluice-hooks-'));
let ours: Tree;

type Tree = Readonly<Record<string, unknown>>;

/** Every leaf by its path. Empty dicts and lists are leaves, so that a missing one shows. */
function leaves(value: unknown, path: string[] = [], found = new Map<string, unknown>()) {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const name = path.map((step, at) => (at === 1 && path[0] === 'results' ? '*' : step)).join('.');
  if (name in LEFT_OUT) return found;
  if (entries.length === 0) found.set(path.join('.'), JSON.stringify(value));
  for (const [key, each] of entries) leaves(each, [...path, key], found);
  return found;
}

beforeAll(async () => {
  cpSync(join(here, 'projects', 'hook-values'), root, { recursive: true });
  const host = createHost(root);
  const env = {
    ...host.env,
    get: (name: string) => (name === 'DBT_ENV_CUSTOM_ENV_team' ? 'x' : host.env.get(name)),
  };
  const names = () => [...host.env.names(), 'DBT_ENV_CUSTOM_ENV_team'];
  const result = await build({
    projectDir: root,
    vars: { v: 1 },
    host: { ...host, env: { ...env, names } },
  });
  expect(result.success).toBe(false);
  ours = hookValues(root);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

for (const part of ['graph', 'results', 'names', 'nodes', 'written']) {
  test(`shows and writes of a run what dbt does: ${part}`, () => {
    const [theirs, mine] = [leaves(golden[part], [part]), leaves(ours[part], [part])];
    const all = new Set([...theirs.keys(), ...mine.keys()]);
    const differing = [...all].filter((path) => theirs.get(path) !== mine.get(path));
    expect(differing.map((path) => `${path}: ${theirs.get(path)} | ${mine.get(path)}`)).toEqual([]);
    expect(all.size).toBeGreaterThan(10);
  });
}
