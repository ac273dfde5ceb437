import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type * as library from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

/** As it is built: sources would read the built-in macros anew for every parse. */
const bundle = pathToFileURL(resolve(import.meta.dirname, '../../dist/index.js')).href;
const sluice = (await import(bundle)) as typeof library;
/** `SLUICE_FUZZ=20 npx vitest run test/cache` looks longer. */
const effort = Number(process.env['SLUICE_FUZZ'] ?? 1);

const PROJECT = `name: shop
version: "1.0"
profile: shop
vars: {limit: 5, schema_of: raw}
models:
  shop:
    +materialized: view
    marts: {+schema: marts, +tags: [mart]}
`;

const FILES: Readonly<Record<string, string>> = {
  'dbt_project.yml': PROJECT,
  'profiles.yml':
    'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: a.duckdb}\n    prod: {type: duckdb, path: a.duckdb, schema: live}\n',
  'models/a.sql': 'select 1 as id, \'{{ var("limit") }}\' as top',
  'models/b.sql':
    "{{ config(tags=['b', var('schema_of')]) }} select * from {{ ref('a') }} where id < {{ small(3) }}",
  'models/c.sql': "{{ config(alias=env_var('SHOP_ALIAS', 'c_alias')) }} select * from {{ ref('b') }}",
  'models/marts/d.sql':
    "{% if flags.FULL_REFRESH %}{{ config(tags=['full']) }}{% endif %} select * from {{ ref('c') }} join {{ source('raw', 'events') }} using (id)",
  'models/marts/e.sql': "{{ log('reading e', info=true) }} select {{ small(1) }} as x from {{ ref('d') }}",
  'models/s.yml':
    "models:\n  - name: a\n    description: \"{{ doc('a') }}\"\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n      - name: top\n        data_tests:\n          - accepted_values: {arguments: {values: ['5', '6']}}\n          - small_enough\n  - name: gone\n    description: nothing has this name\nsources:\n  - name: raw\n    schema: \"{{ var('schema_of') }}\"\n    tables: [{name: events}]\nexposures:\n  - name: board\n    type: dashboard\n    owner: {name: Ann}\n    depends_on: [ref('e')]\n",
  'models/docs.md': '{% docs a %}\nThe first *model*.\n{% enddocs %}\n',
  'macros/small.sql':
    "{% macro small(n) %}{{ n * 2 }}{% endmacro %}{% test small_enough(model, column_name) %}select * from {{ model }} where {{ column_name }} > {{ var('limit') }}{% endtest %}",
  'seeds/countries.csv': 'id,name\n1,Peru\n',
  'tests/one.sql': "select * from {{ ref('a') }} where id > 1",
};

/** Without anything to tell: edits of such a project are parsed for themselves. */
const QUIET: Readonly<Record<string, string>> = {
  'models/s.yml': (FILES['models/s.yml'] as string).replace(/ {2}- name: gone[\s\S]*/, ''),
  'models/marts/e.sql': "{{ config(tags=['quiet']) }} select {{ small(1) }} as x from {{ ref('d') }}",
  'models/marts/m.yml':
    "models:\n  - name: d\n    config: {tags: [quick]}\n    columns:\n      - name: id\n        data_tests:\n          - relationships: {arguments: {to: ref('a'), field: id}}\n  - name: e\n    description: the last one\n",
  'models/sources.yml': (FILES['models/s.yml'] as string).slice(
    (FILES['models/s.yml'] as string).indexOf('sources:'),
  ),
};

type Told = readonly string[];

interface Outcome {
  readonly manifest: string;
  readonly told: Told;
  readonly isReused: boolean;
}

let folder: ProjectFolder;
const folders: ProjectFolder[] = [];
beforeEach(() => {
  folder = projectFolder(FILES);
  folders.push(folder);
});
afterAll(() => {
  for (const each of folders) each.remove();
});

const at = (path: string) => join(folder.root, path);
const CACHE = 'target/partial_parse.sluice';

function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

/** manifest.json without what is different for every call. */
function stable(path: string): string {
  if (!existsSync(path)) return '';
  const text = readFileSync(path, 'utf8');
  return text.slice(text.indexOf(', "nodes": ')).replace(/"created_at": [\d.]+/g, '"created_at": 0');
}

