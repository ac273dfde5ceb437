import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { callCli } from '../support/call-cli.ts';
import { DIFFERENCES } from './differences.ts';

/** What is done in one step of a case: see scripts/oracle/scenarios-golden.py, which does the same with dbt. */
interface Step {
  readonly write?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  readonly copy?: Readonly<Record<string, string>>;
  readonly sql?: string;
  readonly call?: readonly string[];
  readonly now?: string;
  readonly keeps?: boolean;
  readonly events?: boolean;
  readonly queries?: readonly string[];
}

interface Case {
  readonly now?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Answer {
  readonly call: string;
  readonly exit: number;
  readonly results: Readonly<Record<string, unknown>>;
  readonly relations: Readonly<Record<string, unknown>>;
  readonly events?: readonly string[];
  readonly queries?: readonly unknown[];
}

const home = import.meta.dirname;
const before = process.cwd();
const BASE = {
  'dbt_project.yml': "name: shop\nversion: '1.0'\nprofile: shop\n",
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb, threads: 1}}}\n',
};
const UNTOLD = new Set(['MainReportVersion', 'AdapterRegistered', 'FoundStats', 'Formatting', 'Note']);

/** Moments of a clock, in contrast to those that a case writes. */
const CLOCK = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+(\+00)?/g;

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function steady(text: string, folder: string): string {
  return text
    .replaceAll(folder, '<root>')
    .replace(/\d+\.\d+ ?s(econds)?\b/g, 'N s')
    .replace(/\.+ (?=\[)/g, '... ')
    .replace(/\d\d:\d\d:\d\d\.\d+/g, 'HH:MM:SS');
}

function eventsOf(text: string, folder: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line).info)
    .filter((info) => !UNTOLD.has(info.name))
    .map((info) => `${info.level} ${info.name} ${steady(info.msg, folder)}`);
}

function artifact(folder: string, name: string): readonly Record<string, unknown>[] {
  const path = join(folder, 'target', name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).results : [];
}

function resultsOf(folder: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const each of artifact(folder, 'run_results.json')) {
    const { status, message, failures, batch_results: batches, adapter_response: response } = each;
    const text = typeof message === 'string' ? message.split('\n  \n  > in macro')[0] : message;
    found[String(each['unique_id'])] = {
      status,
      message: text,
      failures,
      ...(batches === null ? {} : { batches }),
      response,
    };
  }
  for (const { unique_id: id, status, criteria, adapter_response } of artifact(folder, 'sources.json'))
    found[String(id)] = { status, criteria, adapter_response };
  return found;
}

