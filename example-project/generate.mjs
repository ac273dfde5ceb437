/**
 * Makes the raw Parquet, CSV and JSON data that this project reads. The same arguments always give the same rows.
 *
 * usage: node generate.mjs [--scale N] [--load 1|2] [--out DIR]
 *   --scale N   how much of it: 1 is some 200,000 rows, 100 is a hundred times that (default 1)
 *   --load 1    the history, January to April 2025; clears DIR first (default)
 *   --load 2    what arrives afterwards, in files beside the first: May, late rows, corrections, a renamed column
 *   --out DIR   where to write (default: data/raw beside this file)
 *
 * The dirt is on purpose: sales that arrive twice, sales that arrive days late, sales without a customer, amounts that are
 * no numbers, e-mail addresses in two spellings, a column that newer files call by another name.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';

const { values } = parseArgs({
  options: { scale: { type: 'string' }, load: { type: 'string' }, out: { type: 'string' }, quiet: { type: 'boolean' } },
});
const scale = Number(values.scale ?? 1);
const load = Number(values.load ?? 1);
const out = resolve(values.out ?? join(dirname(fileURLToPath(import.meta.url)), 'data', 'raw'));
if (!(scale > 0) || ![1, 2].includes(load)) {
  console.error('usage: node generate.mjs [--scale N] [--load 1|2] [--out DIR]');
  process.exit(2);
}

/** The first load covers 120 days from 1 January 2025, the second the 15 days after them. */
const FIRST_DAYS = 120;
const SECOND_DAYS = 15;
const days = load === 1 ? FIRST_DAYS : SECOND_DAYS;
const offset = load === 1 ? 0 : FIRST_DAYS;
/** Rows of the first load at this scale; the second gets its share by days. */
const rows = (base) => Math.max(1, Math.round((base * scale * days) / FIRST_DAYS));
const firstRows = (base) => Math.max(1, Math.round(base * scale));
/** Ids go on where the first load stopped. */
const firstId = (base) => (load === 1 ? 0 : firstRows(base));

const SIZES = {
  customers: 2_000,
  products: 200,
  orders: 12_000,
  web_sessions: 12_000,
  product_transactions: 20_000,
  audit_log: 40_000,
  chat_messages: 16_000,
  git_commits: 3_000,
};
const customers = firstRows(SIZES.customers) + (load === 2 ? rows(SIZES.customers) : 0);
const products = Math.max(50, Math.round(SIZES.products * Math.sqrt(scale)));

const instance = await DuckDBInstance.create(':memory:');
const db = await instance.connect();
const run = (sql) => db.run(sql);

// Pseudo-random numbers as functions of a row's number: `r(i, k)` in [0, 1), `pick(i, k, n)` in 0 .. n-1.
await run('create macro r(i, k) as (hash(i * 1000003 + k * 7919) % 1000000007) / 1000000007.0');
await run('create macro pick(i, k, n) as cast(floor(r(i, k) * n) as bigint)');
await run(`create macro at_second(i, k) as
  timestamp '2025-01-01 00:00:00' + to_seconds(cast(floor((${offset} + r(i, k) * ${days}) * 86400) as bigint))`);
// Most rows arrive within the hour, some days late; but never after their load was taken, or before it for the second.
const takenAt = "timestamp '2025-05-01 02:00:00'";
await run(`create macro loaded(moment, i) as ${load === 1 ? 'least' : 'greatest'}(${takenAt} + interval ${load === 1 ? 0 : 1} hour,
  moment + to_minutes(cast(5 + floor(r(i, 90) * 50) as bigint))
    + case when r(i, 91) < 0.02 then to_days(cast(1 + pick(i, 92, 3) as int)) else interval 0 day end)`);
/** When a row of the first load happened, for the second load to refer to. */
await run(`create macro at_second_before(i, k) as
  timestamp '2025-01-01 00:00:00' + to_seconds(cast(floor(r(i, k) * ${FIRST_DAYS} * 86400) as bigint))`);