interface Call {
  readonly env?: Readonly<Record<string, string>>;
  readonly partialParse?: boolean;
  readonly partialParseFilePath?: string;
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly target?: string;
  readonly fullRefresh?: boolean;
}

async function parse({ env = {}, ...options }: Call = {}): Promise<Outcome> {
  const told: string[] = [];
  let isReused = options.partialParse !== false;
  const host = sluice.createHost();
  const names = () => [...host.env.names(), ...Object.keys(env)];
  const manifestPath = at('target/manifest.json');
  try {
    await sluice.parse({
      ...options,
      projectDir: folder.root,
      profilesDir: folder.root,
      host: { ...host, env: { get: (name) => env[name] ?? host.env.get(name), names } },
      onEvent(event) {
        if (event.type === 'message' && event.name === 'PartialParsingNotReused') isReused = false;
        if (event.type === 'diagnostic') told.push(event.diagnostic.message);
        if (event.type === 'macroMessage') told.push(event.message);
        if (event.type === 'projectFound') told.push(JSON.stringify(event.counts));
      },
    } as library.ParseOptions);
  } catch (error) {
    told.push(String(error));
    return { manifest: '', told, isReused };
  }
  return { manifest: stable(manifestPath), told, isReused };
}

/** What a parse with the cache answers must be what one without it answers. */
async function expectSame(call: Call, why: string): Promise<Outcome> {
  const cached = await parse(call);
  const kept = existsSync(at('target')) ? readdirSync(at('target')).map((name) => join('target', name)) : [];
  for (const path of kept) renameSync(at(path), at(`kept-${path.slice(7)}`));
  const cold = await parse({ ...call, partialParse: false });
  rmSync(at('target'), { recursive: true, force: true });
  for (const path of kept) {
    mkdirSync(at('target'), { recursive: true });
    renameSync(at(`kept-${path.slice(7)}`), at(path));
  }
  expect(cached.told, why).toEqual(cold.told);
  expect(cached.manifest === cold.manifest, `${why}: manifests differ`).toBe(true);
  return cached;
}

