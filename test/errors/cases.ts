import { createHost, fakeEnvironment } from '../../src/host/index.ts';
import { MORE_CASES } from './more-cases.ts';

/** One small project for each code that a user can provoke: files, the command, and what else the call needs. */
export interface ErrorCase {
  readonly files?: Readonly<Record<string, string>>;
  readonly command?:
    | 'build'
    | 'run'
    | 'test'
    | 'parse'
    | 'list'
    | 'compile'
    | 'show'
    | 'runOperation'
    | 'clean'
    | 'deps'
    | 'docs'
    | 'init'
    | 'seed'
    | 'sourceFreshness';
  readonly options?: Readonly<Record<string, unknown>>;
  /** A call of the command line in place of a function's. */
  readonly argv?: readonly string[];
}

const model = (sql: string, yaml?: string): Readonly<Record<string, string>> => ({
  'models/a.sql': sql,
  ...(yaml === undefined ? {} : { 'models/a.yml': yaml }),
});
const unitTest = (rest: string): ErrorCase => ({
  files: model('select 1 as id', `models: [{name: a}]\nunit_tests:\n  - {name: u, model: a, ${rest}}\n`),
  command: 'test',
});
const macro = (body: string, sql = 'select {{ m() }} as id') => ({
  'macros/m.sql': `{% macro m() %}${body}{% endmacro %}`,
  'models/a.sql': sql,
});

/** A manifest.json of an earlier run, with these nodes and nothing else. */
const earlier = (nodes: Readonly<Record<string, object>>, version = 12): string =>
  JSON.stringify({
    metadata: {
      dbt_schema_version: `https://schemas.getdbt.com/dbt/manifest/v${version}.json`,
      dbt_version: '1.12.6',
    },
    nodes,
    sources: {},
    macros: {},
  });
const contracted = {
  resource_type: 'model',
  name: 'a',
  contract: { enforced: true, checksum: 'other' },
  columns: { gone: { name: 'gone', data_type: 'integer' } },
};
const modified = { select: 'state:modified', state: 'state' };