const counts = [];
/** Writes a query's rows, partitioned when asked, and remembers how many there were. */
async function write(name, query, { partitionBy = [], format = 'parquet', file = `load${load}` } = {}) {
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  await run(`create or replace temp table out_rows as ${query}`);
  const [[n]] = await (await db.runAndReadAll('select count(*) from out_rows')).getRowsJS();
  const options = format === 'parquet' ? 'format parquet, compression zstd' : format === 'csv' ? 'format csv, header' : 'format json';
  if (partitionBy.length > 0) {
    await run(`copy out_rows to '${folder}' (${options}, partition_by (${partitionBy.join(', ')}), filename_pattern '${file}_{i}', overwrite_or_ignore)`);
  } else {
    await run(`copy out_rows to '${join(folder, `${file}.${format}`)}' (${options})`);
  }
  counts.push([name, Number(n)]);
}

if (load === 1) rmSync(out, { recursive: true, force: true });

// --- Commerce -----------------------------------------------------------------------------------------------------

const FIRST_NAMES = "['Ada','Bruno','Chiara','Dmitri','Elif','Farah','Goran','Hana','Ines','Jonas','Kofi','Lena','Mateo','Nadia','Omar','Priya','Quinn','Rosa','Sven','Tomas']";
const LAST_NAMES = "['Almeida','Brandt','Costa','Duval','Eriksen','Fischer','Garcia','Haddad','Ivanova','Jansen','Kaya','Lindqvist','Moreau','Novak','Okafor','Petrov','Rossi','Silva','Tanaka','Weber']";

// Files from February on call the e-mail column by another name. The second load also changes one customer in ten.
const customerRows = (emailColumn, condition) => `
  select
    'C' || lpad(i::varchar, 7, '0') as customer_id,
    ${FIRST_NAMES}[1 + pick(i, 1, 20)] || ' ' || ${LAST_NAMES}[1 + pick(i, 2, 20)] as full_name,
    case when r(i, 3) < 0.03 then null
         when r(i, 3) < 0.10 then upper('user' || i || '@example.com')
         else 'user' || i || '@example.com' end as ${emailColumn},
    ['DE','FR','NL','SE','US','GB','PL','IT'][1 + pick(i, 4, 8)] as country,
    ['consumer','consumer','consumer','business','partner'][1 + pick(i + ${load === 2 ? 77 : 0}, 5, 5)] as segment,
    timestamp '2024-06-01' + to_days(pick(i, 6, 210)::int) as created_at,
    timestamp '2025-01-01' + to_days(${load === 1 ? 0 : FIRST_DAYS}) + to_minutes(pick(i, 7, 1440)) as updated_at,
    timestamp '2025-01-01' + to_days(${load === 1 ? 0 : FIRST_DAYS}) + interval 1 day as loaded_at
  from range(${customers}) t(i)
  where ${condition}`;
const firstCustomers = firstRows(SIZES.customers);
const older = Math.floor(firstCustomers * 0.6);
if (load === 1) {
  await write('customers', customerRows('email_address', `i < ${older}`), { file: 'load1_january' });
  await write('customers', customerRows('email', `i >= ${older}`), { file: 'load1_february' });
} else {
  await write('customers', customerRows('email', `i >= ${firstCustomers} or i % 10 = 3`));
}

await write('products', `
  select 'P' || lpad(i::varchar, 5, '0') as product_id,
         ['Lamp','Chair','Desk','Shelf','Rug','Vase','Clock','Mirror'][1 + i % 8] || ' ' || ['Nord','Sol','Vind','Berg','Dal'][1 + i % 5] || ' ' || i as product_name,
         ['lighting','seating','tables','storage','textiles','decor','decor','decor'][1 + i % 8] as category,
         round(5 + r(i, 11) * 395, 2)::decimal(10, 2) as list_price
  from range(${products}) t(i)`, { file: 'products' });