async function withDatabase<Value>(
  folder: string,
  work: (rows: (sql: string) => Promise<unknown[][]>) => Promise<Value>,
): Promise<Value> {
  const instance = await DuckDBInstance.create(join(folder, 'shop.duckdb'));
  const connection = await instance.connect();
  try {
    return await work(async (sql) => (await connection.runAndReadAll(sql)).getRowsJS());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function relationsOf(folder: string): Promise<Record<string, unknown>> {
  if (!existsSync(join(folder, 'shop.duckdb'))) return {};
  return withDatabase(folder, async (rows) => {
    const found: Record<string, unknown> = {};
    const all = await rows(
      'select table_schema, table_name, table_type from information_schema.tables where table_catalog = current_database() order by 1, 2',
    );
    for (const [schema, name, kind] of all) {
      const relation = `"${schema}"."${name}"`;
      const columns = await rows(`describe ${relation}`);
      const texts = await rows(`select cast(r as varchar) from ${relation} r order by 1`);
      found[`${schema}.${name}`] = {
        kind,
        columns: columns.map(([column, type]) => `${column} ${type}`),
        rows:
          texts.length <= 40 ? texts.map(([text]) => String(text).replace(CLOCK, '<now>')) : [texts.length],
      };
    }
    return found;
  });
}

async function ask(folder: string, queries: readonly string[]): Promise<unknown[]> {
  return withDatabase(folder, async (rows) => {
    const found: unknown[] = [];
    for (const query of queries) {
      const answer = rows(`select cast(q as varchar) from (${query}) q`);
      found.push(
        await answer.then(
          (texts) => texts.map(([text]) => text),
          (error: Error) => error.message.split(':')[0],
        ),
      );
    }
    return found;
  });
}

async function take(step: Step, folder: string, pinned: string | undefined): Promise<Answer | undefined> {
  write(folder, step.write ?? {});
  for (const path of step.remove ?? []) rmSync(join(folder, path), { recursive: true, force: true });
  for (const [from, to] of Object.entries(step.copy ?? {}))
    cpSync(join(folder, from), join(folder, to), { recursive: true });
  if (step.sql !== undefined) await withDatabase(folder, (rows) => rows(step.sql as string));
  if (step.call === undefined) return undefined;
  for (const name of ['run_results.json', 'sources.json'])
    if (step.keeps !== true) rmSync(join(folder, 'target', name), { force: true });
  const now = step.now ?? pinned;
  if (now === undefined) delete process.env['SLUICE_NOW'];
  else process.env['SLUICE_NOW'] = now;
  const parsing = step.events === true ? ['--no-partial-parse'] : [];
  const { code, out } = await callCli(['--no-use-colors', '--log-format', 'json', ...parsing, ...step.call]);
  delete process.env['SLUICE_NOW'];
  return {
    call: step.call.join(' '),
    exit: code,
    results: resultsOf(folder),
    relations: await relationsOf(folder),
    ...(step.events === true ? { events: eventsOf(out, folder) } : {}),
    ...(step.queries === undefined ? {} : { queries: await ask(folder, step.queries) }),
  };
}

/** Hashes in rows with moments of the clock are made of those; rows have no order. */
function steadyRows(relation: unknown): unknown {
  const { rows, ...rest } = relation as { readonly rows: readonly unknown[] };
  const masked = rows.map((row) =>
    String(row).includes('<now>') ? String(row).replace(/\b[0-9a-f]{32}\b/g, '<hash>') : row,
  );
  return { ...rest, rows: masked.map(String).sort() };
}

/** What differs from call to call, and where statements of macros have other white space than dbt's. */
const UNSTEADY: readonly (readonly [RegExp, string])[] = [
  [/\/tmp\/sluice-(?:oracle|case)-[^/"]+(?:\/project)?/g, '<root>'],
  [/__dbt_tmp\d+/g, '__dbt_tmp'],
  [/LINE(?: \d+)?: */g, 'LINE: '],
  [/\n *\^/g, '\n^'],
];

function steadyText(text: string): string {
  return UNSTEADY.reduce((shown, [pattern, by]) => shown.replace(pattern, by), text);
}

/** An answer without what differs from call to call. */
function comparable(answer: Answer): Answer {
  const results = Object.entries(answer.results).map(([id, each]) => {
    const { message } = each as { readonly message?: unknown };
    return [id, typeof message === 'string' ? { ...(each as object), message: steadyText(message) } : each];
  });
  const relations = Object.entries(answer.relations).map(([name, each]) => [name, steadyRows(each)]);
  // Our built-in macros lie in other files.
  const events = answer.events?.map((each) => each.split('\n  \n  > in macro')[0] as string);
  return {
    ...answer,
    results: Object.fromEntries(results),
    relations: Object.fromEntries(relations),
    ...(events === undefined ? {} : { events }),
  };
}

let relations = 0;
let calls = 0;

function compare(name: string, at: number, own: Answer, golden: Answer): void {
  const [ours, theirs] = [comparable(own), comparable(golden)];
  const step = `${name}, call ${at + 1}: ${theirs.call}`;
  const expected = DIFFERENCES[name]?.(theirs, at) ?? theirs;
  expect([step, ours.exit]).toEqual([step, expected.exit]);
  expect([step, ours.results]).toEqual([step, expected.results]);
  expect([step, ours.relations]).toEqual([step, expected.relations]);
  expect([step, ours.queries]).toEqual([step, expected.queries]);
  expect([step, ours.events]).toEqual([step, expected.events]);
  relations += Object.keys(expected.relations).length;
  calls++;
}

const names = readdirSync(join(home, 'cases')).map((file) => file.replace(/\.yml$/, ''));

describe('small projects, run by dbt and by Sluice', () => {
  afterAll(() => process.chdir(before));

  for (const name of names) {
    it(`${name}: exit codes, results and relations are dbt's`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'sluice-case-'));
      try {
        const { files, steps, now } = parse(readFileSync(join(home, 'cases', `${name}.yml`), 'utf8')) as Case;
        const golden = JSON.parse(readFileSync(join(home, 'golden', `${name}.json`), 'utf8'));
        write(folder, { ...BASE, ...files });
        process.chdir(folder);
        const answers: Answer[] = [];
        for (const step of steps) {
          const answer = await take(step, folder, now);
          if (answer === undefined) continue;
          compare(name, answers.length, answer, golden.steps[answers.length]);
          answers.push(answer);
        }
        expect(answers.length).toBe(golden.steps.length);
        expect(answers.length).toBeGreaterThan(0);
      } finally {
        process.chdir(before);
        rmSync(folder, { recursive: true, force: true });
      }
      // A case is a dozen commands: on a busy machine that takes a while.
    }, 240_000);
  }

  it('compared as much as the goldens hold', () => {
    console.log(`${names.length} projects, ${calls} calls, ${relations} relations compared`);
    expect(names.length).toBeGreaterThan(0);
    expect(calls).toBeGreaterThan(names.length - 1);
  });
});
