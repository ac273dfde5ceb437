import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load, projectFolder } from './project-folder.ts';

const PROFILES =
  'p:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: x.duckdb, threads: 3}\n    prod: {type: duckdb, path: y.duckdb}\n';

describe('a project without a profiles.yml', () => {
  test('runs on a DuckDB file beside it', () => {
    const folder = projectFolder({ 'dbt_project.yml': 'name: shop\nprofile: any\n' });
    const { project, codes } = load({ folder });
    expect(codes).toEqual([]);
    expect(project?.target).toMatchObject({
      profileName: 'any',
      name: 'dev',
      type: 'duckdb',
      threads: 4,
      database: 'shop',
      schema: 'main',
      credentials: { type: 'duckdb', path: 'shop.duckdb' },
    });
    expect(project?.profilesPath).toBeNull();
  });

  test('has the target dev only, and no profile that is asked for by name', () => {
    const folder = projectFolder({ 'dbt_project.yml': 'name: shop\n' });
    expect(load({ folder, target: 'prod' }).codes).toEqual(['P032']);
    expect(load({ folder, profile: 'other' }).codes).toEqual(['P030']);
  });
});

test('defaults are dbt’s', () => {
  const folder = projectFolder({ 'dbt_project.yml': 'name: shop\n' });
  const { project } = load({ folder });
  expect(project).toMatchObject({
    name: 'shop',
    root: folder,
    targetPath: join(folder, 'target'),
    logPath: join(folder, 'logs'),
    packagesInstallPath: join(folder, 'dbt_packages'),
    cleanTargets: ['target'],
  });
  expect(project?.packages[0]).toMatchObject({
    modelPaths: ['models'],
    seedPaths: ['seeds'],
    testPaths: ['tests'],
    docsPaths: ['models', 'seeds', 'tests', 'analyses', 'macros', 'snapshots', 'functions'],
    onRunStart: [],
    isRoot: true,
  });
});

test('strings are rendered with the target, except hooks, vars and the query comment', () => {
  const folder = projectFolder({
    'dbt_project.yml': `name: p
profile: p
on-run-start: "select '{{ x }}'"
query-comment: "{{ y }}"
vars: {a: "{{ z }}"}
models:
  p:
    +schema: "{{ target.name }}_{{ env_var('WHO', 'nobody') }}"
    +enabled: "{{ (target.type == 'duckdb') | as_bool }}"
    +pre-hook: "{{ this }}"
    +meta: {day: 2024-01-31}
`,
    'profiles.yml': PROFILES,
  });
  const { project, codes } = load({ folder, env: { WHO: 'me' } });
  expect(codes).toEqual([]);
  const own = project?.packages[0];
  expect(own?.configs['models']).toEqual({
    p: { '+schema': 'dev_me', '+enabled': true, '+pre-hook': '{{ this }}', '+meta': { day: '2024-01-31' } },
  });
  expect(own?.unrenderedConfigs['models']).toMatchObject({
    p: { '+schema': "{{ target.name }}_{{ env_var('WHO', 'nobody') }}" },
  });
  expect(own?.onRunStart).toEqual(["select '{{ x }}'"]);
  expect(own?.vars).toEqual({ a: '{{ z }}' });
  expect(project?.queryComment).toEqual({ comment: '{{ y }}', append: false });
});

test('all that is wrong with a file is told at once, with its place', () => {
  const folder = projectFolder({
    'dbt_project.yml': `name: p-1
model-path: [models]
models: [a]
version: abc
seeds:
  p:
    +schema: "{{ env_var('NOPE') }}"
quoting: {database: "yes"}
dispatch: [{macro_namespace: x}]
`,
  });
  const { diagnostics, places } = load({ folder });
  expect(places).toEqual([
    'P021 dbt_project.yml:7:18',
    'P004 dbt_project.yml:1:7',
    'P005 dbt_project.yml:2:1',
    'P006 dbt_project.yml:3:9',
    'P006 dbt_project.yml:4:10',
    'P006 dbt_project.yml:8:10',
    'P006 dbt_project.yml:9:12',
  ]);
  expect(diagnostics[2]).toMatchObject({
    hint: "Did you mean 'model-paths'?",
    dbtMessage: `at path []: Additional properties are not allowed ('model-path' was unexpected)\n\nError encountered in ${folder}/dbt_project.yml`,
  });
});

test('a broken YAML file is shown as dbt shows it', () => {
  const folder = projectFolder({ 'dbt_project.yml': 'name: p\nprofile: p\n models:\n' });
  const { diagnostics, places } = load({ folder });
  expect(places).toEqual(['Y001 dbt_project.yml:3:8']);
  expect(diagnostics[0]?.dbtMessage).toBe(
    'Syntax error near line 3\n------------------------------\n1  | name: p\n2  | profile: p\n3  |  models:\n\nRaw Error:\n------------------------------\nmapping values are not allowed in this context\n  in "<unicode string>", line 3, column 8',
  );
});