const orderRows = rows(SIZES.orders);
await run(`create temp table orders as
  select i, 'O' || lpad(i::varchar, 9, '0') as order_id, at_second(i, 20) as ordered_at,
         -- A few customers buy most: the square bends the distribution.
         cast(floor(r(i, 21) * r(i, 21) * ${customers}) as bigint) as customer,
         ['placed','paid','shipped','delivered','cancelled'][1 + pick(i, 22, 5)] as status,
         ['EUR','EUR','EUR','USD','GBP'][1 + pick(i, 23, 5)] as currency
  from range(${firstId(SIZES.orders)}, ${firstId(SIZES.orders) + orderRows}) t(i)`);
// One order in twenty arrives a second time, with the status it has reached by then; the second load corrects older ones.
const corrected = load === 1 ? '' : `
  union all
  select 'O' || lpad(i::varchar, 9, '0'), 'C' || lpad(cast(floor(r(i, 21) * r(i, 21) * ${firstRows(SIZES.customers)}) as bigint)::varchar, 7, '0'),
         ['delivered','cancelled'][1 + pick(i, 24, 2)], ['EUR','EUR','EUR','USD','GBP'][1 + pick(i, 23, 5)], at_second_before(i, 20),
         ${takenAt} + interval 2 hour, strftime(at_second_before(i, 20), '%Y-%m')
  from range(${firstRows(SIZES.orders)}) t(i) where i % 40 = 4`;
await write('orders', `
  select order_id, 'C' || lpad(customer::varchar, 7, '0') as customer_id, status, currency, ordered_at,
         loaded(ordered_at, i) as loaded_at, strftime(ordered_at, '%Y-%m') as month
  from orders
  union all
  select order_id, 'C' || lpad(customer::varchar, 7, '0'), 'delivered', currency, ordered_at,
         loaded(ordered_at + interval 2 day, i) + interval 1 minute, strftime(ordered_at, '%Y-%m')
  from orders where i % 20 = 7 ${corrected}`, { partitionBy: ['month'] });

// Three lines an order on average; duplicates, missing customers and amounts that are no numbers among them.
await run(`create temp table sales as
  select o.*, line, o.i * 8 + line as n, cast(floor(pow(r(o.i * 8 + line, 30), 2) * ${products}) as bigint) as product,
         1 + pick(o.i * 8 + line, 31, 4) as quantity, round(5 + r(o.i * 8 + line, 32) * 295, 2)::decimal(10, 2) as price
  from orders o, range(1, 7) l(line) where line <= 1 + pick(o.i, 33, 5)`);
// Rows that belong to the first load's days and arrive with the second: a line more on some older orders.
const late = load === 1 ? '' : `
  union all
  select 'O' || lpad(i::varchar, 9, '0') || '-9', 'O' || lpad(i::varchar, 9, '0'), 9,
         'C' || lpad(cast(floor(r(i, 21) * r(i, 21) * ${firstRows(SIZES.customers)}) as bigint)::varchar, 7, '0'), 'P00001', 1, '12.50',
         ['EUR','EUR','EUR','USD','GBP'][1 + pick(i, 23, 5)], at_second_before(i, 20), ${takenAt} + interval 3 hour,
         strftime(at_second_before(i, 20), '%Y-%m')
  from range(${firstRows(SIZES.orders)}) t(i) where i % 100 = 42`;
const saleColumns = `
  order_id || '-' || line as sale_id, order_id, line as line_number,
  case when r(n, 34) < 0.005 then null else 'C' || lpad(customer::varchar, 7, '0') end as customer_id,
  'P' || lpad(product::varchar, 5, '0') as product_id, quantity::integer as quantity,
  case when r(n, 35) < 0.003 then 'n/a' when r(n, 35) < 0.006 then '-' || price else price::varchar end as unit_price,
  currency, ordered_at as sold_at, loaded(ordered_at, n) as loaded_at, strftime(ordered_at, '%Y-%m') as month`;
