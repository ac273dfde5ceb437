/**
 * Writes a synthetic dbt project: N models in four layers over one seed, with properties, tests, tags and macros. Every
 * third model uses a loop and every third a macro, so that no static reading of the text can serve for rendering.
 *
 * usage: node test/bench/generate-project.mjs FOLDER [--models 1000] [--materialized view] [--no-tests]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const LAYERS = [
  ['staging', 0.3],
  ['intermediate', 0.25],
  ['silver', 0.25],
  ['gold', 0.2],
];
const STATUSES = ['new', 'paid', 'void'];

/** A small generator of pseudo-random numbers (mulberry32), so that every machine gets the same project. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function modelSql({ index, parents }) {
  const macro = index % 12;
  const tags = [1, 7, 11, 13, 17].map((step) => `'t${(index * step) % 40}'`).join(', ');
  const first = parents[0] ?? 'raw_orders';
  const lines = [
    `{{ config(tags=[${tags}]) }}`,
    '',
    'with source as (',
    `    select * from {{ ref('${first}') }}`,
    '),',
  ];
  parents.slice(1).forEach((parent, at) => {
    lines.push(`other_${at} as (`, `    select id, amount as amount_${at} from {{ ref('${parent}') }}`, '),');
  });
  lines.push('renamed as (', '    select', '        source.id,', '        source.customer_id,');
  if (index % 3 === 1) lines.push(`        {{ scale_${macro}('source.amount') }} as scaled_${macro},`);
  if (index % 3 === 2) {
    lines.push(
      `        {% for s in [${STATUSES.map((each) => `'${each}'`).join(', ')}] %}`,
      "        sum(case when source.status = '{{ s }}' then 1 else 0 end) over () as n_{{ s }},",
      '        {% endfor %}',
    );
  }
  lines.push(
    '        source.amount,',
    '        source.ordered_at,',
    '        source.status',
    '    from source',
  );
  for (let at = 0; at < parents.length - 1; at++)
    lines.push(`    left join other_${at} on other_${at}.id = source.id`);
  lines.push(
    "    where source.ordered_at >= '{{ var('cutoff') }}'",
    '),',
    'final as (',
    '    select id, customer_id, amount, ordered_at, status from renamed',
    ')',
    'select * from final',
    '',
  );
  return lines.join('\n');
}

function properties({ name, index, layer, tests }) {
  const lines = [
    `  - name: ${name}`,
    `    description: Model ${index} of layer ${layer}, one row per order.`,
    '    columns:',
  ];
  for (const column of ['id', 'customer_id', 'amount', 'ordered_at', 'status']) {
    lines.push(`      - name: ${column}`, `        description: The ${column} of the order.`);
    if (tests && column === 'id') lines.push('        data_tests: [not_null, unique]');
    if (tests && column === 'status' && index % 4 === 0) {
      lines.push(
        '        data_tests:',
        '          - accepted_values:',
        '              arguments: {values: [new, paid, void]}',
      );
    }
  }
  return lines;
}

/**
 * @param {string} folder where to write
 * @param {{models?: number, materialized?: string, tests?: boolean}} [options]
 * @returns {string[]} the names of the models
 */
export function generateProject(folder, { models = 1000, materialized = 'view', tests = true } = {}) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write(
    'dbt_project.yml',
    `name: bench
version: '1.0'
config-version: 2
profile: bench
model-paths: [models]
macro-paths: [macros]
vars: {cutoff: '2020-01-01', scale: 100}
models:
  bench:
    +materialized: ${materialized}
    staging: {+schema: staging, +tags: [daily]}
    silver: {+schema: silver}
    gold: {+schema: gold, +materialized: table}
`,
  );
  write(
    'profiles.yml',
    'bench:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: bench.duckdb, threads: 4}\n',
  );
  const orders = Array.from({ length: 200 }, (_, at) => at + 1).map(
    (i) =>
      `${i},${i % 17},${(i * 3) % 101},2024-01-${String((i % 28) + 1).padStart(2, '0')},${STATUSES[i % 3]}`,
  );
  write('seeds/raw_orders.csv', `id,customer_id,amount,ordered_at,status\n${orders.join('\n')}\n`);
  for (let m = 0; m < 12; m++) {
    write(
      `macros/m${m}.sql`,
      `{% macro scale_${m}(column, by=none) %}
  {%- set by = by if by is not none else var('scale', 100) -%}
  round({{ column }} / {{ by }}, ${m % 4})
{%- endmacro %}

{% macro pick_${m}(columns) -%}
  {%- for c in columns %}{{ c }} as {{ c }}_${m}{{ ", " if not loop.last }}{%- endfor -%}
{%- endmacro %}
`,
    );
  }
  const next = random(7);
  const names = [];
  let previous = [];
  for (const [layer, share] of LAYERS) {
    const count = Math.max(1, Math.round(models * share));
    const current = [];
    const yaml = new Map();
    for (let k = 0; k < count; k++) {
      const index = names.length;
      const name = `${layer.slice(0, 3)}_${String(index).padStart(5, '0')}`;
      const area = `models/${layer}/area_${String(Math.floor(k / 25)).padStart(3, '0')}`;
      const wanted = previous.length === 0 ? 0 : [1, 1, 2, 3][Math.floor(next() * 4)];
      const parents = new Set();
      while (parents.size < Math.min(wanted, previous.length))
        parents.add(previous[Math.floor(next() * previous.length)]);
      write(`${area}/${name}.sql`, modelSql({ index, parents: [...parents] }));
      if (!yaml.has(area)) yaml.set(area, ['version: 2', 'models:']);
      yaml.get(area).push(...properties({ name, index, layer, tests }));
      current.push(name);
      names.push(name);
    }
    for (const [area, lines] of yaml) write(`${area}/_models.yml`, `${lines.join('\n')}\n`);
    previous = current;
  }
  return names;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      models: { type: 'string' },
      materialized: { type: 'string' },
      'no-tests': { type: 'boolean' },
    },
  });
  if (positionals.length !== 1) {
    console.error(
      'usage: node test/bench/generate-project.mjs FOLDER [--models 1000] [--materialized view] [--no-tests]',
    );
    process.exit(2);
  }
  const names = generateProject(resolve(positionals[0]), {
    models: Number(values.models ?? 1000),
    materialized: values.materialized ?? 'view',
    tests: values['no-tests'] !== true,
  });
  console.log(`${names.length} models`);
}
