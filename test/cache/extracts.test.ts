import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as library from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

const bundle = pathToFileURL(resolve(import.meta.dirname, '../../dist/index.js')).href;
const sluice = (await import(bundle)) as typeof library;
/** `SLUICE_FUZZ=20 npx vitest run test/cache` looks longer. */
const effort = Number(process.env['SLUICE_FUZZ'] ?? 1);

const MACROS = `{% macro twice(n) %}{{ n * 2 }}{% endmacro %}
{% macro outer(n) %}{{ twice(n) }} {{ var('limit', 3) }}{% endmacro %}
{% macro place() %}{{ return(ref('base').schema) }}{% endmacro %}
{% macro hello() %}{{ adapter.dispatch('hello', 'shop')() }}{% endmacro %}
{% macro default__hello() %}{{ config(tags=['hello']) }}{% endmacro %}
`;

/** Each looks at something else while it is rendered. */
const MODELS: Readonly<Record<string, string>> = {
  base: '{% for n in [1, 2] %}select {{ n }} as id {{ "union all" if not loop.last }}{% endfor %}',
  literal: "{{ config(tags=['x']) }} select * from {{ ref('base') }}",
  macro: "select {{ twice(3) }} as x from {{ ref('base') }}",
  nested:
    "{{ config(alias='n' ~ outer(2) | trim | replace(' ', '_')) }} select 1 as id {% if true %}{% endif %}",
  variable: "{% if var('limit', 1) > 4 %}{{ config(tags=['many']) }}{% endif %} select 1 as id",
  given: "{% if var.has_var('extra') %}{{ config(tags=['extra']) }}{% endif %} select 1 as id",
  template: "{% set t = var('text') %}{{ config(tags=[t]) }} select 1 as id",
  environment:
    "{% set name = env_var('SHOP_NAME', 'nobody') %}{{ config(meta={'name': name}) }} select 1 as id",
  target:
    "{% if target.name == 'prod' %}{{ config(tags=['live']) }}{% endif %} select * from {{ ref('base') }}",
  schema: "{% if this.schema == 'live' %}{{ config(tags=['live']) }}{% endif %} select 1 as id",
  text: "{% set t %}{{ ref('base') }}{% endset %}{{ config(meta={'base': t | string}) }} select 1 as id",
  joined: "{{ config(meta={'base': ref('base') ~ ''}) }}{% if true %}{% endif %} select 1 as id",
  through: "{{ config(meta={'schema': place()}) }} select 1 as id",
  dispatched: '{{ hello() }} select 1 as id',
  flags: "{% if flags.FULL_REFRESH %}{{ config(tags=['full']) }}{% endif %} select 1 as id",
  told: "{% if true %}{{ log('told', info=true) }}{% endif %} select 1 as id",
  own: "{% set m = model.name %}{{ config(meta={'name': m}) }} select 1 as id",
  none: "{% if later is defined %}{{ config(tags=['later']) }}{% endif %} select 1 as id",
};

const YAML = `models:
  - &base
    name: base
    columns: [{name: id, data_tests: [unique, {accepted_values: {arguments: {values: ['1', 2]}}}]}]
  - name: macro
    description: "quoted: '{{ var('limit', 0) }}'"
    config: {meta: {day: 2020-01-02, half: 0.5, whole: 1.0, list: [~, yes, "yes"]}}
  - name: text
    description: |
      a block
      of lines
`;

let folder: ProjectFolder;
beforeAll(() => {
  folder = projectFolder({
    'dbt_project.yml':
      'name: shop\nversion: "1.0"\nprofile: shop\nvars: {text: "{{ target.name }}_t", limit: 2}\n',
    'profiles.yml':
      'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: a.duckdb}\n    prod: {type: duckdb, path: a.duckdb, schema: live}\n',
    'macros/m.sql': MACROS,
    'models/s.yml': YAML,
    'models/t.yml': YAML.replaceAll('name: ', 'name: t_').replace('- &base\n   ', '-'),
    ...Object.fromEntries(Object.entries(MODELS).map(([name, text]) => [`models/${name}.sql`, text])),
    ...Object.fromEntries(
      ['base', 'macro', 'text'].map((name) => [`models/t_${name}.sql`, 'select 1 as id']),
    ),
  });
});
afterAll(() => folder.remove());

const at = (path: string) => join(folder.root, path);
const EXTRACTS = 'target/partial_parse.extracts';

