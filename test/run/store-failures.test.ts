import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeResult } from '../../src/domain/index.ts';
import { callCommandLine } from '../support/command-line.ts';

interface Case {
  readonly results: readonly unknown[];
  readonly relations: readonly unknown[];
}

const home = join(import.meta.dirname, 'store-failures');
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const golden: Readonly<Record<string, Case>> = read(join(home, 'golden/answers.json')).cases;
const calls: Readonly<Record<string, readonly string[]>> = read(join(home, 'cases.json'));

async function relationsOf(root: string): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create(join(root, 'shop.duckdb'), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const list = await connection.runAndReadAll(
    'select table_schema, table_name, table_type from information_schema.tables order by all',
  );
  const found: unknown[] = [];
  for (const [schema, name, kind] of list.getRows()) {
    const answer = await connection.runAndReadAll(`select columns(*)::varchar from "${schema}"."${name}"`);
    const rows = answer.getRows().map((row) => `[${row.map((cell) => JSON.stringify(cell)).join(', ')}]`);
    found.push([schema, name, kind, answer.columnNames(), rows.sort()]);
  }
  connection.closeSync();
  instance.closeSync();
  return found;
}

describe('data tests', () => {
  let root: string;
  const left = new Map<string, Case>();
  const found = new Map<string, NodeResult>();
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'sluice-test-'));
    cpSync(join(home, 'project'), root, { recursive: true });
    await callCommandLine({ argv: ['run'], folder: root });
    for (const [name, argv] of Object.entries(calls)) {
      const { results } = await callCommandLine({ argv, folder: root });
      if (name === 'test') for (const each of results) found.set(each.node.name, each);
      const entries = read(join(root, 'target/run_results.json')).results as Record<string, unknown>[];
      const kept = entries
        .map(({ unique_id, status, failures, message, relation_name }) => {
          return { unique_id, status, failures, message, relation_name };
        })
        .sort((a, b) => (String(a.unique_id) < String(b.unique_id) ? -1 : 1));
      left.set(name, { results: kept, relations: await relationsOf(root) });
    }
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true }));

  it.each(Object.keys(golden))('keep what they find as in dbt, in all forms: %s', (name) => {
    expect(left.get(name)).toEqual(golden[name]);
  });

  it('show up to five of the rows that they find, key columns first and whole rows where there are any', () => {
    const rows = [0, 3, 6, 9, 12].map((id) => [String(id), null]);
    for (const name of ['not_null_orders_customer', 'kept_not_null', 'kept_view', 'warned']) {
      const shown = found.get(name)?.failingRows;
      expect(shown?.columns).toEqual(['order_id', 'customer', 'amount', 'status']);
      expect(shown?.rows.map((row) => row.slice(0, 2))).toEqual(rows);
    }
    expect(found.get('accepted_values_orders_status__ok')?.failingRows).toEqual({
      columns: ['value_field', 'n_records'],
      rows: [['odd', '1']],
    });
    expect(found.get('unique_orders_order_id')?.failingRows).toBeUndefined();
  });

  it.each([
    [['--no-failing-rows'], {}, false],
    [[], { CI: 'true' }, false],
    [['--failing-rows'], { CI: 'true' }, true],
    [[], { CI: 'false' }, true],
  ] as const)('show none in CI unless asked: %j %j', async (flags, env, isShown) => {
    const argv = ['test', '--select', 'too_much', ...flags];
    const { results, records } = await callCommandLine({ argv, folder: root, env });
    expect(results[0]?.failingRows !== undefined).toBe(isShown);
    expect(records.some(({ msg }) => msg.includes('5 of 6 rows:'))).toBe(isShown);
  });
});
