import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import { createHost } from '../../src/host/index.ts';
import { lookupVar, missingVar, readIgnoreFile } from '../../src/project/index.ts';
import { load, projectFolder } from './project-folder.ts';

const files = {
  'dbt_project.yml': 'name: p\nvars: {a: root, b: root, n: null, other: {b: section}}\n',
  'packages.yml': 'packages: [{local: x}]\n',
  'dbt_packages/other/dbt_project.yml':
    'name: other\nvars: {a: own, b: own, c: own, other: {d: own section}}\n',
};

describe('a variable', () => {
  const { project } = load({ folder: projectFolder(files), cliVars: { z: 'cli', b: 'cli b' } });
  const plain = load({ folder: projectFolder(files) }).project;
  if (project === undefined || plain === undefined) throw new Error('the project did not load');

  test.each([
    ['from the command line wins', project, 'other', 'b', 'cli b'],
    ['of the root’s section for the package comes next', plain, 'other', 'b', 'section'],
    ['of the root’s top level comes before the package’s own', plain, 'other', 'a', 'root'],
    ['of the package itself comes last', plain, 'other', 'c', 'own'],
    ['of the package’s section for itself', plain, 'other', 'd', 'own section'],
    ['of the root is not in a section of another package', plain, 'p', 'b', 'root'],
    ['may be null', plain, 'p', 'n', null],
  ] as const)('%s', (_, from, packageName, name, value) => {
    expect(lookupVar(from, packageName, name)).toEqual({ value });
  });

  test('of a package is not seen by the root', () => {
    expect(lookupVar(plain, 'p', 'c')).toBeUndefined();
  });
});

test('a missing variable lists those of the command line as dbt does', () => {
  const error = missingVar({ name: 'x', supplied: { b: [1, { c: 1.5 }], a: 'ü' }, nodeName: 'orders' });
  expect(error).toBeInstanceOf(DiagnosticError);
  expect(error.diagnostics[0]?.dbtMessage).toBe(
    'Required var \'x\' not found in config:\nVars supplied to orders = {\n    "a": "\\u00fc",\n    "b": [\n        1,\n        {\n            "c": 1.5\n        }\n    ]\n}',
  );
  expect(missingVar({ name: 'x', supplied: {} }).diagnostics[0]?.dbtMessage).toBe(
    "Required var 'x' not found in config:\nVars supplied to <Configuration> = {}",
  );
});

describe('in dbt_project.yml', () => {
  test('var sees --vars only, and renders Jinja in their values', () => {
    const folder = projectFolder({
      'dbt_project.yml': `name: p\nvars: {own: 1}\nmodels: {p: {+schema: "{{ var('s') }}", +alias: "{{ var('own', 'none') }}"}}\n`,
    });
    const { project } = load({ folder, cliVars: { s: "{{ env_var('E') }}_x" }, env: { E: 'e' } });
    expect(project?.packages[0]?.configs['models']).toEqual({ p: { '+schema': 'e_x', '+alias': 'none' } });
    expect(load({ folder }).places).toEqual(['P020 dbt_project.yml:3:27']);
  });

  test('variables may stand in vars.yml instead, and are seen there', () => {
    const project = `name: p\nmodels: {p: {+schema: "{{ var('s') }}"}}\n`;
    const folder = projectFolder({ 'dbt_project.yml': project, 'vars.yml': 'vars: {s: from_file}\n' });
    const loaded = load({ folder });
    expect(loaded.project?.packages[0]).toMatchObject({
      vars: { s: 'from_file' },
      configs: { models: { p: { '+schema': 'from_file' } } },
    });
    const both = projectFolder({
      'dbt_project.yml': `${project}vars: {s: 1}\n`,
      'vars.yml': 'vars: {s: 2}\n',
    });
    expect(load({ folder: both }).codes).toEqual(['P023']);
  });

  test('what dbt says around an error in a template is kept', () => {
    const folder = projectFolder({
      'dbt_project.yml': `name: p\nmodels: {p: {+schema: "{{ var('s') }}"}}\n`,
    });
    expect(load({ folder }).diagnostics[0]?.dbtMessage).toBe(
      "Could not render {{ var('s') }}: Required var 's' not found in config:\nVars supplied to <Configuration> = {}",
    );
  });
});

test('.dbtignore has the rules of .gitignore', () => {
  // What is longer than any path is passed over.
  const folder = projectFolder({
    '.dbtignore': `*.tmp.sql\n${'k'.repeat(1_000_000)}\n/models/old/\r\n!keep.tmp.sql\n# note\n`,
  });
  const ignored = readIgnoreFile(createHost(folder), folder);
  expect(ignored('models/a.tmp.sql')).toBe(true);
  expect(ignored('models/keep.tmp.sql')).toBe(false);
  expect(ignored('models/old/a.sql')).toBe(true);
  expect(ignored('other/models/old/a.sql')).toBe(false);
  expect(readIgnoreFile(createHost(folder), `${folder}/models`)('a.tmp.sql')).toBe(false);
});

describe('selectors.yml', () => {
  test('is rendered and kept as written', () => {
    const folder = projectFolder({
      'dbt_project.yml': 'name: p\n',
      'selectors.yml': `selectors:\n  - name: a\n    default: "{{ (target.name == 'dev') | as_bool }}"\n    definition: 'tag:x'\n`,
    });
    const { project } = load({ folder });
    expect(project?.selectors).toEqual([{ name: 'a', default: true, definition: 'tag:x' }]);
    expect(project?.selectorsSource?.path).toBe('selectors.yml');
  });

  test('wants a list', () => {
    const folder = projectFolder({ 'dbt_project.yml': 'name: p\n', 'selectors.yml': 'a: 1\n' });
    expect(load({ folder }).codes).toEqual(['P044']);
  });
});

describe('packages.yml', () => {
  test.each([
    [{ 'packages.yml': 'packages: []\nprojects: []\n' }, ['P043']],
    [{ 'packages.yml': 'packages: 3\n' }, ['P043']],
    [{ 'packages.yml': 'packages: []\n', 'dependencies.yml': 'packages: []\n' }, ['P043']],
    [{ 'dependencies.yml': 'packages: [{package: a/b, version: 1.0.0}]\n' }, ['P040']],
    [
      {
        'packages.yml': 'packages: [{local: a}]\n',
        'package-lock.yml': 'packages: [{local: a, name: one}, {local: b, name: two}]\n',
      },
      ['P040'],
    ],
  ])('%j', (extra: Readonly<Record<string, string>>, codes) => {
    const folder = projectFolder({ 'dbt_project.yml': 'name: p\n', ...extra });
    expect(load({ folder }).codes).toEqual(codes);
  });

  test('names what the lock file knows to be missing', () => {
    const folder = projectFolder({
      'dbt_project.yml': 'name: p\npackages-install-path: mods\n',
      'packages.yml': 'packages: [{local: a}]\n',
      'package-lock.yml': 'packages: [{local: a, name: one}]\n',
    });
    expect(load({ folder }).diagnostics[0]?.dbtMessage).toBe(
      'dbt expects 1 package(s) based on packages specified in packages.yml, but found only 0 package(s) installed in mods. Following packages were not found: one. Run "dbt deps" to install package dependencies.',
    );
  });
});
