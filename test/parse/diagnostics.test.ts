import { describe, expect, it } from 'vitest';
import { type Diagnostic, spanLabel } from '../../src/diagnostics/index.ts';
import { parseFiles } from './support.ts';

/** Code, file and line, and a part of dbt's sentence. */
type Expected = readonly [code: string, place: string, sentence: string];

function found(diagnostics: readonly Diagnostic[]): readonly Expected[] {
  return diagnostics.map((each) => [
    each.code,
    each.span === undefined ? '' : spanLabel(each.span).replace(/:\d+$/, ''),
    each.dbtMessage,
  ]);
}

function expectAll(files: Readonly<Record<string, string>>, expected: readonly Expected[]): void {
  const all = found(parseFiles(files).diagnostics);
  for (const [code, place, sentence] of expected) {
    expect(all.map((each) => each.slice(0, 2).join(' '))).toContain(`${code} ${place}`);
    const sentences = all.filter((each) => each[0] === code && each[1] === place).map((each) => each[2]);
    expect(sentences.join('\n---\n')).toContain(sentence);
  }
  expect(all.length).toBe(expected.length);
}

describe('everything that is wrong is told at once, with its place and in the words of dbt', () => {
  it('references', () => {
    expectAll(
      {
        'models/orders.sql': 'select 1 as id',
        'models/off.sql': '{{ config(enabled=false) }} select 1',
        'models/a1.sql': "select *\nfrom {{ ref('orderz') }}",
        'models/a2.sql': "select * from {{ ref('nopkg', 'orders') }}",
        'models/a3.sql': "select * from {{ ref('orders', v=3) }}",
        'models/a4.sql': "select * from {{ source('raw', 'x') }}",
        'models/a5.sql': "select * from {{ ref('off') }}",
        'models/p.sql': "{{ config(access='private', group='g') }} select 1 as id",
        'models/a6.sql': "select * from {{ ref('p') }}",
        'models/c1.sql': "select * from {{ ref('c2') }}",
        'models/c2.sql': "select * from {{ ref('c1') }}",
        'models/s.yml': `
groups: [{name: g, owner: {name: x}}]
exposures: [{name: e, type: ml, owner: {name: x}, depends_on: [ref('zz')]}]
models:
  - {name: gone, columns: [{name: id, data_tests: [unique]}]}
  - {name: orders, description: "{{ doc('nope') }}"}
`,
      },
      [
        [
          'N001',
          'models/a1.sql:2',
          "Model 'model.shop.a1' (models/a1.sql) depends on a node named 'orderz' which was not found",
        ],
        [
          'N001',
          'models/a2.sql:1',
          "depends on a node named 'orders' in package or project 'nopkg' which was not found",
        ],
        ['N001', 'models/a3.sql:1', "depends on a node named 'orders' with version '3' which was not found"],
        [
          'N006',
          'models/a4.sql:1',
          "Model 'model.shop.a4' (models/a4.sql) depends on a source named 'raw.x' which was not found",
        ],
        ['N007', 'models/a5.sql:1', "depends on a node named 'off' which is disabled"],
        [
          'N022',
          'models/a6.sql:1',
          "which is not allowed because the referenced node is private to the 'g' group.",
        ],
        ['N090', 'models/c1.sql:1', 'Found a cycle: model.shop.c1 --> model.shop.c2'],
        [
          'N001',
          'models/s.yml:3',
          "Exposure 'exposure.shop.e' (models/s.yml) depends on a node named 'zz' which was not found",
        ],
        [
          'N013',
          'models/s.yml:5',
          "Did not find matching node for patch with name 'gone' in the 'models' section of file 'models/s.yml'",
        ],
        ['N008', 'models/s.yml:5', "depends on a node named 'gone' in package '' which was not found"],
        [
          'N104',
          'models/s.yml:6',
          "Documentation for 'model.shop.orders' depends on doc 'nope'  which was not found",
        ],
      ],
    );
  });

  it('names', () => {
    expectAll(
      {
        'models/a.sql': 'select 1 as id',
        'models/x/a.sql': 'select 2 as id',
        'models/b.sql': "{{ config(alias='a') }} select 2",
        'models/sp ace.sql': 'select 1',
        'macros/m.sql': '{% macro m() %}{% endmacro %}\n{% macro m() %}{% endmacro %}',
        'models/d.md': '{% docs a %}x{% enddocs %}\n{% docs a %}y{% enddocs %}',
        'models/s.yml': `
sources: [{name: r, tables: [{name: t}, {name: t}]}]
models:
  - {name: a, columns: [{name: id, data_tests: [unique, unique]}]}
  - {name: b}
  - {name: b}
`,
      },
      [
        ['N009', 'models/x/a.sql:1', 'dbt found two models with the name "a".'],
        [
          'N010',
          'models/b.sql:1',
          'dbt found two resources with the database representation ""shop"."main"."a"".',
        ],
        ['N039', 'models/sp ace.sql:1', 'Resource names cannot contain spaces:'],
        ['N027', 'macros/m.sql:2', 'dbt found multiple macros named "m" in the project "shop".'],
        ['N009', 'models/d.md:2', 'dbt found two docs with the name "a".'],
        ['N009', 'models/s.yml:2', 'dbt found two sources with the name "r_t".'],
        [
          'N009',
          'models/s.yml:4',
          'dbt found two data_tests with the name "unique_a_id" defined on column "id" in "models.a".',
        ],
        ['N012', 'models/s.yml:6', 'dbt found two schema.yml entries for the same resource named b.'],
      ],
    );
  });

  it('configs and contracts', () => {
    expectAll(
      {
        'models/a.sql': "{{ config(enabled='maybe') }} select 1",
        'models/b.sql': 'select 1',
        'models/h.sql': "{{ config(materialized='table') }}\n{{ config(meta=1) }} select 1",
        'models/c.sql': "{{ config(access='secret') }} select 1",
        'models/d.sql': "{{ config(group='g') }} select 1",
        'models/e.sql':
          "{{ config(materialized='incremental', incremental_strategy='microbatch') }} select 1",
        'models/f.sql': "{{ config(contract={'enforced': true}, materialized='table') }} select 1 as id",
        'models/g_v1.sql': 'select 1',
        'snapshots/s.sql': '{% snapshot s %}select 1 as id{% endsnapshot %}',
        'models/s.yml': `
models:
  - {name: b, config: {materialized: [x]}, meta: {a: 1}}
  - {name: f}
  - {name: g, latest_version: 3, versions: [{v: 1}, {v: 1}]}
`,
      },
      [
        ['N015', 'models/a.sql:1', "at path ['enabled']: 'maybe' is not of type 'boolean'"],
        ['N015', 'models/h.sql:2', 'expected dict, got 1'],
        ['N015', 'models/s.yml:3', "at path ['materialized']: ['x'] is not of type 'string'"],
        [
          'N015',
          'models/c.sql:1',
          `Field "access" of type AccessType in ModelConfig has invalid value 'secret'`,
        ],
        ['N021', 'models/d.sql:1', "Invalid group 'g', expected one of []"],
        ['N038', 'models/e.sql:1', "Microbatch model 'e' must provide an 'event_time' (string) config"],
        ['N037', 'models/s.yml:4', 'Contract enforcement failed for: (models/f.sql)'],
        ['N003', 'models/s.yml:5', "Found duplicate version: '1' in versions list of model 'g'"],
        ['N003', 'models/s.yml:5', "latest_version: 3 is not one of model 'g' versions: [1]"],
        ['N025', 'snapshots/s.sql:1', "Snapshots must be configured with a 'strategy' and 'unique_key'."],
      ],
    );
  });

  it('templates', () => {
    const { diagnostics } = parseFiles({
      'models/a.sql': 'select {{ 1 + }} 2',
      'models/b.sql': "select 1\n{{ ref('a', 'b', 'c') }}",
      'models/c.sql': "{{ boom('x') }}",
      'macros/m.sql': '{% macro boom(text) %}\n{{ exceptions.raise_compiler_error(text) }}\n{% endmacro %}',
    });
    expect(diagnostics.map((each) => [each.code, each.kind, each.span && spanLabel(each.span)])).toEqual([
      ['J001', 'Compilation Error in model a (models/a.sql)', 'models/a.sql:1:15'],
      ['J103', 'Compilation Error in model b (models/b.sql)', 'models/b.sql:2:4'],
      ['J100', 'Compilation Error in model c (models/c.sql)', 'macros/m.sql:2:4'],
    ]);
    expect(diagnostics[2]?.dbtMessage).toBe(
      'x\n\n> in macro boom (macros/m.sql)\n> called by model c (models/c.sql)',
    );
  });

  it('generic tests', () => {
    const test = (definition: string) => `{name: id, data_tests: [${definition}]}`;
    const columns = [
      'unique: {}, not_null: {}',
      'unique: [1]',
      'accepted_values: {arguments: {vals: [1]}}',
      'unique: {config: {severity: boo}}',
      'uniqe: {}',
      'unique: {arguments: {foo: 1}}',
      'unique: {severity: warn, config: {severity: error}}',
    ].map((each) => `      - ${test(`{${each}}`)}`);
    const { diagnostics } = parseFiles({
      'models/a.sql': 'select 1 as id',
      'models/s.yml': `models:\n  - name: a\n    columns:\n${columns.join('\n')}\n`,
    });
    const lines = found(diagnostics).map(([code, place, sentence]) => [
      code,
      place.split(':').pop(),
      sentence,
    ]);
    expect(lines).toEqual([
      ['N016', '4', expect.stringContaining('test definition dictionary must have exactly one key')],
      ['N016', '5', expect.stringContaining("test arguments must be a dict, got <class 'list'> (value [1])")],
      ['J003', '6', "macro 'dbt_macro__test_accepted_values' takes no keyword argument 'vals'"],
      ['N015', '7', "at path []: Severity must be either 'warn' or 'error'. Got 'boo'"],
      ['N017', '8', expect.stringContaining("'test_uniqe' is undefined.")],
      ['N018', '9', "macro 'dbt_macro__test_unique' takes no keyword argument 'foo'"],
      ['N016', '10', expect.stringContaining('Test cannot have the same key at the top-level and in config')],
    ]);
    expect(diagnostics.find((each) => each.code === 'N017')?.hint).toBe("Did you mean 'unique'?");
  });

  it('properties', () => {
    expectAll(
      {
        'models/a.sql': 'select 1 as id',
        'models/b.sql': 'select 1 as id',
        'models/bad.yml': 'models:\n  - name: a\n   description: x\n',
        'models/form.yml': 'models: {name: a}\nsources:\n  - {description: x}\n',
        'models/types.yml': `
models:
  - {name: a, description: [1], columns: {id: 1}}
  - {name: b, meta: {a: 1}, config: {meta: {b: 1}}}
unit_tests:
  - {name: u, model: zz, given: [], expect: {rows: []}}
  - {name: w, model: b, given: [], expect: {rows: x}}
`,
      },
      [
        [
          'Y001',
          'models/bad.yml:3',
          'Error reading shop: bad.yml - Runtime Error\n  Syntax error near line 3',
        ],
        [
          'N002',
          'models/form.yml:1',
          "The schema file at models/form.yml is invalid because the value of 'models' is not a list",
        ],
        ['N002', 'models/form.yml:3', 'does not have a name attribute.'],
        ['N003', 'models/types.yml:3', "at path ['description']: [1] is not of type 'string'"],
        ['N003', 'models/types.yml:3', "at path ['columns']: {'id': 1} is not of type 'array'"],
        [
          'N004',
          'models/types.yml:4',
          "In models/types.yml: found meta dictionary in 'config' dictionary and as top-level key.",
        ],
        [
          'N032',
          'models/types.yml:6',
          "Unable to find model 'shop.zz' for unit test 'u' in models/types.yml",
        ],
        ['N032', 'models/types.yml:7', 'Unit test w has expected rows which do not match format dict'],
      ],
    );
  });
});

