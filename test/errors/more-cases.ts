import { createHost, fakeEnvironment, type Network, NetworkError } from '../../src/host/index.ts';
import type { ErrorCase } from './cases.ts';

const lib = (name: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  [`dbt_packages/${name}/dbt_project.yml`]: `name: ${name}\n`,
  ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`dbt_packages/${name}/${path}`, text])),
});
const pile = (name: string) =>
  `{% materialization ${name}, default %}{{ return({}) }}{% endmaterialization %}`;
const TWO_PACKAGES = { 'packages.yml': 'packages:\n  - local: one\n  - local: two\n' };

/** A host that does not find the parts of this program. */
function withoutTemplates() {
  const host = createHost();
  const exists = (path: string) => !path.includes('templates') && host.files.exists(path);
  return { ...host, files: { ...host.files, exists } };
}

/** A host that may see a file, but not read it. */
function unreadable(name: string) {
  const host = createHost();
  const readText = (path: string) => {
    if (path.endsWith(name)) throw new Error('permission denied');
    return host.files.readText(path);
  };
  return { ...host, files: { ...host.files, readText } };
}

/** A network on which everything is too large. */
const hugeNetwork: Network = {
  ...createHost().network,
  get: () => Promise.reject(new NetworkError('more than 268435456 bytes', 'too large')),
};

/** A source with a freshness, over a table that the hook makes; and the call that looks at it. */
const fresh = (field: string, more: Readonly<Record<string, string>> = {}): ErrorCase => ({
  files: {
    'dbt_project.yml':
      "name: shop\nprofile: shop\non-run-start: create table if not exists orders as select 'x' as made\n",
    'models/s.yml': [
      'sources:',
      '  - name: raw',
      '    schema: main',
      `    config: {freshness: {warn_after: {count: 1, period: day}}${field}}`,
      '    tables: [{name: orders}]',
    ].join('\n'),
    ...more,
  },
  command: 'sourceFreshness',
});

