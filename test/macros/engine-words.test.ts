import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { compile, DiagnosticError, seed, show } from '../../src/index.ts';
import { type Built, smallProject } from './builds.ts';

const made: Built[] = [];

function project(files: Readonly<Record<string, string>>): Built {
  const built = smallProject(files);
  made.push(built);
  return built;
}

afterEach(() => {
  for (const built of made.splice(0)) built.remove();
});

describe('what is sent to the engine', () => {
  it('new columns are named as `quoting: identifier` says', async () => {
    const model = (column: string) =>
      `{{ config(materialized='incremental', on_schema_change='append_new_columns') }} select 1 as id ${column}`;
    const quoting = (identifier: boolean) => ({
      'dbt_project.yml': `name: small\nprofile: small\nquoting: {identifier: ${identifier}}\n`,
    });
    const built = project({ 'models/m.sql': model(''), ...quoting(true) });
    await built.run();
    built.write({ 'models/m.sql': model(', 2 as "two words"') });
    expect((await built.run()).map((each) => each.status)).toEqual(['success']);
    built.write({ 'models/m.sql': model(', 2 as "three more words"'), ...quoting(false) });
    expect((await built.run()).map((each) => each.status)).toEqual(['error']);
  });

  it.each(['', '||'])("a seed's delimiter is one character, not '%s'", async (delimiter) => {
    const built = project({
      'dbt_project.yml': `name: small\nprofile: small\nseeds: {+delimiter: '${delimiter}'}\n`,
      'seeds/s.csv': 'a,b\n1,2\n',
    });
    const { results } = await seed({ projectDir: built.folder });
    expect(results[0]?.message).toContain(
      'Compilation Error in seed s (seeds/s.csv)\n  "delimiter" must be a 1-character string',
    );
  });

  it('py_write_table lays a table out in the order of partitions, then sorting', async () => {
    const call = (more: string) =>
      `{{ py_write_table(false, this, 'def model(dbt, session): pass'${more}) }}`;
    const built = project({
      'models/plain.sql': call(''),
      'models/laid.sql': call(", partitioned_by='ds', sorted_by='id'"),
    });
    await compile({ projectDir: built.folder }).catch((error: unknown) => {
      if (!(error instanceof DiagnosticError)) throw error;
    });
    const text = (name: string) =>
      readFileSync(join(built.folder, `target/compiled/small/models/${name}.sql`), 'utf8');
    expect(text('plain')).not.toContain('alter table');
    expect(text('laid')).toMatch(
      /limit 0[\s\S]*partitioned by \(ds\)[\s\S]*sorted by \(id\)[\s\S]*insert into/,
    );
  });

  it('show records the statement with its limit', async () => {
    const built = project({ 'models/m.sql': 'select * from range(9) as r(i)' });
    await show({ projectDir: built.folder, inline: 'select 7 as a', limit: 3 });
    const { results } = JSON.parse(readFileSync(join(built.folder, 'target/run_results.json'), 'utf8'));
    expect(results[0].compiled_code).toMatch(/^\s*select 7 as a\s+limit 3\s*$/);
  });
});