describe('keys that nobody knows', () => {
  it('are told once for each kind of place, with what was probably meant', () => {
    const { diagnostics } = parseFiles({
      'models/a.sql': 'select 1 as id',
      'models/b.sql': 'select 1 as id',
      'models/s.yml': `version: 2
x-anchors: {a: 1}
sourcess: []
models:
  - name: a
    descripton: typo
    materialized: table
    columns:
      - {name: id, data_test: [unique]}
      - {name: id2, data_test: [unique]}
sources:
  - name: raw
    tables: [{name: t, idenfier: y}]
`,
    });
    const told = diagnostics
      .filter((each) => each.code === 'N030')
      .map((each) => [each.span === undefined ? '' : spanLabel(each.span), each.hint, each.notes.length]);
    expect(told).toEqual([
      ['models/s.yml:3:1', "Did you mean 'sources'?", 0],
      ['models/s.yml:6:5', "Did you mean 'description'?", 0],
      ['models/s.yml:7:5', "'materialized' is a config: put it under 'config'.", 0],
      ['models/s.yml:9:20', "Did you mean 'data_tests'?", 1],
      ['models/s.yml:13:24', "Did you mean 'identifier'?", 0],
    ]);
  });

  it('are errors where dbt reads strictly', () => {
    const { diagnostics } = parseFiles({
      'models/s.yml': 'sources:\n  - name: raw\n    shema: x\n    tables: [{name: t}]\n',
    });
    expect(diagnostics.map((each) => [each.code, each.hint])).toEqual([['N003', "Did you mean 'schema'?"]]);
  });
});
