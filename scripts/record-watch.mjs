/**
 * Records a session of `sluice watch` at a terminal (in tmux) as text, with the keys and saves that lead to it.
 *
 * usage: node scripts/record-watch.mjs [--out docs/watch-session.md]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'docs/watch-session.md' } } });
const root = resolve(import.meta.dirname, '..');
const bin = join(root, 'bin', 'sluice.cjs');
const folder = join(mkdtempSync(join(tmpdir(), 'sluice-session-')), 'shop');
const name = `sluice-${process.pid}`;
const tmux = (...args) => execFileSync('tmux', ['-L', name, ...args], { encoding: 'utf8' });
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function save(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const screen = () => tmux('capture-pane', '-p', '-S', '-', '-t', name).trimEnd();

/** Waits until the screen shows this; what is shown then. */
async function until(pattern) {
  for (let tries = 0; tries < 600; tries++) {
    const text = screen();
    if (pattern.test(text)) {
      await pause(150);
      return screen();
    }
    await pause(50);
  }
  throw new Error(`${pattern} did not come:\n${screen()}`);
}

function clear() {
  tmux('send-keys', '-R', '-t', name);
  tmux('clear-history', '-t', name);
}

async function parquet(file, ids) {
  mkdirSync(join(folder, 'lake'), { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `copy (select unnest([${ids}]) as id, 'click' as kind) to '${join(folder, 'lake', file)}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

const orders = (extra = '') =>
  `select id, customer_id, amount, {{ tax('amount') }} as tax${extra}\nfrom {{ ref('raw_orders') }}\n`;
const raw = (rows, amount = 'amount') => `select * from (values ${rows}) as t(id, customer_id, ${amount})\n`;
const ROWS = '(1, 10, 20.0), (2, 11, 35.5), (3, 10, 12.0)';
const SLOW = "select count(*) as n from range(40000000000) as t(x), {{ ref('orders') }} where x % 7 = 3\n";
const IDLE = /[✔✖] .* · \d+\.\d\d s/;

async function prepare() {
  save('dbt_project.yml', 'name: shop\nversion: "1.0"\nprofile: shop\nmodels: {+materialized: table}\n');
  save(
    'profiles.yml',
    'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb, threads: 2}}}\n',
  );
  save('macros/tax.sql', '{% macro tax(column) %}{{ column }} * 0.2{% endmacro %}\n');
  save('models/raw_orders.sql', raw(ROWS));
  save('models/orders.sql', orders());
  save(
    'models/totals.sql',
    "select customer_id, sum(amount) as amount from {{ ref('orders') }} group by all\n",
  );
  save('models/events.sql', "select kind, count(*) as n from {{ source('lake', 'events') }} group by all\n");
  save(
    'models/schema.yml',
    `models:
  - name: orders
    columns:
      - name: id
        data_tests: [unique, not_null]
sources:
  - name: lake
    tables:
      - name: events
        config: {external_location: "read_parquet('lake/*.parquet')"}
`,
  );
  await parquet('day-1.parquet', '1, 2, 3');
  execFileSync(process.execPath, [bin, 'build', '--quiet'], { cwd: folder });
}

/** What is done, and what the screen must show before it is taken down. */
const STEPS = [
  [
    'A save',
    '`models/orders.sql` gets a column.',
    () => save('models/orders.sql', orders(',\n  amount > 15 as is_large')),
    IDLE,
  ],
  [
    'A save that would break something downstream',
    '`models/raw_orders.sql` calls its column `price`. Nothing is written.',
    () => save('models/raw_orders.sql', raw(ROWS, 'price')),
    /held back · /,
  ],
  [
    'The fix',
    '`models/orders.sql` reads `price`: both are built.',
    () =>
      save(
        'models/orders.sql',
        orders().replace("amount, {{ tax('amount')", "price as amount, {{ tax('price')"),
      ),
    IDLE,
  ],
  [
    'A save during a build',
    '`models/slow.sql` is saved, and while it is built saved again: the first build is stopped.',
    async () => {
      save('models/slow.sql', SLOW);
      await until(/building slow/);
      save('models/slow.sql', SLOW.replace('40000000000', '1000'));
    },
    /saved again[\s\S]*[✔✖] .* · \d+\.\d\d s/,
  ],
  [
    'A macro',
    '`macros/tax.sql` has another rate.',
    () => save('macros/tax.sql', '{% macro tax(column) %}{{ column }} * 0.25{% endmacro %}\n'),
    IDLE,
  ],
  ['A new Parquet file', '`lake/day-2.parquet` appears.', () => parquet('day-2.parquet', '4, 5'), IDLE],
  [
    'A failing test',
    '`models/raw_orders.sql` has an id twice. The failure stays at the bottom,',
    () => save('models/raw_orders.sql', raw('(1, 10, 20.0), (1, 11, 35.5)', 'price')),
    IDLE,
  ],
  [
    '… and is still there after another save',
    '`models/events.sql` is saved.',
    () =>
      save(
        'models/events.sql',
        "select kind, count(*) as events from {{ source('lake', 'events') }} group by all\n",
      ),
    IDLE,
  ],
  ['… until it is mended', '', () => save('models/raw_orders.sql', raw(ROWS, 'price')), IDLE],
  ['Keys', '`h` was pressed.', () => tmux('send-keys', '-t', name, 'h'), /this help/],
];

await prepare();
tmux('-f', '/dev/null', 'new-session', '-d', '-s', name, '-x', '112', '-y', '40', '-c', folder);
try {
  tmux(
    'send-keys',
    '-t',
    name,
    `clear; NO_COLOR=1 ${process.execPath} ${bin} watch --port 0; echo ended with $?`,
    'Enter',
  );
  const start = await until(/watching \d+ models/);
  await pause(1500);
  const shown = start
    .slice(start.indexOf(' sluice watch'))
    .replace(/127\.0\.0\.1:\d+\/\?token=\w+/, '127.0.0.1:8080/?token=…');
  const parts = [['The start', '`sluice watch`', shown]];
  for (const [title, what, act, pattern] of STEPS) {
    clear();
    await act();
    parts.push([title, what, (await until(pattern)).replace(/^\n+/, '')]);
  }
  clear();
  tmux('send-keys', '-t', name, 'q');
  parts.push([
    'The end',
    '`q`',
    (await until(/ended with \d+/)).split('\n').find((line) => /ended with/.test(line)),
  ]);
  const body = parts.map(
    ([title, what, text]) =>
      `## ${title}\n\n${what === '' ? '' : `${what}\n\n`}\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`,
  );
  const head = `# A session of \`sluice watch\`

Recorded at a terminal by \`node scripts/record-watch.mjs\`. What stands at the bottom of each picture is the footer, which stays
there while lines are written above it.
`;
  writeFileSync(resolve(root, values.out), [head, ...body].join('\n'));
  console.log(`wrote ${values.out}: ${parts.length} parts`);
} finally {
  try {
    tmux('kill-server');
  } catch {
    // It has ended by itself.
  }
  rmSync(dirname(folder), { recursive: true, force: true });
}
