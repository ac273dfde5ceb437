import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';

const names = Array.from({ length: 12 }, (_, at) => `m${at}`);
const root = mkdtempSync(join(tmpdir(), 'sluice-side-by-side-'));
const project = { projectDir: root, profilesDir: root };

beforeAll(async () => {
  mkdirSync(join(root, 'models'));
  writeFileSync(join(root, 'dbt_project.yml'), 'name: beside\nprofile: beside\n');
  writeFileSync(
    join(root, 'profiles.yml'),
    "beside: {target: dev, outputs: {dev: {type: duckdb, path: 'x.duckdb', threads: 8}}}\n",
  );
  for (const name of names)
    writeFileSync(
      join(root, 'models', `${name}.sql`),
      "{{ config(materialized='incremental') }}select 1 as a{% if is_incremental() %} where 'again' = ''{% endif %}",
    );
  const { success } = await sluice.run(project);
  expect(success).toBe(true);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('nodes that are compiled side by side all see the relations that are there', async () => {
  const { success } = await sluice.compile(project);
  expect(success).toBe(true);
  const compiled = names.map((name) =>
    readFileSync(join(root, 'target', 'compiled', 'beside', 'models', `${name}.sql`), 'utf8'),
  );
  expect(compiled.filter((sql) => sql.includes('again'))).toHaveLength(names.length);
}, 60_000);