/** Numbers from 0 below `limit`, the same ones in every run. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

describe('a stored parse', () => {
  it('is used when nothing changed, tells everything again, and gives the same manifest', async () => {
    const first = await parse();
    expect(first.isReused).toBe(false);
    const second = await expectSame({}, 'unchanged');
    expect(second.isReused).toBe(true);
    expect(second.told).toContain('reading e');
    expect(second.told.some((each) => each.includes("'gone'"))).toBe(true);
    expect(second.manifest).toBe(first.manifest);
  });

  it('gives manifest.json a new head', async () => {
    await parse();
    const read = () => JSON.parse(readFileSync(at('target/manifest.json'), 'utf8')).metadata;
    const before = read();
    await parse();
    expect(read().invocation_id).not.toBe(before.invocation_id);
    expect(read().project_name).toBe('shop');
    await parse({ env: { DBT_ENV_CUSTOM_ENV_TEAM: 'blue' } });
    expect(read().env).toEqual({ TEAM: 'blue' });
    expect(stable(at('target/manifest.json')).length).toBeGreaterThan(1000);
  });

  it('is neither read nor written under --no-partial-parse', async () => {
    await parse({ partialParse: false });
    expect(existsSync(at(CACHE))).toBe(false);
  });

  it('is read from elsewhere when a file is named, and goes with the target folder', async () => {
    const good = await parse();
    renameSync(at(CACHE), at('kept.sluice'));
    const named = await parse({ partialParseFilePath: at('kept.sluice') });
    expect(named).toEqual({ ...good, isReused: true });
    rmSync(at('target'), { recursive: true });
    expect((await parse()).isReused).toBe(false);
    expect(existsSync(at(CACHE))).toBe(true);
    await sluice.clean({ projectDir: folder.root, profilesDir: folder.root });
    expect(existsSync(at(CACHE))).toBe(false);
  });

  it('is as good as none when it is broken anywhere', async () => {
    const good = (await parse()).manifest;
    const bytes = readFileSync(at(CACHE));
    const roll = dice(5);
    for (let round = 0; round < 8 * effort; round++) {
      rmSync(at('target/manifest.json'));
      const broken = Buffer.from(bytes);
      const place = roll(bytes.length);
      broken[place] = (broken[place] as number) ^ (1 + roll(255));
      writeFileSync(at(CACHE), broken);
      const { manifest } = await parse();
      expect(manifest === good, `byte ${place}`).toBe(true);
    }
    for (const length of [0, 100, bytes.length >> 1, bytes.length - 1]) {
      writeFileSync(at(CACHE), bytes);
      truncateSync(at(CACHE), length);
      expect((await parse()).manifest === good, `cut at ${length}`).toBe(true);
    }
    appendFileSync(at(CACHE), 'more');
    expect((await parse()).manifest).toBe(good);
  });

  it('does not trust a manifest.json that somebody else wrote', async () => {
    const good = (await parse()).manifest;
    const path = at('target/manifest.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('select 1 as id', 'select 9 as id'));
    expect((await parse()).manifest).toBe(good);
    writeFileSync(path, '{}');
    expect((await parse()).manifest).toBe(good);
    rmSync(path);
    expect((await parse()).manifest).toBe(good);
  });

  it('sees an edit of the same size whose time was put back', async () => {
    await parse();
    const { atime, mtime } = statSync(at('models/a.sql'));
    put('models/a.sql', (FILES['models/a.sql'] as string).replace('select 1', 'select 2'));
    utimesSync(at('models/a.sql'), atime, mtime);
    const seen = await expectSame({}, 'same size and time');
    expect(seen.manifest).toContain('select 2 as id');
  });

  it('sees edits within one tick of the clock', async () => {
    for (let round = 0; round < 3 * effort; round++) {
      await parse();
      put('models/a.sql', `select ${round} as id`);
      expect((await parse()).manifest).toContain(`select ${round} as id`);
      put('models/a.sql', `select ${9 - round} as id`);
      expect((await parse()).manifest).toContain(`select ${9 - round} as id`);
    }
  });

  it('is used again when only times changed', async () => {
    await parse();
    utimesSync(at('models/a.sql'), new Date(0), new Date(0));
    expect((await parse()).isReused).toBe(true);
  });

  it('is not used where parsing looks at the moment or the id of the call', async () => {
    put('models/f.sql', "{% set now = run_started_at %}select '{{ now }}' as x, {{ small(2) }}");
    await parse();
    expect((await parse()).isReused).toBe(false);
  });

  it('serves two calls at once', async () => {
    const good = (await parse({ partialParse: false })).manifest;
    for (let round = 0; round < 3; round++) {
      rmSync(at('target'), { recursive: true, force: true });
      const all = await Promise.all([parse(), parse(), parse()]);
      for (const each of all) expect(each.manifest === good).toBe(true);
    }
  });
});

describe('an edit of a quiet project', () => {
  beforeEach(() => folder.write(QUIET));

  it.each([
    ['a model', 'models/c.sql', "select * from {{ ref('a') }}"],
    [
      'a model with a macro',
      'models/b.sql',
      "{{ config(tags=['z']) }} select {{ small(5) }} from {{ ref('a') }}",
    ],
    ['a test', 'tests/one.sql', "select * from {{ ref('e') }}"],
    ['a seed', 'seeds/countries.csv', 'id,name\n2,Chad\n'],
    [
      'properties',
      'models/marts/m.yml',
      'models:\n  - name: d\n    description: changed\n    columns: [{name: x, data_tests: [unique]}]\n',
    ],
  ])('is parsed for itself: %s', async (_, path, text) => {
    await parse();
    put(path, text);
    const seen = await expectSame({}, path);
    expect(seen.isReused).toBe(true);
    expect((await expectSame({}, 'again')).isReused).toBe(true);
  });

  it('is added to edits of before, whatever they were', async () => {
    const roll = dice(77);
    const texts: Readonly<Record<string, readonly string[]>> = {
      'models/a.sql': [
        'select 1 as id',
        'select 2 as id, 3 as top -- \u00fc',
        FILES['models/a.sql'] as string,
      ],
      'models/b.sql': [
        "select * from {{ ref('a') }}",
        "select {{ small(4) }} from {{ ref('countries') }}",
        "{{ config(tags=['x'], group=none) }} select 1 as id",
      ],
      'models/c.sql': ["select * from {{ ref('b') }}", "select * from {{ ref('a') }}", 'select 3 as id'],
      'models/marts/m.yml': [
        'models:\n  - name: d\n    description: one\n    columns: [{name: x, data_tests: [unique]}]\n',
        'models:\n  - name: d\n  - name: e\n    columns: [{name: x, data_tests: [not_null, unique]}]\n',
        QUIET['models/marts/m.yml'] as string,
      ],
      'tests/one.sql': ["select * from {{ ref('a') }}", "select * from {{ ref('c') }} where 1 = 0"],
      'seeds/countries.csv': ['id,name\n1,Peru\n', 'id,name\n2,Chad\n3,Mali\n'],
    };
    const paths = Object.keys(texts);
    await parse();
    const whole = readFileSync(at(CACHE));
    let reused = 0;
    for (let round = 0; round < 10 * effort; round++) {
      const done = Array.from({ length: 1 + roll(2) }, () => {
        const path = paths[roll(paths.length)] as string;
        const choices = texts[path] as readonly string[];
        const number = roll(choices.length);
        put(path, choices[number] as string);
        return `${path} ${number}`;
      });
      if (roll(6) === 0) truncateSync(at(`${CACHE}.edits`), roll(500));
      if (roll(6) === 0) rmSync(at('target/manifest.json'));
      if ((await expectSame({}, `round ${round}: ${done.join('; ')}`)).isReused) reused++;
      if (roll(3) === 0) expect((await expectSame({}, `again ${round}`)).isReused).toBe(true);
    }
    expect(reused).toBeGreaterThan(7 * effort);
    // All of it stands beside the parse that it began with.
    expect(readFileSync(at(CACHE)).equals(whole)).toBe(true);
  });

  it.each([
    ['a macro', 'macros/small.sql', `${FILES['macros/small.sql']}{# more #}`],
    ['another name for a relation', 'models/c.sql', "{{ config(alias='a') }} select * from {{ ref('b') }}"],
    ['a circle', 'models/a.sql', "select * from {{ ref('e') }}"],
    ['a reference to nothing', 'models/c.sql', "select * from {{ ref('nothing') }}"],
    ['a disabled model', 'models/marts/e.sql', '{{ config(enabled=false) }} select 1 as x'],
    ['something to tell', 'models/c.sql', "{{ log('c', info=true) }} {{ small(2) }}"],
    ['docs', 'models/docs.md', '{% docs a %}\nAnother.\n{% enddocs %}\n'],
    ['a description of nothing', 'models/marts/m.yml', 'models:\n  - name: nobody\n'],
  ])('goes further than its file: %s', async (_, path, text) => {
    await parse();
    put(path, text);
    expect((await expectSame({}, path)).isReused).toBe(false);
  });
});

describe('random edits', () => {
  const names = ['a', 'b', 'c', 'marts/d', 'marts/e'];
  let call: Call = {};
  type Edit = (roll: (limit: number) => number) => string;
  const toggled = (path: string, from: string, to: string) => {
    const text = existsSync(at(path)) ? readFileSync(at(path), 'utf8') : '';
    put(path, text.includes(to) ? text.replaceAll(to, from) : text.replaceAll(from, to));
    return `${path}: ${from} / ${to}`;
  };
  const edits: readonly Edit[] = [
    (roll) => {
      const name = names[roll(names.length)];
      const path = `models/${name}.sql`;
      if (existsSync(at(path))) appendFileSync(at(path), ` -- ${roll(1000)}`);
      return `append to ${path}`;
    },
    (roll) => toggled(`models/${names[roll(names.length)]}.sql`, 'select', 'SELECT'),
    () => toggled('models/b.sql', "ref('a')", "ref('countries')"),
    () => toggled('models/c.sql', "ref('b')", "ref('nothing')"),
    () => toggled('models/b.sql', "tags=['b'", "tags=['q'"),
    () => toggled('models/s.yml', 'Ann', 'Bea'),
    () => toggled('models/marts/m.yml', 'name: id', 'name: key'),
    () => toggled('models/marts/m.yml', 'field: id', 'field: top'),
    () => toggled('models/marts/m.yml', 'the last one', 'the very last'),
    () => toggled('models/marts/m.yml', '  - name: e', '  - name: c'),
    () => toggled('models/marts/m.yml', '[quick]', '[quick, slow]'),
    () => toggled('models/a.sql', '{{ var("limit") }}', '{{ small(4) }}'),
    () => toggled('models/marts/e.sql', "['quiet']", "['quiet'], alias='other'"),
    () => toggled('tests/one.sql', "ref('a')", "ref('c')"),
    () => toggled('seeds/countries.csv', 'Peru', 'Chile'),
    () => toggled('models/s.yml', '[unique, not_null]', '[not_null]'),
    () => toggled('models/s.yml', 'name: gone', 'name: b'),
    () => toggled('models/s.yml', '{name: events}', '{name: events, description: rows}'),
    () => toggled('models/docs.md', 'first', 'very first'),
    () => toggled('macros/small.sql', 'n * 2', 'n * 3'),
    () =>
      toggled(
        'macros/small.sql',
        'select * from {{ model }}',
        "select * from {{ model }} join {{ ref('b') }}",
      ),
    () => toggled('dbt_project.yml', 'limit: 5', 'limit: 6'),
    () => toggled('dbt_project.yml', '[mart]', '[mart, gold]'),
    () => toggled('profiles.yml', 'schema: live', 'schema: life'),
    (roll) => {
      put(`models/new_${roll(3)}.sql`, `select ${roll(9)} as n from {{ ref('a') }}`);
      return 'add';
    },
    (roll) => {
      rmSync(at(`models/new_${roll(3)}.sql`), { force: true });
      return 'delete';
    },
    (roll) => {
      const [from, to] = [roll(3), roll(3)];
      if (existsSync(at(`models/new_${from}.sql`)))
        renameSync(at(`models/new_${from}.sql`), at(`models/new_${to}.sql`));
      return 'rename';
    },
    () => {
      const path = 'macros/names.sql';
      if (existsSync(at(path))) rmSync(at(path));
      else
        put(
          path,
          "{% macro generate_alias_name(custom_alias_name=none, node=none) %}{{ env_var('SHOP_PREFIX', 'p') }}_{{ node.name }}{% endmacro %}",
        );
      return 'naming macro';
    },
    (roll) => {
      call = { ...call, vars: roll(2) === 0 ? {} : { limit: roll(3), schema_of: `raw_${roll(2)}` } };
      return 'vars';
    },
    (roll) => {
      call = {
        ...call,
        env: roll(2) === 0 ? {} : { SHOP_ALIAS: `alias_${roll(3)}`, SHOP_PREFIX: `p${roll(2)}` },
      };
      return 'env';
    },
    (roll) => {
      call = { ...call, target: roll(2) === 0 ? 'dev' : 'prod' };
      return 'target';
    },
    (roll) => {
      const path = 'packages/extra/dbt_project.yml';
      rmSync(at('dbt_packages'), { recursive: true, force: true });
      if (roll(2) === 0) {
        put('dbt_packages/extra/dbt_project.yml', 'name: extra\nversion: "1.0"\n');
        put('dbt_packages/extra/macros/m.sql', '{% macro small(n) %}{{ n }}{% endmacro %}');
        put('dbt_packages/extra/models/x.sql', 'select 1 as x');
        put('packages.yml', 'packages:\n  - local: elsewhere\n');
      } else rmSync(at('packages.yml'), { force: true });
      return path;
    },
    () => {
      rmSync(at(CACHE), { force: true });
      return 'no cache';
    },
    (roll) => {
      put('models/empty.yml', roll(2) === 0 ? 'models: []\n' : 'models: [\n');
      return 'an error in YAML';
    },
    () => {
      rmSync(at('models/empty.yml'), { force: true });
      return 'no error in YAML';
    },
  ];

  it.each([1, 2])('answer as without the cache (%i)', async (seed) => {
    const roll = dice(seed * 7919);
    call = {};
    if (seed === 2) folder.write(QUIET);
    let reused = 0;
    for (let round = 0; round < 12 * effort; round++) {
      // Else one error after the other would stay.
      if (roll(3) === 0) {
        rmSync(at('models/empty.yml'), { force: true });
        folder.write(seed === 2 ? { ...FILES, ...QUIET } : FILES);
      }
      const count = roll(3);
      const done = Array.from({ length: count }, () => (edits[roll(edits.length)] as Edit)(roll));
      const outcome = await expectSame(call, `seed ${seed}, round ${round}: ${done.join('; ')}`);
      if (outcome.isReused) reused++;
    }
    expect(reused).toBeGreaterThan(0);
  });
});