interface Call {
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly target?: string;
  readonly fullRefresh?: boolean;
  readonly partialParse?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a parse answers and tells. Nothing is left of an earlier one but its extracts. */
async function parse({ env = {}, ...options }: Call): Promise<{ manifest: string; told: readonly string[] }> {
  rmSync(at('target/partial_parse.sluice'), { force: true });
  const told: string[] = [];
  const host = sluice.createHost();
  await sluice.parse({
    ...options,
    projectDir: folder.root,
    profilesDir: folder.root,
    host: { ...host, env: { ...host.env, get: (name: string) => env[name] ?? host.env.get(name) } },
    onEvent(event) {
      if (event.type === 'macroMessage') told.push(event.message);
      if (event.type === 'diagnostic') told.push(event.diagnostic.message);
    },
  } as library.ParseOptions);
  const text = readFileSync(at('target/manifest.json'), 'utf8');
  const manifest = text.slice(text.indexOf(', "nodes": ')).replace(/"created_at": [\d.]+/g, '');
  return { manifest, told };
}

async function expectSame(call: Call, why: string): Promise<void> {
  const kept = await parse(call);
  const cold = await parse({ ...call, partialParse: false });
  expect(kept.told, why).toEqual(cold.told);
  expect(kept.manifest === cold.manifest, `${why}: manifests differ`).toBe(true);
  expect(cold.manifest.length).toBeGreaterThan(10_000);
}

const bytes = () => readFileSync(at(EXTRACTS));

describe('extracts of texts', () => {
  it('are found again, whatever changes around them', async () => {
    await expectSame({}, 'first');
    const first = bytes();
    await expectSame({}, 'unchanged');
    expect(bytes().equals(first)).toBe(true);
    await expectSame({ vars: { another: 1 } }, 'a variable that nobody reads');
    expect(bytes().equals(first)).toBe(true);
    writeFileSync(at('macros/m.sql'), MACROS.replace('n * 2', 'n * 3'));
    await expectSame({}, 'a macro that some call');
    expect(bytes().equals(first)).toBe(false);
    writeFileSync(at('macros/m.sql'), MACROS);
  });

  it('are as good as none when their file is broken', async () => {
    await parse({});
    const good = bytes();
    for (const place of [0, 20, good.length >> 2, good.length >> 1, good.length - 60, good.length - 1]) {
      const broken = Buffer.from(good);
      broken[place] = (broken[place] as number) ^ 0x11;
      writeFileSync(at(EXTRACTS), broken);
      await expectSame({}, `byte ${place}`);
    }
    for (const length of [0, 30, good.length >> 1]) {
      writeFileSync(at(EXTRACTS), good.subarray(0, length));
      await expectSame({}, `cut at ${length}`);
    }
    expect(bytes().length).toBeGreaterThan(good.length >> 1);
  });

  it('say what rendering says, whatever it looks at', async () => {
    let state = 11;
    const roll = (limit: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const pick = <Value>(values: readonly Value[]): Value => values[roll(values.length)] as Value;
    const more = '{% macro prefixed() %}{% endmacro %}';
    for (let round = 0; round < 12 * effort; round++) {
      const call: Call = {
        target: pick(['dev', 'prod']),
        fullRefresh: roll(4) === 0,
        vars: pick<Record<string, unknown>>([
          {},
          { limit: 5 },
          { extra: 1 },
          { text: 'plain' },
          { limit: 7 },
        ]),
        env: pick<Record<string, string>>([{}, { SHOP_NAME: 'Ann' }, { SHOP_NAME: 'Bea' }]),
      };
      const macros = pick([
        MACROS,
        MACROS.replace('n * 2', 'n * 4'),
        MACROS.replace("var('limit', 3)", "var('limit', 8)"),
        `${MACROS}{% macro duckdb__hello() %}{{ config(tags=['duck']) }}{% endmacro %}`,
        `${MACROS}{% macro later() %}{% endmacro %}`,
        MACROS.replace("['hello']", "['hi']") + more,
      ]);
      writeFileSync(at('macros/m.sql'), macros);
      writeFileSync(at('models/s.yml'), pick([YAML, YAML.replace('a block', 'b lock'), `${YAML}# more\n`]));
      await expectSame(call, `round ${round}: ${JSON.stringify(call)} ${macros.slice(MACROS.length)}`);
    }
  });
});
