import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

const outside = mkdtempSync(join(tmpdir(), 'sluice-outside-'));
const before = process.cwd();
const secret = join(outside, 'secret.csv');
const target = join(outside, 'written.csv');

/** What user SQL tries, and a word of the error it gets. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  reads_text: "select * from read_text('/etc/passwd')",
  reads_csv: `select * from read_csv('${secret}')`,
  reads_as_table: `select * from '${secret}'`,
  reads_environment: "select * from read_blob('/proc/self/environ')",
  reads_up: `select * from read_csv('../${secret.split('/').slice(-2).join('/')}')`,
  reads_by_link: "select * from read_csv('data/link.csv')",
  reads_network: "select * from read_csv('http://127.0.0.1:9/x.csv')",
  lists: "select * from glob('/etc/*')",
};

const hook = (sql: string): string =>
  `{{ config(materialized='table', pre_hook=${JSON.stringify(sql)}) }} select 1 as id`;
const HOOKS: Readonly<Record<string, string>> = {
  copies_out: hook(`copy (select 1 as a) to '${target}'`),
  copies_up: hook(`copy (select 1 as a) to 'data/../../../${target}'`),
  exports: hook(`export database '${outside}/all'`),
  imports: hook(`import database '${outside}'`),
  attaches: hook(`attach '${outside}/other.duckdb' as other`),
  installs: hook('install httpfs'),
  loads: hook('load httpfs'),
  loads_file: hook(`load '${outside}/x.duckdb_extension'`),
  unlocks: hook('set lock_configuration=false'),
  resets: hook('reset enable_external_access'),
  allows: hook("set allowed_directories=['/']"),
  moves_temp: hook(`set temp_directory='${outside}'`),
  logs: hook(`call enable_logging(storage='file', storage_path='${outside}/log')`),
  profiles: hook(`call enable_profiling(save_location='${outside}/profile.txt')`),
  hides_logging: hook('select * from Enable_Logging()'),
  writes_external: `{{ config(materialized='external', location='${outside}/model.parquet') }} select 1 as id`,
};

const models = (all: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(all).map(([name, sql]) => [`models/${name}.sql`, sql]));

let folder: ProjectFolder;

async function buildAll(confine?: readonly string[]) {
  const options = { projectDir: folder.root, profilesDir: folder.root, threads: 1 };
  return sluice.build({ ...options, ...(confine === undefined ? {} : { confine }) });
}

beforeAll(() => {
  writeFileSync(secret, 'a\n1\n');
  mkdirSync(join(outside, 'shared'));
  writeFileSync(join(outside, 'shared', 'open.csv'), 'a\n2\n');
  folder = projectFolder({
    'dbt_project.yml': 'name: shop\nprofile: shop\nflags: {confine: true}\n',
    'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: shop.duckdb\n      threads: 1\n      settings: {memory_limit: 1GB, TimeZone: Europe/Berlin}\n      attach: [{path: '${outside}/attached.duckdb', alias: att}]\n`,
    'data/inside.csv': 'a\n3\n',
    'seeds/s.csv': 'id\n1\n',
    'snapshots/snap.yml':
      "snapshots: [{name: snap, relation: ref('s'), config: {unique_key: id, strategy: check, check_cols: all}}]\n",
    'models/over.sql': `select * from '${outside}/shared/open.csv'`,
    'models/att.sql': "{{ config(materialized='table', database='att') }} select a from {{ ref('ok') }}",
    'models/inc.sql':
      "{{ config(materialized='incremental', unique_key='a') }} select a, current_setting('TimeZone') as zone, current_setting('memory_limit') as memory from {{ ref('ok') }}",
    'models/schema.yml': 'models: [{name: ok, columns: [{name: a, data_tests: [unique, not_null]}]}]\n',
    ...models(ATTEMPTS),
    ...models(HOOKS),
  });
  const made = join(folder.root, 'data/made.csv');
  folder.write({
    'models/ok.sql': `{{ config(materialized='table', post_hook="copy (select 1 as a) to '${made}'") }} select * from 'data/inside.csv'`,
  });
  symlinkSync(secret, join(folder.root, 'data/link.csv'));
  process.chdir(folder.root);
});
afterAll(() => {
  process.chdir(before);
  folder.remove();
  rmSync(outside, { recursive: true, force: true });
});

describe('confined SQL', () => {
  let results: Map<string, sluice.NodeResult>;
  beforeAll(async () => {
    const { results: all } = await buildAll();
    results = new Map(all.map((each) => [each.node.name, each]));
  });

  it.each([...Object.keys(ATTEMPTS), ...Object.keys(HOOKS), 'over'])(
    '%s: is refused with a code and a way out',
    (name) => {
      const found = results.get(name);
      expect(found?.status).toBe('error');
      expect(found?.diagnostics[0]?.code).toBe('D048');
      expect(found?.diagnostics[0]?.hint).toContain('confine');
    },
  );

  it('does its work inside the project and its databases', () => {
    for (const name of ['ok', 'att', 'inc', 's', 'snap'])
      expect([name, results.get(name)?.diagnostics]).toEqual([name, []]);
    expect(readFileSync(join(folder.root, 'data/made.csv'), 'utf8')).toBe('a\n1\n');
  });

  it('leaves nothing outside', () => {
    const there = ['written.csv', 'all', 'other.duckdb', 'log', 'profile.txt', 'model.parquet'];
    expect(there.filter((each) => existsSync(join(outside, each)))).toEqual([]);
  });

  it('reaches the folders that are named', async () => {
    const { results: all } = await buildAll([join(outside, 'shared')]);
    const statusOf = (name: string) => all.find((each) => each.node.name === name)?.status;
    expect([statusOf('over'), statusOf('reads_csv')]).toEqual(['success', 'error']);
  });

  it('is confined while it is checked, too', async () => {
    const report = await sluice.check({ projectDir: folder.root, profilesDir: folder.root });
    const told = JSON.stringify(report);
    expect(told).toContain('D048');
    expect(told).not.toContain('root:x');
  });
});