test('old keys still work and warn under dbt’s event names', () => {
  const folder = projectFolder({
    'dbt_project.yml': 'name: p\nsource-paths: [src]\ndata-paths: [data]\ntarget-path: out\nlog-path: logs\n',
  });
  const { project, diagnostics } = load({ folder });
  expect(diagnostics.map((each) => each.kind)).toEqual([
    'ConfigSourcePathDeprecation',
    'ConfigDataPathDeprecation',
    'ConfigTargetPathDeprecation',
  ]);
  expect(project?.packages[0]).toMatchObject({ modelPaths: ['src'], seedPaths: ['data'] });
  expect(project?.targetPath).toBe(join(folder, 'out'));
});

test('doubled keys warn, and the later one holds', () => {
  const folder = projectFolder({ 'dbt_project.yml': 'name: a\nname: b\n' });
  const { project, diagnostics } = load({ folder });
  expect(project?.name).toBe('b');
  expect(diagnostics[0]?.dbtMessage).toBe(
    `Duplicate key 'name' in "<unicode string>", line 2, column 1 in file \`${folder}/dbt_project.yml\``,
  );
});

test.each([
  ['">=2.0.0"', ['P010']],
  ['[">=1.0.0", "<1.0"]', ['P009']],
  ['[">=2.0.0", "<1.0.0"]', ['P011']],
  ['">=1.0.0,<2.0.0"', []],
  ['"=1.12.6"', []],
])('require-dbt-version %s', (version, codes) => {
  const folder = projectFolder({ 'dbt_project.yml': `name: p\nrequire-dbt-version: ${version}\n` });
  expect(load({ folder }).codes).toEqual(codes);
  if (codes[0] !== 'P009') expect(load({ folder, versionCheck: false }).codes).toEqual([]);
});

describe('the profile', () => {
  const project = { 'dbt_project.yml': 'name: p\nprofile: p\n' };

  test('gives the chosen target', () => {
    const folder = projectFolder({ ...project, 'profiles.yml': PROFILES });
    expect(load({ folder }).project?.target).toMatchObject({ name: 'dev', threads: 3, database: 'x' });
    expect(load({ folder, target: 'prod', threads: 8 }).project?.target).toMatchObject({
      name: 'prod',
      threads: 8,
      database: 'y',
    });
    expect(load({ folder, env: { DBT_TARGET: 'prod' } }).project?.target).toMatchObject({
      name: 'prod',
      threads: 1,
    });
  });

  test('is looked for in the folder given, the working directory, the project, and the home folder', () => {
    const folder = projectFolder({
      ...project,
      'home/.dbt/profiles.yml': 'p: {target: home, outputs: {home: {type: duckdb}}}',
      'given/profiles.yml': 'p: {target: given, outputs: {given: {type: duckdb}}}',
      'models/profiles.yml': 'p: {target: cwd, outputs: {cwd: {type: duckdb}}}',
    });
    const name = (request: object) => load({ folder, ...request }).project?.target.name;
    expect(name({})).toBe('home');
    expect(name({ profilesDir: 'given' })).toBe('given');
    expect(name({ env: { DBT_PROFILES_DIR: join(folder, 'given') } })).toBe('given');
    expect(name({ workingDirectory: join(folder, 'models') })).toBe('cwd');
  });

  test.each([
    ['q: {outputs: {}}', ['P030'], "Could not find profile named 'p'"],
    [
      'p:\n',
      ['P031'],
      '\ndbt encountered an error while trying to read your profiles.yml file.\n\nProfile p in profiles.yml is empty\n',
    ],
    [
      'p: {outputs: {default: {path: x}}}',
      ['P033'],
      'required field "type" not found in profile p and target default',
    ],
    [
      'p: {target: dev, outputs: {prod: {type: duckdb}}}',
      ['P032'],
      "The profile 'p' does not have a target named 'dev'. The valid target names for this profile are:\n - prod",
    ],
    [
      'p: {outputs: {default: {type: postgres}}}',
      ['D005'],
      'Credentials in profile "p", target "default" invalid: Runtime Error\n  Could not find adapter type postgres!',
    ],
    [
      'p: {outputs: {default: 3}}',
      ['P031'],
      "output 'default' of profile 'p' is misconfigured in profiles.yml",
    ],
    ['p: {target: dev}', ['P031'], "outputs not specified in profile 'p'"],
    [
      'p: {outputs: {default: {type: duckdb, path: "{{ env_var(\'NOPE\') }}"}}}',
      ['P021'],
      "Env var required but not provided: 'NOPE'",
    ],
    [
      'p: {outputs: {default: {type: duckdb, threads: x}}}',
      ['P035'],
      "at path ['threads']: 'x' is not of type 'integer'",
    ],
  ])('%s', (profiles, codes, words) => {
    const folder = projectFolder({ ...project, 'profiles.yml': profiles });
    const loaded = load({ folder });
    expect(loaded.codes).toEqual(codes);
    expect(loaded.diagnostics[0]?.dbtMessage).toBe(words);
  });

  test('may read secrets, which nothing else may', () => {
    const folder = projectFolder({
      'dbt_project.yml': `name: p\nprofile: p\n`,
      'profiles.yml': `p: {outputs: {default: {type: duckdb, path: "{{ env_var('DBT_ENV_SECRET_A') }}/{{ env_var('DBT_ENV_SECRET_B') }}.db"}}}`,
    });
    const env = { DBT_ENV_SECRET_A: 'one', DBT_ENV_SECRET_B: 'two' };
    expect(load({ folder, env }).project?.target.credentials['path']).toBe('one/two.db');
    const leaking = projectFolder({
      'dbt_project.yml': `name: p\nmodels: {p: {+schema: "{{ env_var('DBT_ENV_SECRET_A') }}"}}\n`,
    });
    expect(load({ folder: leaking, env }).codes).toEqual(['P022']);
  });

  test('renders only the target that is chosen', () => {
    const folder = projectFolder({
      ...project,
      'profiles.yml': `p: {target: "{{ var('t', 'a') }}", outputs: {a: {type: duckdb}, b: {type: "{{ env_var('NOPE') }}"}}}`,
    });
    expect(load({ folder }).project?.target.name).toBe('a');
    expect(load({ folder, cliVars: '{t: b}' }).codes).toEqual(['P021']);
  });
});

