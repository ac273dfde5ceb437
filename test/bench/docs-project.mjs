/**
 * A project that looks like one, to measure the docs with: models of 12 columns and some 40 lines, two tests each, in folders
 * and layers, with results of a run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const THINGS = [
  'order',
  'customer',
  'invoice',
  'shipment',
  'session',
  'refund',
  'product',
  'ticket',
  'payment',
  'visit',
];
const AREAS = ['sales', 'finance', 'marketing', 'logistics', 'support', 'web', 'people', 'risk'];
const COLUMNS = [
  ['id', 'BIGINT'],
  ['customer_id', 'BIGINT'],
  ['created_at', 'TIMESTAMP'],
  ['updated_at', 'TIMESTAMP'],
  ['status', 'VARCHAR'],
  ['country', 'VARCHAR'],
  ['channel', 'VARCHAR'],
  ['amount', 'DECIMAL(18,2)'],
  ['tax', 'DECIMAL(18,2)'],
  ['discount', 'DECIMAL(18,2)'],
  ['quantity', 'INTEGER'],
  ['is_valid', 'BOOLEAN'],
];

/** The same numbers each time. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const columns = COLUMNS.map(([name]) => name);

function stagingSql(source, index) {
  return `with source as (
    select * from {{ source('raw', '${source}') }}
),

renamed as (
    select
        id,
        customer_id,
        created_at,
        coalesce(updated_at, created_at) as updated_at,
        lower(trim(status)) as status,
        upper(country) as country,
        coalesce(channel, 'unknown') as channel,
        amount,
        tax,
        discount,
        quantity,
        is_valid
    from source
    -- rows of tests carry negative numbers
    where id > ${index}
),

latest as (
    select
        *,
        row_number() over (
            partition by id
            order by updated_at desc
        ) as version
    from renamed
)

select * exclude (version)
from latest
where version = 1
`;
}

function silverSql(left, right) {
  return `with base as (
    select * from {{ ref('${left}') }}
),

other as (
    select * from {{ ref('${right}') }}
),

joined as (
    select
        base.id,
        base.customer_id,
        base.created_at,
        greatest(base.updated_at, other.updated_at) as updated_at,
        case
            when other.status = 'cancelled' then other.status
            else base.status
        end as status,
        base.country,
        coalesce(base.channel, other.channel) as channel,
        base.amount + coalesce(other.amount, 0) as amount,
        base.tax + coalesce(other.tax, 0) as tax,
        least(base.discount, other.discount) as discount,
        base.quantity,
        base.is_valid and other.is_valid as is_valid
    from base
    left join other
        on other.id = base.id
        and other.created_at >= base.created_at
)

select *
from joined
where status is not null
`;
}

function goldSql(parent) {
  return `with base as (
    select * from {{ ref('${parent}') }}
    where is_valid
)

select
    min(id) as id,
    customer_id,
    min(created_at) as created_at,
    max(updated_at) as updated_at,
    max(status) as status,
    country,
    channel,
    sum(amount) as amount,
    sum(tax) as tax,
    sum(discount) filter (
        where discount > 0
    ) as discount,
    count(*) as quantity,
    bool_or(is_valid) as is_valid
from base
group by
    customer_id,
    country,
    channel
having sum(amount) > 0
order by
    amount desc
`;
}

function modelYaml({ name, thing, area, layer }) {
  const described = columns.map((column, at) => {
    const tests = at === 0 ? '\n        data_tests: [unique, not_null]' : '';
    return `      - name: ${column}\n        description: "The ${column.replace('_', ' ')} of the ${thing}, as ${area} counts it."${tests}`;
  });
  return `  - name: ${name}\n    description: "One row per ${thing} in ${area}. ${layer} layer; refreshed daily, **late rows** are merged."\n    config: {tags: [${area}, ${layer}]}\n    columns:\n${described.join('\n')}`;
}

function plan(count, next) {
  const staging = Math.floor(count * 0.3);
  const silver = Math.floor(count * 0.4);
  const models = [];
  const pick = (from, to) => models[from + Math.floor(next() * (to - from))];
  for (let index = 0; index < count; index++) {
    const thing = THINGS[Math.floor(next() * THINGS.length)];
    const area = AREAS[Math.floor(next() * AREAS.length)];
    const layer = index < staging ? 'staging' : index < staging + silver ? 'silver' : 'gold';
    const prefix = { staging: 'stg', silver: 'int', gold: 'fct' }[layer];
    const name = `${prefix}_${thing}_${area}_${index}`;
    const sql =
      layer === 'staging'
        ? stagingSql(`table_${index % Math.max(1, Math.floor(staging / 3))}`, index)
        : layer === 'silver'
          ? silverSql(pick(0, index).name, pick(0, Math.min(index, staging)).name)
          : goldSql(pick(staging, staging + silver).name);
    models.push({ name, thing, area, layer, sql });
  }
  return { models, sources: Math.max(1, Math.floor(staging / 3)) };
}

/** Results of a run as they would stand in the history. */
function historyOf(models, next) {
  const lines = [];
  let start = 0;
  for (const [index, { name }] of models.entries()) {
    const seconds = Number((0.02 + next() * 0.3).toFixed(4));
    const shared = {
      at: '2026-11-01T06:00:00.000Z',
      invocation: 'bench',
      command: 'build',
      target: 'dev',
      start,
      thread: `Thread-${(index % 4) + 1} (worker)`,
    };
    lines.push({
      ...shared,
      uniqueId: `model.bench.${name}`,
      status: 'success',
      seconds,
      rows: Math.floor(next() * 1e6),
      failures: null,
      message: null,
    });
    start += seconds / 4;
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Writes a project of so many models into a folder. */
export function writeDocsProject(folder, count) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const next = random(7);
  const { models, sources } = plan(count, next);
  write('dbt_project.yml', 'name: bench\nprofile: bench\nmodels: {bench: {gold: {+materialized: table}}}\n');
  write(
    'profiles.yml',
    'bench: {target: dev, outputs: {dev: {type: duckdb, path: bench.duckdb, threads: 4}}}\n',
  );
  const typed = COLUMNS.map(([name, type]) => `          - {name: ${name}, data_type: "${type}"}`).join('\n');
  const tables = Array.from(
    { length: sources },
    (_, at) => `      - name: table_${at}\n        columns:\n${typed}`,
  );
  write('models/sources.yml', `sources:\n  - name: raw\n    tables:\n${tables.join('\n')}\n`);
  for (const { name, area, layer, sql } of models) write(`models/${layer}/${area}/${name}.sql`, sql);
  const folders = new Map();
  for (const model of models) {
    const key = `${model.layer}/${model.area}`;
    folders.set(key, [...(folders.get(key) ?? []), model]);
  }
  for (const [key, all] of folders)
    write(`models/${key}/_models.yml`, `models:\n${all.map(modelYaml).join('\n')}\n`);
  write('.sluice/history.jsonl', historyOf(models, next));
}
