import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/report/records/record.ts';
import { type CommandAnswer, callCommandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

/** Level, name, code, text, the keys of the data parted by commas, and what it tells of the node. */
type Line = readonly [string, string, string, string, string, readonly unknown[]];

interface Entry {
  readonly unique_id: string;
  readonly compiled_code: string;
}

interface Case {
  readonly exit: number;
  readonly events: readonly Line[];
  readonly results: readonly Entry[];
}

const home = join(import.meta.dirname, 'unit-tests');
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const golden: Readonly<Record<string, Case>> = read(join(home, 'golden/answers.json')).cases;
const calls: Readonly<Record<string, readonly string[]>> = read(join(home, 'cases.json'));

function keysOf(data: Readonly<Record<string, unknown>>, prefix = ''): string[] {
  return Object.entries(data).flatMap(([key, value]) => {
    const inner = ['node_info', 'node_relation'].includes(key) && typeof value === 'object' && value !== null;
    return [prefix + key, ...(inner ? keysOf({ ...value }, `${prefix}${key}.`) : [])];
  });
}

function lineOf({ level, name, code, msg, data }: LogRecord): Line {
  const info = (data['node_info'] ?? {}) as Readonly<Record<string, unknown>>;
  const told = ['node_name', 'node_path', 'node_status', 'materialized'].map((key) => info[key] ?? null);
  const keys = keysOf(data).filter((key) => !key.startsWith('x_'));
  return [level, name, code, msg, keys.sort().join(','), told];
}

/** Without times, places and numbers that are the machine's, and without the parts of lines that only fill them up. */
function steady([level, name, code, msg, keys, told]: Line): Line {
  const text = msg
    .replace(/\d+(\.\d+)? ?s(econds)?\b/g, 'N s')
    .replace(/\d+ macros/, 'N macros')
    .replace(/\.{3,} /, '... ');
  return [level, name, code, text, keys, told];
}

/** Frames are ours, deprecations those of the call. */
const isShared = ([level, name]: Line): boolean =>
  level !== 'debug' && !['x_Frame', 'Note', 'MainReportVersion', 'AdapterRegistered'].includes(name);

function entriesOf(root: string): readonly Entry[] {
  const path = join(root, 'target', 'run_results.json');
  if (!existsSync(path)) return [];
  const found = read(path).results.map((each: Readonly<Record<string, unknown>>) => ({
    unique_id: each['unique_id'],
    status: each['status'],
    message: each['message'],
    failures: each['failures'],
    compiled: each['compiled'],
    relation_name: each['relation_name'],
    adapter_response: each['adapter_response'],
    compiled_code: String(each['compiled_code'] ?? '')
      .split(/\s+/)
      .filter((word) => word !== '')
      .join(' '),
  }));
  rmSync(path);
  return found.sort((left: Entry, right: Entry) => (left.unique_id < right.unique_id ? -1 : 1));
}

describe('unit tests', () => {
  const answers = new Map<string, { answer: CommandAnswer; entries: readonly Entry[] }>();
  let root: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'sluice-test-'));
    cpSync(join(home, 'project'), root, { recursive: true });
    for (const [name, argv] of Object.entries(calls)) {
      const answer = await callCommandLine({ argv, folder: root });
      answers.set(name, { answer, entries: entriesOf(root) });
    }
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true }));
  const answerOf = (name: string) =>
    answers.get(name) as { answer: CommandAnswer; entries: readonly Entry[] };

  it.each(Object.keys(golden))('end with the code of dbt: %s', (name) => {
    expect(answerOf(name).answer.exitCode).toBe(golden[name]?.exit);
  });

  it.each(Object.keys(golden))('leave the results of dbt: %s', (name) => {
    expect(answerOf(name).entries).toEqual(golden[name]?.results);
  });

  it.each(Object.keys(golden).filter((name) => !['seed', 'run', 'build'].includes(name)))(
    'are told of as by dbt: %s',
    (name) => {
      const told = answerOf(name).answer.records.map(lineOf);
      const mine = told.filter(isShared).map(steady);
      expect(mine).toEqual(golden[name]?.events.filter(isShared).map(steady));
    },
  );
});