describe('packages', () => {
  const files = {
    'dbt_project.yml': 'name: p\nvars: {a: root, other: {b: section}}\n',
    'packages.yml': 'packages: [{local: x}]\n',
    'dbt_packages/other/dbt_project.yml': 'name: other\nvars: {a: own, b: own, c: own}\n',
    'templates/macros/core/dbt_project.yml': 'name: dbt\n',
    'templates/macros/duckdb/dbt_project.yml': 'name: dbt_duckdb\n',
  };

  test('are the project, the built-in ones and the installed ones', () => {
    const folder = projectFolder(files);
    const { project } = load({ folder });
    expect(project?.packages.map((each) => [each.name, each.isRoot, each.isInternal])).toEqual([
      ['p', true, false],
      ['dbt', false, true],
      ['dbt_duckdb', false, true],
      ['other', false, false],
    ]);
  });

  test('must be as many as were asked for', () => {
    const folder = projectFolder({ ...files, 'packages.yml': 'packages: [{local: x}, {local: y}]\n' });
    const { diagnostics, codes } = load({ folder });
    expect(codes).toEqual(['P040']);
    expect(diagnostics[0]?.dbtMessage).toBe(
      'dbt expects 2 package(s) based on packages specified in packages.yml, but found only 1 package(s) installed in dbt_packages. Run "dbt deps" to install package dependencies.',
    );
    expect(load({ folder, without: ['packages', 'profile'] }).codes).toEqual([]);
  });

  test('must have names of their own', () => {
    const folder = projectFolder({ ...files, 'dbt_packages/other/dbt_project.yml': 'name: p\n' });
    expect(load({ folder }).codes).toEqual(['P041']);
  });

  test('without a project file cannot be used', () => {
    const folder = projectFolder({
      ...files,
      'dbt_packages/second/x.txt': '',
      'packages.yml': 'packages: [{local: x}, {local: y}]\n',
    });
    expect(load({ folder }).codes).toEqual(['P042']);
  });
});

test('no project is found with the path that was expected', () => {
  const folder = projectFolder({ 'a.txt': '' });
  const { codes, diagnostics } = load({ folder });
  expect(codes).toEqual(['P001']);
  expect(diagnostics[0]?.dbtMessage).toContain(
    `No dbt_project.yml found at expected path ${folder}/dbt_project.yml`,
  );
});

test('the project is the nearest one above the working directory', () => {
  const folder = projectFolder({ 'dbt_project.yml': 'name: p\n', 'models/deep/a.sql': '' });
  expect(load({ folder, workingDirectory: join(folder, 'models/deep') }).project?.root).toBe(folder);
});

test('--vars must be a mapping', () => {
  const folder = projectFolder({ 'dbt_project.yml': 'name: p\n' });
  expect(load({ folder, cliVars: '[a]' }).codes).toEqual(['P024']);
  expect(load({ folder, cliVars: 'a: b: c' }).codes).toEqual(['P024']);
  expect(load({ folder, cliVars: '{a: 1, b: [x]}' }).project?.cliVars).toEqual({ a: 1, b: ['x'] });
});

test('a missing target does not hide what is wrong with the project’s file', () => {
  const folder = projectFolder({
    'dbt_project.yml': 'name: p\nprofile: zz\nmodel-path: [a]\nmodels: {p: {+schema: "{{ target.name }}"}}\n',
    'profiles.yml': PROFILES,
  });
  expect(load({ folder }).codes).toEqual(['P030', 'P005']);
});

test('keys that every object of JavaScript has are keys like any other', () => {
  const folder = projectFolder({ 'dbt_project.yml': 'name: p\nconstructor: 1\ntoString: {a: 1}\n' });
  expect(load({ folder }).codes).toEqual(['P005', 'P005']);
});