/** More of the same: what needs several packages, a host of its own, or a rarer construct. */
export const MORE_CASES: Readonly<Record<string, ErrorCase>> = {
  C005: { command: 'init', options: { projectName: 'docs' } },
  C008: { command: 'init', options: { projectName: 'fresh_project', host: withoutTemplates() } },
  N048: {
    files: {
      'models/a.sql':
        "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='t', batch_size='day', begin='2024-01-01') }} select 1 as id, current_timestamp as t",
    },
    command: 'parse',
  },
  N049: {
    files: {
      'dbt_project.yml':
        'name: shop\nprofile: shop\nflags: {require_batched_execution_for_custom_microbatch_strategy: false}\n',
      'macros/m.sql': '{% macro get_incremental_microbatch_sql(arg_dict) %}select 1{% endmacro %}',
      'models/a.sql':
        "{{ config(materialized='incremental', incremental_strategy='microbatch') }} select 1 as id",
    },
    command: 'parse',
  },
  D119: {
    files: {
      'models/a.sql': "{{ config(materialized='external', location='out/a.parquet') }} select 1 as id",
      'macros/m.sql': '{% macro write_to_file(relation, location, options) %}{% endmacro %}',
    },
  },
  S018: { files: { 'models/a.sql': 'select 1 as id' }, argv: ['retry'] },
  C017: { ...fresh(', loaded_at_query: select now()'), argv: ['source', 'freshness', '-o', 'x.json'] },
  D111: fresh(', loaded_at_field: made', {
    'macros/m.sql':
      "{% macro collect_freshness(source, loaded_at_field, filter) %}{{ return(run_query('select now(), now()')) }}{% endmacro %}",
  }),
  D112: fresh(', loaded_at_field: made'),
  D113: fresh(''),
  D114: fresh(', loaded_at_query: select now()', {
    'dbt_project.yml':
      'name: shop\nprofile: shop\nflags: {source_freshness_run_project_hooks: false}\non-run-start: select 1\n',
  }),
  D104: {
    files: {
      'models/p.py': 'def model(dbt, session):\n    dbt.config(materialized="view")\n    return None\n',
    },
  },
  D110: {
    files: {
      'dbt_project.yml':
        'name: shop\nprofile: shop\nflags: {require_explicit_package_overrides_for_builtin_materializations: false}\n',
      'packages.yml': 'packages:\n  - local: lib\n',
      ...lib('lib', { 'macros/m.sql': pile('view') }),
      'models/a.sql': 'select 1 as id',
    },
  },
  G002: { files: { 'models/a.sql': 'select 1 as id' }, argv: ['docs', 'serve'] },
  J010: {
    files: { 'models/a.sql': 'select 1 as id', 'macros/m.sql': '{% endmacro %}' },
    command: 'parse',
  },
  J102: {
    files: {
      ...TWO_PACKAGES,
      ...lib('one', { 'macros/m.sql': pile('pile') }),
      ...lib('two', { 'macros/m.sql': pile('pile') }),
      'models/a.sql': "{{ config(materialized='pile') }} select 1 as id",
    },
  },
  K004: {
    files: { 'packages.yml': 'packages:\n  - {git: same, revision: v1}\n  - local: same\n' },
    command: 'deps',
  },
  K010: {
    files: { 'packages.yml': 'packages:\n  - {git: "file:///nowhere", revision: v1}\n' },
    command: 'deps',
  },
  N011: {
    files: {
      ...TWO_PACKAGES,
      ...lib('one', { 'models/b.sql': "{{ config(alias='b1') }} select 1 as id" }),
      ...lib('two', { 'models/b.sql': 'select 1 as id' }),
      'models/a.sql': "select * from {{ ref('b') }}",
    },
    command: 'parse',
  },
  N036: {
    files: {
      'models/a.sql': 'select 1 as id',
      'models/a.yml':
        'models: [{name: a, config: {contract: {enforced: true}}, columns: [{name: id, data_type: integer, constraints: [{type: not_null}]}]}]\n',
    },
    command: 'parse',
  },
  N041: {
    files: {
      'models/s.yml':
        'sources:\n  - name: raw\n    tables:\n      - name: t\n        config: {freshness: {warn_after: {count: 1, period: day}}}\n',
    },
    command: 'parse',
  },
  N042: {
    files: {
      'models/o.sql': 'select 1 as id, current_date as day_d',
      'models/o.yml':
        'models:\n  - {name: o, time_spine: {standard_granularity_column: day_d}, columns: [{name: day_d, granularity: day}]}\nmetrics: [{name: cnt_o, label: count, type: simple, type_params: {measure: cnt}}]\n',
    },
    command: 'parse',
  },
  N102: {
    files: {
      'models/a.sql': "{% if execute %}select * from {{ ref('b') }}{% endif %}",
      'models/b.sql': 'select 1 as id',
      'models/b.yml':
        'groups: [{name: g, owner: {name: me}}]\nmodels: [{name: b, config: {group: g, access: private}}]\n',
    },
  },
  P013: {
    files: { 'models/a.sql': 'select 1 as id', 'selectors.yml': 'selectors: []\n' },
    command: 'parse',
    options: { host: { ...unreadable('selectors.yml'), env: fakeEnvironment({}) } },
  },
  S003: {
    files: {
      'models/a.sql': 'select 1 as id',
      'selectors.yml': 'selectors: [{name: mine, definition: "a\\nb"}]\n',
    },
    command: 'list',
    options: { selector: 'mine' },
  },
  K014: {
    files: { 'packages.yml': 'packages:\n  - {tarball: "https://localhost/base.tar.gz", name: base}\n' },
    command: 'deps',
    options: { host: { ...createHost(), network: hugeNetwork } },
  },
  D044: {
    files: {
      'models/a.sql': 'select 1 as id',
      'profiles.yml':
        "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, attach: [{path: 'crm.sqlite', type: sqlite}]}\n",
    },
    options: { atomic: true },
  },
};
