import { runOperation } from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

/** One project with a fault of every kind that a check finds. */
const FILES: Readonly<Record<string, string>> = {
  'profiles.yml':
    'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2}\n',
  'seeds/countries.csv': 'code,name,population\nDE,Germany,83\nNL,Netherlands,17\n',
  'models/sources.yml': `sources:
  - name: raw
    schema: main
    meta: {external_location: "data/{name}.parquet"}
    tables:
      - name: orders
        columns:
          - name: order_id
            data_tests: [not_null]
          - name: amuont
            data_tests: [not_null]
  - name: gone
    schema: main
    meta: {external_location: "data/{name}.parquet"}
    tables:
      - name: nothing
  - name: db
    schema: main
    tables:
      - name: events
      - {name: lands, identifier: countries, loaded_at_field: loaded, freshness: {warn_after: {count: 1, period: day}}}
`,
  'models/models.yml': `models:
  - name: stg_orders
    columns:
      - name: order_id
        data_tests: [unique]
      - name: custmer_id
        data_tests: [not_null]
  - name: contracted
    config: {contract: {enforced: true}}
    columns:
      - {name: order_id, data_type: integer}
      - {name: amount, data_type: varchar}
      - {name: extra, data_type: date}
  - name: keyed
    config: {materialized: incremental, unique_key: ordr_id}
  - name: judged
    columns:
      - name: order_id
        data_tests:
          - not_null: {config: {fail_calc: sum(nope)}}
`,
  'snapshots/snap.yml': `snapshots:
  - name: snap
    relation: ref('stg_orders')
    config: {unique_key: order_id, strategy: timestamp, updated_at: updated_att}
`,
  'models/stg_orders.sql':
    "select order_id, customer_id, amount, status, updated_at\nfrom {{ source('raw', 'orders') }}\n",
  'models/reads_nothing.sql': "select * from {{ source('gone', 'nothing') }}\n",
  'models/reads_database.sql': "select id from {{ source('db', 'events') }}\n",
  'models/file_name.sql': "select order_id, filename from {{ source('raw', 'orders') }}\n",
  'models/contracted.sql': "select order_id, amount, status from {{ ref('stg_orders') }}\n",
  'models/keyed.sql':
    "select * from {{ ref('stg_orders') }}\n{% if is_incremental() %}\nwhere updated_at > (select max(updated_at) from {{ this }})\n{% endif %}\n",
  'models/second_time.sql':
    "{{ config(materialized='incremental') }}\nselect order_id from {{ ref('stg_orders') }}\n{% if is_incremental() %}\nwhere updatd_at > (select max(order_id) from {{ this }})\n{% endif %}\n",
  'models/two_shapes.sql':
    "{{ config(materialized='incremental', on_schema_change='fail') }}\nselect order_id {% if is_incremental() %}, amount{% endif %} from {{ ref('stg_orders') }}\n",
  'models/typo.sql': `{% set statuses = ['placed', 'shipped'] %}
select
  order_id,
  {% for s in statuss %}
  sum(case when status = '{{ s }}' then amount end) as {{ s }}_amount,
  {% endfor %}
  '{{ greeting }}' as hello
  {%- if optional is defined %}, '{{ optional }}' as more{% endif %}
from {{ ref('stg_orders') }}
group by all
`,
  'macros/money.sql': '{% macro dollars(column) %}round({{ column }} / 100, {{ digts }}){% endmacro %}\n',
  'models/in_macro.sql': "select {{ dollars('amount') }} as usd from {{ ref('stg_orders') }}\n",
  'models/bad_column.sql': "select\n  o.order_id,\n  o.custmer_id\nfrom {{ ref('stg_orders') }} o\n",
  'models/below_bad.sql': "select * from {{ ref('bad_column') }}\n",
  'models/between.sql':
    "{{ config(materialized='ephemeral') }}\nselect order_id, amont from {{ ref('stg_orders') }}\n",
  'models/self_reader.sql':
    "{{ config(materialized='incremental') }}\nselect * from {{ ref('stg_orders') }}\nwhere updated_at > (select max(updated_at) from {{ this }})\n",
  'macros/ask.sql':
    '{% macro ask(sql) %}{% set t = run_query(sql) %}{% if execute %}{{ return(t.columns[0].values()) }}{% endif %}{{ return([]) }}{% endmacro %}\n',
  'models/asks.sql':
    "select order_id {% for s in ask('select distinct status from ' ~ ref('stg_orders')) %}, '{{ s }}' as s{{ loop.index }}{% endfor %} from {{ ref('stg_orders') }}\n",
  'models/below_asks.sql': "select s1 from {{ ref('asks') }}\n",
  'models/shapes.sql':
    "select {% for c in adapter.get_columns_in_relation(ref('stg_orders')) %}{{ c.name }}{{ ', ' if not loop.last }}{% endfor %} from {{ ref('stg_orders') }}\n",
  'models/types.sql': "select amount + status as nonsense from {{ ref('stg_orders') }}\n",
  'models/seeded.sql': "select code, popluation from {{ ref('countries') }}\n",
  'models/pivoted.sql': "pivot {{ ref('stg_orders') }} on status using sum(amount) group by order_id\n",
  'models/pivoted_in.sql':
    "pivot {{ ref('stg_orders') }} on status in ('placed', 'shipped') using sum(amount) group by order_id\n",
  'models/missing_macro.sql': "select {{ cents('amount') }} from {{ ref('stg_orders') }}\n",
  'models/syntax.sql': "select order_id, from from {{ ref('stg_orders') }}\n",
  'models/unmade.sql': "{{ config(materialized='cube') }}\nselect 1 as one\n",
  'models/judged.sql': "select order_id from {{ ref('stg_orders') }}\n",
  'tests/singular.sql': "select * from {{ ref('stg_orders') }} where amont < 0\n",
  'analyses/question.sql': "select nope from {{ ref('stg_orders') }}\n",
};

const ORDERS = `(
  select i::integer as order_id, (i % 10)::integer as customer_id, (i * 1.5)::decimal(18, 2) as amount,
    case when i % 2 = 0 then 'placed' else 'shipped' end as status,
    timestamp '2025-01-01' + interval (i) hour as updated_at
  from range(100) t(i)
)`;

/** Writes what a query gives to `data/NAME.parquet` of a project, without a database that is kept. */
export async function writeParquet(folder: ProjectFolder, name: string, query: string): Promise<void> {
  folder.write({
    'data/.keep': '',
    'elsewhere/profiles.yml': "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: ':memory:'}\n",
  });
  const sql = `copy ${query} to '${folder.root}/data/${name}.parquet' (format parquet)`;
  await runOperation({ projectDir: folder.root, profilesDir: `${folder.root}/elsewhere`, sql });
}

/** The project in a folder of its own, with its Parquet file and no database. */
export async function faultyProject(): Promise<ProjectFolder> {
  const folder = projectFolder(FILES);
  await writeParquet(folder, 'orders', ORDERS);
  return folder;
}