const UNBUILT = {
  'seeds/names.csv': 'id,name\n1,ann\n2,bob\n',
  'models/base.sql': 'select id, amount, amount * 2 as "Twice" from {{ source("raw", "payments") }}',
  'models/middle.sql':
    '{{ config(materialized="ephemeral") }} select b.*, n.name from {{ ref("base") }} b join {{ ref("names") }} n using (id)',
  'models/top.sql': `{{ config(materialized='incremental', unique_key='id') }}
    select id, name, "Twice" - amount as left_over from {{ ref('middle') }}
    {% if is_incremental() %} where id not in (select id from {{ this }}) {% endif %}`,
  'models/models.yml': `
sources:
  - name: raw
    schema: main
    tables:
      - name: payments
        columns: [{name: id, data_type: integer}, {name: amount, data_type: 'decimal(10,2)'}]
unit_tests:
  - name: over_an_ephemeral_model
    model: top
    given:
      - input: ref('middle')
        rows: [{id: 1, amount: 1.5, twice: 4}, {id: 2}]
      - input: this
        rows: [{id: 2, left_over: 0.5}]
    overrides: {macros: {is_incremental: true}}
    expect:
      rows: [{id: 1, name: null, left_over: 2.5}]
  - name: over_a_source_and_a_seed
    model: base
    given:
      - input: source('raw', 'payments')
        format: csv
        rows: |
          id,amount
          1,0.1
    expect:
      rows: [{id: 1, amount: 0.1, Twice: 0.2}]
`,
};

describe('unit tests of a project of which nothing is built', () => {
  it('take types from the SQL upstream', async () => {
    const project = projectFolder(UNBUILT);
    const { results } = await callCommandLine({ argv: ['test'], folder: project.root });
    const found = results.map(({ node, status, message }) => [node.name, status, message]).sort();
    expect(found).toEqual([
      ['over_a_source_and_a_seed', 'pass', null],
      ['over_an_ephemeral_model', 'pass', null],
    ]);
    const compiled = results.find(({ node }) => node.name === 'over_an_ephemeral_model')?.compiled;
    expect(compiled?.compiledCode).toContain('cast(1.5 as DECIMAL(10,2))');
    project.remove();
  });
});

describe('unit tests with --defer', () => {
  it('take types from the relations of the state', async () => {
    const project = projectFolder({
      'profiles.yml':
        'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n    new: {type: duckdb, path: shop.duckdb, schema: fresh}\n',
      'seeds/s.csv': 'id,name\n1,a\n',
      'models/m.sql': "select id::smallint as id, name from {{ ref('s') }}",
      'models/t.sql': "select id, name from {{ ref('m') }}",
      'models/u.yml': `
unit_tests:
  - {name: over_seed, model: m, given: [{input: ref('s'), rows: [{id: 2}]}], expect: {rows: [{id: 2}]}}
  - {name: over_model, model: t, given: [{input: ref('m'), rows: [{id: 2}]}], expect: {rows: [{id: 2}]}}
`,
    });
    await callCommandLine({ argv: ['build', '--target-path', 'state'], folder: project.root });
    const argv = ['test', '--target', 'new', '--defer', '--state', 'state'];
    const called = await callCommandLine({ argv, folder: project.root });
    const results = [...called.results].sort((one, other) =>
      one.node.uniqueId < other.node.uniqueId ? -1 : 1,
    );
    const types = results.map(({ compiled }) => /cast\(2 as (\w+)\)/.exec(compiled?.compiledCode ?? '')?.[1]);
    expect(results.map(({ status }) => status)).toEqual(['pass', 'pass']);
    expect(types).toEqual(['INTEGER', 'SMALLINT']);
    expect(results[0]?.compiled?.compiledCode).toContain('cast(null as character varying(256))');
    project.remove();
  });
});