await write('sales', `
  select ${saleColumns} from sales
  union all
  select * replace (${load === 1 ? 'least' : 'greatest'}(loaded_at + interval 6 hour, ${takenAt} + interval 1 hour) as loaded_at)
  from (select ${saleColumns} from sales where n % 50 = 11) ${late}`,
  { partitionBy: ['month'] });

await run(`create temp table web as
  select s, 'S' || lpad(s::varchar, 9, '0') as session_id, at_second(s, 40) as started_at, e, s * 16 + e as n
  from range(${firstId(SIZES.web_sessions)}, ${firstId(SIZES.web_sessions) + rows(SIZES.web_sessions)}) t(s), range(0, 12) u(e)
  where e <= pick(s, 41, 11)`);
await write('web_events', `
  select md5(session_id || '/' || e) as event_id,
         started_at + to_seconds(e * 40 + pick(n, 42, 40)) as event_at,
         json_object(
           'session', session_id,
           'user', case when r(s, 43) < 0.35 then null else 'U' || lpad(pick(s, 44, ${Math.max(1, customers)})::varchar, 7, '0') end,
           'type', case when e = 0 then 'landing' when e >= 9 then 'purchase' when e >= 7 then 'add_to_cart' else 'page_view' end,
           'page', json_object('path', '/' || ['home','search','product','cart','checkout'][1 + pick(n, 45, 5)], 'ms', pick(n, 46, 4000)),
           'utm', json_object('channel', ['search','social','display','email','direct'][1 + pick(s, 47, 5)], 'campaign', 'c' || pick(s, 48, 12))
         )::varchar as payload,
         loaded(started_at + to_seconds(e * 40), n) as loaded_at,
         strftime(started_at, '%Y-%m-%d') as day
  from web`, { partitionBy: ['day'] });

await write('ad_spend', `
  select (date '2025-01-01' + (${offset} + d)::int) as spend_date, channel, 'c' || c as campaign,
         round(20 + r(d * 100 + c, 50) * 400, 2)::decimal(12, 2) as spend_usd, pick(d * 100 + c, 51, 90000) as impressions,
         pick(d * 100 + c, 52, 2500) as clicks,
         (date '2025-01-01' + (${offset} + d + 1)::int)::timestamp + interval 1 hour as loaded_at
  from range(${days}) t(d), range(12) u(c), (select unnest(['search','social','display']) as channel)`);
await write('email_spend', `
  select (date '2025-01-01' + (${offset} + d)::int) as sent_on, 'c' || pick(d, 53, 12) as campaign,
         500 + pick(d, 54, 9000) as recipients, round(3 + r(d, 55) * 60, 2) as cost_usd
  from range(${days}) t(d) where d % 3 = 0`, { format: 'csv' });

await write('product_transactions', `
  select 'T' || lpad(i::varchar, 9, '0') as transaction_id, 'P' || lpad(pick(i, 60, ${products})::varchar, 5, '0') as product_id,
         ['receipt','shipment','return','adjustment'][1 + pick(i, 61, 4)] as kind,
         case when pick(i, 61, 4) = 1 then -1 else 1 end * (1 + pick(i, 62, 30)) as quantity,
         ['Hamburg','Lyon','Malmo'][1 + pick(i, 63, 3)] as warehouse, at_second(i, 64) as happened_at,
         loaded(at_second(i, 64), i) as loaded_at
  from range(${firstId(SIZES.product_transactions)}, ${firstId(SIZES.product_transactions) + rows(SIZES.product_transactions)}) t(i)`);

await write('audit_log', `
  select i as entry_id, at_second(i, 70) as logged_at, 'U' || lpad(pick(i, 71, ${Math.max(1, customers)})::varchar, 7, '0') as user_id,
         ${FIRST_NAMES}[1 + pick(pick(i, 71, ${Math.max(1, customers)}), 1, 20)] || ' ' || ${LAST_NAMES}[1 + pick(pick(i, 71, ${Math.max(1, customers)}), 2, 20)] as customer_name,
         ['login','logout','view_invoice','change_address','download_report','delete_card'][1 + pick(i, 72, 6)] as action,
         '10.' || pick(i, 73, 8) || '.' || pick(i, 74, 250) || '.' || pick(i, 75, 250) as ip_address,
         case when r(i, 76) < 0.04 then 'denied' else 'ok' end as outcome, loaded(at_second(i, 70), i) as loaded_at,
         strftime(at_second(i, 70), '%Y-%m') as month
  from range(${firstId(SIZES.audit_log)}, ${firstId(SIZES.audit_log) + rows(SIZES.audit_log)}) t(i)`, { partitionBy: ['month'] });

