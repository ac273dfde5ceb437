import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { callCli } from '../support/call-cli.ts';

/** Every file below a folder with its text. */
function contentOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    lstatSync(join(folder, path)).isFile(),
  );
  return Object.fromEntries(files.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

let around: string;
let root: string;

/** A project some folders deep in a folder with files of somebody else's, which must stay as they are. */
function place(files: Readonly<Record<string, string>>): void {
  const all = {
    'dbt_project.yml': 'name: shop\nprofile: shop\n',
    'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n',
    'models/a.sql': 'select 1 as id',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const options = () => ({ projectDir: root, profilesDir: root });
const codesOf = async (work: Promise<unknown>): Promise<readonly string[]> => {
  try {
    await work;
    return [];
  } catch (error) {
    return (error as sluice.DiagnosticError).diagnostics.map((each) => each.code);
  }
};

beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'sluice-around-'));
  root = join(around, 'x', 'y', 'project');
});
afterEach(() => {
  rmSync(around, { recursive: true, force: true });
});

describe('files of a project', () => {
  it('are compiled below target/ wherever they lie', async () => {
    place({ 'dbt_project.yml': "name: shop\nprofile: shop\nmodel-paths: ['../../../models']\n" });
    mkdirSync(join(around, 'models'));
    writeFileSync(join(around, 'models/far.sql'), 'select 1 as id');
    const before = contentOf(join(around, 'models'));
    const { success } = await sluice.run(options());
    expect(success).toBe(true);
    expect(contentOf(join(around, 'models'))).toEqual(before);
    expect(readdirSync(around).sort()).toEqual(['models', 'x']);
    expect(existsSync(join(root, 'target/compiled/shop/__/__/__/models/far.sql'))).toBe(true);
  });

  it('get names of tests that lead nowhere else', async () => {
    place({
      'models/a.yml':
        "models: [{name: a, columns: [{name: id, data_tests: [{unique: {name: '../../../../../../../escaped'}}]}]}]\n",
    });
    await codesOf(sluice.build(options()));
    expect(readdirSync(around)).toEqual(['x']);
    expect(readdirSync(join(around, 'x', 'y'))).toEqual(['project']);
  });

  it('get no results through links in target/ and logs/', async () => {
    place({ 'models/deep/b.sql': 'select 2 as id' });
    const victim = join(around, 'victim');
    mkdirSync(victim);
    writeFileSync(join(victim, 'file'), 'mine');
    mkdirSync(join(root, 'target/compiled/shop/models'), { recursive: true });
    mkdirSync(join(root, 'logs'));
    mkdirSync(join(root, '.sluice'));
    const links = [
      'target/compiled/shop/models/a.sql',
      'target/manifest.json',
      'target/graph_summary.json',
      'target/run_results.json',
      'target/partial_parse.sluice',
      'target/semantic_manifest.json',
      'logs/dbt.log',
      '.sluice/history.jsonl',
    ];
    for (const each of links) symlinkSync(join(victim, 'file'), join(root, each));
    symlinkSync(victim, join(root, 'target/compiled/shop/models/deep'));
    symlinkSync(victim, join(root, 'target/run'));
    const here = process.cwd();
    process.chdir(root);
    const { code } = await callCli(['build']).finally(() => process.chdir(here));
    expect(code).toBe(0);
    expect(contentOf(victim)).toEqual({ file: 'mine' });
    expect(readFileSync(join(root, 'target/compiled/shop/models/deep/b.sql'), 'utf8')).toBe('select 2 as id');
    expect(readFileSync(join(root, 'logs/dbt.log'), 'utf8')).toContain('Running with');
  });

  it.each(['..', '../../..', '.', 'x/../../..'])('are no assets from %s', async (path) => {
    place({ 'dbt_project.yml': `name: shop\nprofile: shop\nasset-paths: ['${path}']\n` });
    writeFileSync(join(around, 'mine'), 'mine');
    expect(await codesOf(sluice.docs(options()))).toEqual(['P046']);
    expect(readFileSync(join(around, 'mine'), 'utf8')).toBe('mine');
    expect(existsSync(join(root, 'models/a.sql'))).toBe(true);
  });

  it.each(['../victim', 'link/deep', '../../..'])('are not cleaned away at %s', async (path) => {
    place({ 'dbt_project.yml': `name: shop\nprofile: shop\nclean-targets: ['${path}', target]\n` });
    for (const each of [join(around, 'x/y/victim'), join(around, 'deep')]) {
      mkdirSync(each, { recursive: true });
      writeFileSync(join(each, 'file'), 'mine');
    }
    symlinkSync(around, join(root, 'link'));
    expect(await codesOf(sluice.clean(options()))).toEqual(['C004']);
    expect(existsSync(join(around, 'x/y/victim/file')) && existsSync(join(around, 'deep/file'))).toBe(true);
  });

  it('are only unlinked where clean meets a link', async () => {
    place({ 'dbt_project.yml': 'name: shop\nprofile: shop\nclean-targets: [link]\n' });
    mkdirSync(join(around, 'deep'));
    symlinkSync(join(around, 'deep'), join(root, 'link'));
    await sluice.clean(options());
    expect([existsSync(join(root, 'link')), existsSync(join(around, 'deep'))]).toEqual([false, true]);
  });

  it('make no aliases and schemas into paths', async () => {
    place({
      'models/b.sql': "{{ config(alias='../../../../b', schema='../../s') }} select 1 as id",
    });
    await sluice.build(options());
    expect(readdirSync(around)).toEqual(['x']);
    expect(readdirSync(join(around, 'x', 'y'))).toEqual(['project']);
  });
});