export const ERROR_CASES: Readonly<Record<string, ErrorCase>> = {
  ...MORE_CASES,
  C004: {
    files: {
      'dbt_project.yml': 'name: shop\nprofile: shop\nclean-targets: [models]\n',
      ...model('select 1 as id'),
    },
    command: 'clean',
  },
  G003: {
    files: model('select 1 as id'),
    command: 'docs',
    options: { open: true, host: { ...createHost(), env: fakeEnvironment({ BROWSER: '/no/such/browser' }) } },
  },
  T104: unitTest('given: [{input: 1 + 1, rows: []}], expect: {rows: [{id: 1}]}'),
  T106: unitTest('config: {compare: rows}, given: [], expect: {rows: [{id: 1}]}'),
  T105: unitTest('given: [], expect: {rows: [{id: 2}]}'),
  C007: { files: model('select 1 as id'), command: 'runOperation', options: {} },
  C013: {
    files: { ...model('select 1 as id'), 'selectors.yml': 'selectors: [{name: mine, definition: "*"}]\n' },
    command: 'list',
    options: { selector: 'mine', select: 'a' },
  },
  C014: {
    files: model('select 1 as id'),
    command: 'list',
    options: { warnErrorOptions: { include: 'all', exclude: ['WEOIncludeExcludeDeprecation'] } },
  },
  D020: { files: model('select * from nowhere') },
  D021: { files: model('select x.b from (select 1 as a) as x') },
  D022: { files: model('select from where') },
  D023: { files: model("{{ config(materialized='table') }} select cast('x' as integer) as n") },
  D101: { files: model("{{ config(materialized='pile') }} select 1 as id") },
  D102: {
    files: {
      'macros/m.sql':
        "{% materialization heap, default %}{% call statement('main') %}select 1{% endcall %}{% endmaterialization %}",
      'models/a.sql': "{{ config(materialized='heap') }} select 1 as id",
    },
  },
  D105: {
    files: {
      ...model('select 1 as id', 'models:\n  - name: a\n    data_tests: [unique_id]\n'),
      'macros/t.sql':
        '{% test unique_id(model) %}select 1{% endtest %}{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) %}select 1, 2{% endmacro %}',
    },
  },
  D108: {
    files: model('select 1 as id'),
    command: 'runOperation',
    options: { macro: 'nothing_of_this_name' },
  },
  J001: { files: model('select {{ 1 + }} as id') },
  J003: { files: model("select {{ 1 + 'a' }} as id") },
  J002: { files: model('select {{ nothing_of_this_name() }} as id') },
  J004: {
    files: model(
      '{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}select 1 as id',
    ),
  },
  J006: { files: { ...model('select 1 as id'), 'macros/m.sql': '{% macro m() %}select 1' } },
  J100: { files: macro("{{ exceptions.raise_compiler_error('no good') }}") },
  J101: { files: macro("{{ adapter.dispatch('missing')() }}") },
  J103: { files: model('select * from {{ ref() }}') },
  J107: { files: model("select '{{ config.require('must') }}' as id") },
  J117: { files: model('select {{ modules.itertools.chain([1], [2]) | list | length }} as id') },
  J118: {
    files: model("{{ config(grants={'select': ['ann']}) }} select 1 as id"),
    command: 'run',
  },
  N064: {
    files: { 'models/e.yml': 'exposures:\n  - {name: weekly report, type: analysis, owner: {name: Ann}}\n' },
  },
  N065: {
    files: {
      ...model('select 1 as id'),
      'models/m.yml':
        'models:\n  - name: a\n    columns:\n      - name: id\n        data_tests: [{not_null: {config: {sql_header: "set threads = 1;"}}}]\n',
    },
  },
  N066: {
    files: { 'models/s.yml': 'sources:\n  - name: raw\n    config: {tags: [5]}\n    tables: [{name: t}]\n' },
  },
  J116: {
    files: {
      'models/a.sql': 'select 1 as id, 2.5 as amount',
      'models/a.yml':
        'models:\n  - name: a\n    config: {contract: {enforced: true}}\n    columns:\n      - {name: id, data_type: varchar}\n      - {name: amount, data_type: "decimal(2,1)"}\n',
    },
    argv: ['run'],
  },
  J110: { files: macro("{{ exceptions.warn('careful') }}1") },
  K005: {
    files: {
      'packages.yml':
        'packages:\n  - {git: "file:///nowhere", revision: v1}\n  - {git: "file:///nowhere.git", revision: v2}\n',
    },
    command: 'deps',
  },
  K006: {
    files: {
      'packages.yml': 'packages:\n  - local: same\n',
      'same/dbt_project.yml': 'name: shop\n',
    },
    command: 'deps',
  },
  K007: {
    files: { 'packages.yml': 'packages:\n  - {package: acme/base, version: ">=1.0.0,<2.0.0"}\n' },
    command: 'deps',
  },
  K011: {
    files: { 'packages.yml': 'packages:\n  - git: "--upload-pack=x"\n' },
    command: 'deps',
  },
  K016: {
    files: {
      'packages.yml': 'packages:\n  - local: climbs\n',
      'climbs/dbt_project.yml': 'name: ../climbs\n',
    },
    command: 'deps',
  },
  K017: { files: { 'packages.yml': 'packages:\n  - local: nowhere\n' }, command: 'deps' },
  K018: {
    files: { 'packages.yml': 'packages:\n  - {private: team/x, provider: none}\n' },
    command: 'deps',
  },
  K019: {
    files: {
      'dbt_project.yml': 'name: shop\nprofile: shop\npackages-install-path: .\n',
    },
    command: 'deps',
  },
  N061: {
    files: {
      'packages.yml': 'packages:\n  - local: lib\n',
      'dbt_packages/lib/dbt_project.yml': 'name: lib\n',
      'dbt_packages/lib/models/below.sql': "select * from {{ ref('a') }}",
      'models/a.sql': 'select 1 as id',
    },
    command: 'parse',
  },
  N001: { files: model("select * from {{ ref('b') }}") },
  N002: { files: model('select 1 as id', 'models: {name: a}\n') },
  N003: {
    files: {
      ...model('select 1 as id'),
      'models/e.yml': 'exposures:\n  - name: e\n    type: painting\n    owner: {name: me}\n',
    },
  },
  N004: {
    files: model(
      'select 1 as id',
      'models:\n  - name: a\n    access: public\n    config: {access: private}\n',
    ),
  },
  N006: { files: model("select * from {{ source('raw', 'orders') }}") },
  N007: {
    files: {
      'models/a.sql': "select * from {{ ref('b') }}",
      'models/b.sql': '{{ config(enabled=false) }} select 1 as id',
    },
  },
  N008: {
    files: model(
      'select 1 as id',
      "models: [{name: a, columns: [{name: id, data_tests: [{relationships: {arguments: {to: ref('b'), field: id}}}]}]}]\n",
    ),
  },
  N009: { files: { 'models/x/a.sql': 'select 1 as id', 'models/y/a.sql': 'select 1 as id' } },
  N010: {
    files: { 'models/a.sql': 'select 1 as id', 'models/b.sql': "{{ config(alias='a') }} select 1 as id" },
  },
  N012: {
    files: {
      'models/a.sql': 'select 1 as id',
      'models/a.yml': 'models: [{name: a}]\n',
      'models/b.yml': 'models: [{name: a}]\n',
    },
  },
  N013: { files: model('select 1 as id', 'models: [{name: b}]\n') },
  N014: { files: { ...model('select 1 as id'), 'models/s.yml': 'seeds: [{name: a}]\n' } },
  N015: { files: model('{{ config(tags=5) }} select 1 as id') },
  N016: { files: model('select 1 as id', 'models:\n  - name: a\n    data_tests:\n      - {}\n') },
  N020: {
    files: {
      ...model('select 1 as id'),
      'dbt_project.yml': 'name: shop\nprofile: shop\nmodels: {shop: {nowhere: {+tags: [x]}}}\n',
    },
  },
  N021: { files: model("{{ config(group='g') }} select 1 as id") },
  N022: {
    files: {
      'models/a.sql': "select * from {{ ref('b') }}",
      'models/b.sql': 'select 1 as id',
      'models/b.yml':
        'groups: [{name: g, owner: {name: me}}]\nmodels: [{name: b, config: {group: g, access: private}}]\n',
    },
  },
  N023: {
    files: model(
      "{{ config(materialized='ephemeral') }} select 1 as id",
      'models: [{name: a, config: {access: public}}]\n',
    ),
  },
  N025: {
    files: {
      'snapshots/s.sql': '{% snapshot s %}{{ config(strategy="check") }} select 1 as id{% endsnapshot %}',
    },
  },
  N026: { files: { ...model('select 1 as id'), 'macros/m.yml': 'macros: [{name: nothing_of_this_name}]\n' } },
  N027: {
    files: {
      ...model('select 1 as id'),
      'macros/m.sql': '{% macro m() %}{% endmacro %}',
      'macros/n.sql': '{% macro m() %}{% endmacro %}',
    },
  },
  N032: {
    files: model(
      'select 1 as id',
      'unit_tests: [{name: u, model: nothing, given: [], expect: {rows: []}}]\n',
    ),
  },
  N060: {
    files: {
      ...model('select 1 as id'),
      'seeds/s.csv': 'id\n1\n',
      'seeds/s.yml':
        'seeds: [{name: s, config: {post-hook: "insert into log select * from {{ ref(\'a\') }}"}}]\n',
    },
  },
  N090: {
    files: { 'models/a.sql': "select * from {{ ref('b') }}", 'models/b.sql': "select * from {{ ref('a') }}" },
  },
  N101: {
    files: {
      'models/a.sql': "{% if execute %}select * from {{ ref('b') }}{% endif %}",
      'models/b.sql': 'select 1 as id',
    },
  },
  P001: { files: { 'dbt_project.yml': '' }, options: { projectDir: 'nowhere' } },
  P002: { files: { 'dbt_project.yml': '- a\n- b\n' } },
  P003: { files: { 'dbt_project.yml': 'profile: shop\n' } },
  P004: { files: { 'dbt_project.yml': 'name: my-shop\nprofile: shop\n' } },
  P006: { files: { 'dbt_project.yml': 'name: shop\nprofile: shop\nmodel-paths: models\n' } },
  P007: { files: { 'dbt_project.yml': 'name: shop\nprofile: shop\nmodel-paths: [a]\nsource-paths: [b]\n' } },
  P008: {
    files: {
      'dbt_project.yml': 'name: shop\nprofile: shop\nsource-paths: [models]\n',
      ...model('select 1 as id'),
    },
  },
  P010: { files: { 'dbt_project.yml': 'name: shop\nprofile: shop\nrequire-dbt-version: ">=9.0.0"\n' } },
  P020: { files: macro("{{ var('nothing') }}") },
  P021: { files: model("select '{{ env_var('SLUICE_TEST_NOTHING') }}' as id") },
  P030: { files: { 'dbt_project.yml': 'name: shop\nprofile: other\n' } },
  P032: { options: { target: 'nowhere' } },
  S001: { files: model('select 1 as id'), command: 'list', options: { select: 'colour:red' } },
  S002: { files: model('select 1 as id'), command: 'list', options: { select: '@a+' } },
  S004: { files: model('select 1 as id'), command: 'list', options: { select: 'b' } },
  S005: { files: model('select 1 as id'), command: 'list', options: { selector: 'nightly' } },
  S006: { files: model('select 1 as id'), command: 'list', options: { select: 'test_type:odd' } },
  S007: { files: model('select 1 as id'), command: 'list', options: { select: 'state:modified' } },
  T101: {
    files: model('select null as id', 'models: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]\n'),
  },
  T102: {
    files: model(
      'select null as id',
      'models: [{name: a, columns: [{name: id, data_tests: [{not_null: {config: {severity: warn}}}]}]}]\n',
    ),
  },
  Y001: { files: model('select 1 as id', 'models:\n  - name: a\n    description: orders: all of them\n') },
  Y002: { files: model('select 1 as id', 'models: []\nmodels: [{name: a}]\n') },
  D106: {
    files: {
      ...model('select 1 as id', 'models:\n  - name: a\n    data_tests: [unique_id]\n'),
      'macros/t.sql':
        '{% test unique_id(model) %}select 1{% endtest %}{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) %}select 1 as failures, chr(112) as should_warn, chr(112) as should_error{% endmacro %}',
    },
  },
  D109: {
    files: {
      'models/a.sql':
        "{{ config(materialized='ephemeral') }} {% if execute %}{{ exceptions.raise_compiler_error('no good') }}{% endif %} select 1 as id",
      'models/b.sql': "select * from {{ ref('a') }}",
    },
  },
  J008: {
    files: {
      ...model('select 1 as id'),
      'dbt_project.yml':
        'name: shop\nprofile: shop\nmodels: {shop: {+enabled: "{{ \'maybe\' | as_bool }}"}}\n',
    },
  },
  J112: { files: macro('{% do submit_python_job(model, "") %}1') },
  N028: {
    files: {
      ...model('select 1 as id'),
      'dbt_project.yml': 'name: shop\nprofile: shop\nflags: {validate_macro_args: true}\n',
      'macros/m.sql': '{% macro m(x) %}{% endmacro %}',
      'macros/m.yml': 'macros: [{name: m, arguments: [{name: y, type: string}]}]\n',
    },
  },
  N029: {
    files: {
      ...model('select 1 as id'),
      'models/s.yml': 'sources: [{name: s, overrides: other, tables: [{name: t}]}]\n',
    },
  },
  N031: {
    files: model(
      'select 1 as id',
      'models: [{name: a, columns: [{name: id, data_tests: [{accepted_values: {values: [1], quote: false}}]}]}]\n',
    ),
  },
  N033: {
    files: {
      'models/a.sql': 'select 1 as id',
      'models/a_v1.sql': 'select 1 as id',
      'models/a.yml': 'models: [{name: a, versions: [{v: 1}]}]\n',
      'models/x/a.sql': 'select 1 as id',
    },
  },
  N034: { files: { 'models/p.py': 'def other(dbt, session):\n    return None\n' } },
  S010: {
    files: { ...model('select 1 as id'), 'state/manifest.json': '{"metadata": ' },
    command: 'list',
    options: { state: 'state' },
  },
  S011: {
    files: { ...model('select 1 as id'), 'state/manifest.json': earlier({}, 13) },
    command: 'list',
    options: { state: 'state' },
  },
  S012: {
    files: {
      'models/a_v1.sql': 'select 1 as id',
      'models/a.yml': 'models:\n  - name: a\n    versions:\n      - v: 1\n',
      'state/manifest.json': earlier({ 'model.shop.a.v1': { ...contracted, version: 1 } }),
    },
    command: 'list',
    options: modified,
  },
  S013: {
    files: { ...model('select 1 as id'), 'state/manifest.json': earlier({ 'model.shop.a': contracted }) },
    command: 'list',
    options: modified,
  },
  S014: {
    files: {
      'seeds/s.csv': `id\n${'1\n'.repeat(600_000)}`,
      'state/manifest.json': earlier({
        'seed.shop.s': {
          resource_type: 'seed',
          name: 's',
          checksum: { name: 'path', checksum: 'seeds/s.csv' },
        },
      }),
    },
    command: 'list',
    options: modified,
  },
  S015: { files: model('select 1 as id'), command: 'list', options: { state: 'target' } },
  S016: { files: model('select 1 as id'), command: 'compile', options: { defer: true } },
  N045: {
    files: {
      ...model(
        'select 1 as id',
        'models: [{name: a, time_spine: {standard_granularity_column: day_d}, columns: [{name: id}]}]\n',
      ),
    },
    command: 'parse',
  },
  P045: {
    files: {
      ...model('select 1 as id'),
      'catalogs.yml': 'catalogs: [{name: lake, write_integrations: [{name: w, catalog_type: unity}]}]\n',
    },
    command: 'parse',
  },
  D043: {
    files: {
      'models/a_v1.sql': "{{ config(alias='a') }} select 1 as id",
      'models/a.yml':
        'models: [{name: a, config: {latest_version_pointer: {enabled: true}}, versions: [{v: 1}]}]\n',
    },
  },
  N046: {
    files: {
      'models/o.sql': 'select 1 as id, current_date as day_d',
      'models/o.yml': `models:
  - {name: o, time_spine: {standard_granularity_column: day_d}, columns: [{name: day_d, granularity: day}]}
semantic_models:
  - name: O
    model: ref('o')
    defaults: {agg_time_dimension: day_d}
    entities: [{name: id, type: primary}]
    dimensions: [{name: day_d, type: time, type_params: {time_granularity: day}}]
    measures: [{name: cnt, agg: count, expr: "1"}]
metrics: [{name: cnt_o, label: count, type: simple, type_params: {measure: cnt}}]
`,
    },
    command: 'parse',
  },
  N047: { files: { ...model('select 1 as id'), 'osi/orders.json': '{}' }, command: 'parse' },
  N062: {
    files: {
      'models/o.sql': 'select 1 as id, current_date as day_d',
      'models/o.yml': `models:
  - {name: o, time_spine: {standard_granularity_column: day_d}, columns: [{name: day_d, granularity: day}]}
semantic_models:
  - name: os
    model: ref('o')
    defaults: {agg_time_dimension: day_d}
    entities: [{name: idd, type: primary, expr: id}]
    dimensions: [{name: day_d, type: time, type_params: {time_granularity: day}}]
    measures: [{name: cnt, agg: count, expr: "1"}]
metrics:
  - {name: sold, label: Sold, type: conversion, type_params: {conversion_type_params: {base_measure: cnt, conversion_measure: cnt, entity: idd}}}
`,
    },
    command: 'parse',
  },
  N063: {
    files: {
      'models/o.sql': 'select 1 as id, current_date as day_d',
      'models/o.yml': `models:
  - {name: o, time_spine: {standard_granularity_column: day_d}, columns: [{name: day_d, granularity: day}]}
semantic_models:
  - name: os
    model: ref('o')
    defaults: {agg_time_dimension: day_d}
    entities: [{name: idd, type: primary, expr: id}]
    dimensions: [{name: day_d, type: time, type_params: {time_granularity: day}}]
    measures: [{name: cnt, agg: count, expr: "1"}]
metrics:
  - {name: sold, label: Sold, type: conversion, type_params: {conversion_type_params: {base_measure: cnt, conversion_measure: cnt, entity: idd}}}
  - {name: twice, label: Twice, type: derived, type_params: {expr: 'sold * 2', metrics: [sold]}}
`,
    },
    command: 'parse',
  },
  N043: {
    files: {
      'functions/f.sql': 'x + 1',
      'functions/f.yml':
        'functions: [{name: f, arguments: [{name: x, data_type: int}], returns: {data_type: int}, overloads: [{defined_in: g}]}]\n',
    },
  },
  N044: {
    files: {
      'functions/f.js': 'return x + 1;',
      'functions/f.yml': 'functions: [{name: f, returns: {data_type: int}}]\n',
    },
  },
  D040: {
    files: {
      'functions/f.py': 'def main(x):\n    return x\n',
      'functions/f.yml':
        'functions: [{name: f, returns: {data_type: int}, config: {runtime_version: "3.11", entry_point: main}}]\n',
    },
  },
  D041: {
    files: {
      'functions/f.sql': 'select 1 as id',
      'functions/f.yml': 'functions: [{name: f, returns: {data_type: int}, config: {type: table}}]\n',
    },
  },
  D042: {
    files: {
      'functions/f.py': 'def main(x):\n    return x\n',
      'functions/f.yml': 'functions: [{name: f, returns: {data_type: int}}]\n',
    },
  },
  S017: { command: 'list' },
  S009: {
    files: {
      ...model('select 1 as id'),
      'selectors.yml':
        'selectors:\n  - name: one\n    definition: {method: selector, value: two}\n  - name: two\n    definition: {method: selector, value: one}\n',
    },
    command: 'list',
    options: { selector: 'one' },
  },
  C016: { files: {}, command: 'init', options: { profile: 'other' } },
  C006: { files: {}, command: 'init', options: { projectName: 'my-shop' } },
  N035: {
    files: model(
      'select 1 as id',
      'models: [{name: a, columns: [{name: id, data_tests: [{not_null: {severity: warn}}]}]}]\n',
    ),
  },
  N040: {
    files: {
      'models/a.sql': "select * from {{ ref('b') }}",
      'models/b.sql': 'select 1 as id',
      'models/b.yml': 'models: [{name: b, deprecation_date: 2020-01-01}]\n',
    },
  },
};
