import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callCli } from '../support/call-cli.ts';
import { projectFolder } from '../support/project-folder.ts';

interface Shown {
  readonly files: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  readonly before?: readonly string[];
}

const ORDERS =
  "select 1 as customer_id, 'Ann' as first_name, 'Bee' as last_name, 'placed' as status, 10 as amount\n";

/** The errors that people meet first, as the command line shows them. */
const CASES: Readonly<Record<string, Shown>> = {
  'missing-ref': {
    files: {
      'models/bronze/stg_orders.sql': ORDERS,
      'models/gold/fct_orders.sql':
        "-- orders\nwith orders as (\n  select * from {{ ref('stg_order') }}\n)\nselect * from orders\n",
    },
    argv: ['parse'],
  },
  cycle: {
    files: {
      'models/dim_customer.sql': "select *\nfrom {{ ref('fct_orders') }}\n",
      'models/fct_orders.sql': "select *\nfrom {{ ref('int_order_lines') }}\n",
      'models/int_order_lines.sql': "select *\nfrom {{ ref('dim_customer') }}\n",
    },
    argv: ['build'],
  },
  'bad-yaml': {
    files: {
      'models/fct_orders.sql': ORDERS,
      'models/_gold.yml':
        'models:\n  - name: fct_orders\n    description: orders: all of them\n    colums: []\n',
    },
    argv: ['parse'],
  },
  'jinja-undefined': {
    files: {
      'models/fct_orders.sql':
        "{% set statuses = ['placed', 'shipped'] %}\nselect\n  {% for s in statuss %}\n  {{ s }},\n  {% endfor %}\n  {{ generate_key('a') }} as key\n",
    },
    argv: ['compile'],
  },
  binder: {
    files: {
      'models/stg_orders.sql': `{{ config(materialized='table') }} ${ORDERS}`,
      'macros/money.sql':
        '{% macro cents(column) %}\n  round({{ column }} * 100 + o.amonut)\n{% endmacro %}\n',
      'models/fct_orders.sql':
        "select\n  {% for s in ['placed', 'shipped'] %}\n  sum(case when status = '{{ s }}' then amount end) as {{ s }}_amount,\n  {% endfor %}\n  o.frist_name\nfrom {{ ref('stg_orders') }} as o\ngroup by all\n",
      'models/in_macro.sql':
        "select\n  {{ cents('o.amount') }} as cents\nfrom {{ ref('stg_orders') }} as o\n",
    },
    argv: ['run', '--threads', '1'],
  },
  'test-failure': {
    files: {
      'models/fct_orders.sql':
        "select * from (values (1, 'a'), (null, 'b'), (null, 'c')) t(customer_id, note)\n",
      'models/_gold.yml':
        'models:\n  - name: fct_orders\n    columns:\n      - name: customer_id\n        data_tests:\n          - not_null\n',
    },
    argv: ['build'],
  },
  contract: {
    files: {
      'models/fct_orders.sql': 'select\n  1 as customer_id,\n  1.5::double as net_amount\n',
      'models/_gold.yml':
        'models:\n  - name: fct_orders\n    config: {contract: {enforced: true}}\n    columns:\n      - {name: customer_id, data_type: integer}\n      - {name: net_amount, data_type: "decimal(18,2)"}\n      - {name: channel, data_type: varchar}\n',
    },
    argv: ['run'],
  },
  'locked-database': { files: { 'models/a.sql': 'select 1 as id\n' }, argv: ['run'] },
};

const HOLD = `const { DuckDBInstance } = require('@duckdb/node-api');
DuckDBInstance.create(process.argv[1]).then(() => { console.log('held'); setInterval(() => {}, 1000); });`;

async function holding(database: string) {
  const child = spawn(process.execPath, ['-e', HOLD, database], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((done) => child.stdout.once('data', done));
  return child;
}

/** What differs from call to call and from machine to machine. */
function steady(text: string, root: string, pid: number | undefined): string {
  return text
    .replaceAll(root, '<project>')
    .replaceAll(process.execPath, '<node>')
    .replaceAll(pid === undefined ? '<none>' : String(pid), '<pid>')
    .replace(/^\d\d:\d\d:\d\d {1,2}/gm, '')
    .replace(/\d+\.\d\ds\b/g, '0.00s')
    .replace(/\d+ hours \d+ minutes and [\d.]+ seconds \([\d.]+s\)/g, '<time>')
    .replace(/, \d+ macros/g, ', <n> macros')
    .replace(/ +$/gm, '');
}

describe('an error is shown with its place, its cause and a way out', () => {
  const here = process.cwd();
  afterAll(() => process.chdir(here));

  it.each(Object.entries(CASES))('%s', async (name, { files, argv }) => {
    const folder = projectFolder({
      'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
      ...files,
    });
    const holder = name === 'locked-database' ? await holding(join(folder.root, 'shop.duckdb')) : undefined;
    process.chdir(folder.root);
    try {
      const { code, out } = await callCli(argv);
      expect(code).toBeGreaterThan(0);
      await expect(steady(out, folder.root, holder?.pid)).toMatchFileSnapshot(`golden/as-shown/${name}.txt`);
    } finally {
      process.chdir(here);
      holder?.kill();
      folder.remove();
    }
  });
});