await write('users', `
  select 'U' || lpad(i::varchar, 7, '0') as user_id, 'C' || lpad(i::varchar, 7, '0') as customer_id, 'user' || i as login,
         ['admin','member','member','member','viewer'][1 + pick(i, 80, 5)] as role, r(i, 81) < 0.93 as is_active,
         timestamp '2024-06-01' + to_days(pick(i, 6, 210)::int) as registered_at
  from range(${customers}) t(i)`, { file: 'users' });

// --- Project reporting ----------------------------------------------------------------------------------------------

const AUTHORS = "['mia','noah','olga','pavel','rania','sofia','theo','uma']";
// Chat is exported in chunks: one file a channel and month.
await write('chat_messages', `
  select 'M' || lpad(i::varchar, 9, '0') as message_id, at_second(i, 100) as sent_at, ${AUTHORS}[1 + pick(i, 101, 8)] as author,
         ['Merged','Blocked on','Review please:','Deployed','Question about','Thanks for'][1 + pick(i, 102, 6)] || ' '
           || ['the importer','the parser','invoices','the map','release notes','the dashboard'][1 + pick(i, 103, 6)] as body,
         case when r(i, 104) < 0.25 then 'M' || lpad(greatest(0, i - 1 - pick(i, 105, 30))::varchar, 9, '0') end as reply_to,
         ['general','apollo-dev','apollo-ops','borealis-dev','cascade-dev','cascade-design'][1 + pick(i, 106, 6)] as channel,
         strftime(at_second(i, 100), '%Y-%m') as month
  from range(${firstId(SIZES.chat_messages)}, ${firstId(SIZES.chat_messages) + rows(SIZES.chat_messages)}) t(i)`,
  { partitionBy: ['channel', 'month'], file: `chunk_${load}` });

await write('git_commits', `
  select sha1('commit' || i) as sha, ['apollo','borealis','cascade'][1 + pick(i, 110, 3)] as repository,
         ${AUTHORS}[1 + pick(i, 111, 8)] as author, at_second(i, 112) as committed_at,
         1 + pick(i, 113, 12) as files_changed, pick(i, 114, 400) as lines_added, pick(i, 115, 250) as lines_removed,
         ['feat','fix','docs','test','refactor','chore'][1 + pick(i, 116, 6)] || ': change ' || i as message
  from range(${firstId(SIZES.git_commits)}, ${firstId(SIZES.git_commits) + rows(SIZES.git_commits)}) t(i)`);

await write('milestones', `
  select project || '-' || m as milestone_id, project, 'Milestone ' || m as title,
         strftime(date '2025-01-15' + (m * 14)::int, '%Y-%m-%d') as due_on,
         case when r(m * 10 + p, 120) < 0.75 then strftime(date '2025-01-15' + (m * 14 + pick(m * 10 + p, 121, 12) - 5)::int, '%Y-%m-%d') end as finished_on
  from range(1, ${load === 1 ? 8 : 10}) t(m), (select unnest(['apollo','borealis','cascade']) as project, unnest([1, 2, 3]) as p)
  ${load === 2 ? 'where m >= 8' : ''}`, { format: 'json' });

db.closeSync();
instance.closeSync();
if (!values.quiet) {
  const total = counts.reduce((sum, [, n]) => sum + n, 0);
  console.log(`load ${load}, scale ${scale}: ${total.toLocaleString('en')} rows in ${counts.length} tables -> ${out}`);
}
