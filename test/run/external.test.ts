import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../../src/index.ts';
import { type TestProject, testProject } from './project.ts';

const ROWS =
  "select * from (values (1, 'a'), (2, 'b'), (3, 'b')) t(id, day) where {{ var('rows', 'id < 3') }}";

const model = (config: string, body: string) => `{{ config(materialized='external', ${config}) }} ${body}`;

const ADDED = `select * from (${ROWS}) {% if is_incremental() %} where {{ var('added') }} {% endif %}`;

async function build(project: TestProject, vars: Readonly<Record<string, unknown>>, fullRefresh = false) {
  const { root } = project;
  const { results } = await run({ projectDir: root, profilesDir: root, vars, fullRefresh });
  return results.map((each) => [each.node.name, each.status, each.message]);
}

/** Files below a folder without those that begin with a dot. */
function names(project: TestProject, folder: string): string[] {
  return readdirSync(join(project.root, folder)).sort();
}

const before = process.cwd();

/** A project in the working directory: what is asked of views by hand counts relative paths from there. */
function projectHere(files: Readonly<Record<string, string>>): TestProject {
  const project = testProject(files);
  process.chdir(project.root);
  return project;
}

describe('external models', () => {
  afterEach(() => process.chdir(before));

  it('write an empty file with the right columns where there are no rows', async () => {
    const typed = "select 1::integer as id, date '2024-01-01' as day, [1] as list where false";
    const project = projectHere({
      'models/p.sql': model("location='out/p.parquet'", typed),
      'models/c.sql': model("location='out/c.csv'", typed),
      'models/j.sql': model("location='out/j.json'", typed),
      'models/d.sql': model("location='out/d', options={'partition_by': 'day'}", typed),
    });
    await build(project, {});
    expect(await project.query("select count(*) from 'out/p.parquet'")).toEqual(['0']);
    for (const name of ['p', 'c', 'j']) {
      const columns = await project.query(`select column_name, column_type from (describe ${name})`);
      expect([name, columns]).toEqual([name, ['id|INTEGER', 'day|DATE', 'list|INTEGER[]']]);
      expect(await project.query(`select count(*) from ${name}`)).toEqual(['0']);
    }
    const columns = await project.query('select column_name, column_type from (describe d)');
    expect(columns).toEqual(['id|INTEGER', 'list|INTEGER[]', 'day|DATE']);
    expect(await project.query('select count(*) from d')).toEqual(['0']);
    expect(names(project, 'out')).toEqual(['c.csv', 'd', 'j.json', 'p.parquet']);
  });

  it('append to a folder and to a file, and start again with a full refresh', async () => {
    const project = projectHere({
      'models/folder.sql': model(
        "location='out/folder', incremental_strategy='append', options={'partition_by': 'day'}",
        ADDED,
      ),
      'models/file.sql': model("location='out/file.parquet', incremental_strategy='append'", ADDED),
    });
    await build(project, {});
    await build(project, { rows: 'true', added: 'id = 3' });
    for (const name of ['folder', 'file'])
      expect(await project.query(`select id, day from ${name} order by id`)).toEqual(['1|a', '2|b', '3|b']);
    await build(project, { rows: 'true', added: 'false' });
    expect(await project.query('select count(*) from folder')).toEqual(['3']);
    expect(names(project, 'out/folder/day=b').length).toBe(2);
    await build(project, { rows: 'id = 1' }, true);
    for (const name of ['folder', 'file'])
      expect(await project.query(`select id, day from ${name}`)).toEqual(['1|a']);
    expect(names(project, 'out/folder')).toEqual(['day=a']);
  });

  it('replace the partitions that have new rows, and leave the others as they are', async () => {
    const project = projectHere({
      'models/m.sql': model(
        "location='out/m', incremental_strategy='replace_partition', options={'partition_by': 'day'}",
        `${ADDED.replace('select *', 'select *, {{ is_incremental() }} as adds')}`,
      ),
    });
    await build(project, {});
    await build(project, { rows: 'true', added: "day = 'b'" });
    expect(await project.query('select id, day, adds from m order by id')).toEqual([
      '1|a|false',
      '2|b|true',
      '3|b|true',
    ]);
  });

  it('leave the files of before where they are when the model fails, and mend an exchange that was cut off', async () => {
    const project = projectHere({
      'models/m.sql': model(
        "location='out/m', options={'partition_by': 'day'}",
        `select id + {{ var('plus', 0) }} as id, day from (${ROWS})`,
      ),
    });
    await build(project, {});
    expect((await build(project, { plus: "'no number'" }))[0]?.[1]).toBe('error');
    expect(await project.query('select id from m order by id')).toEqual(['1', '2']);
    renameSync(join(project.root, 'out/m'), join(project.root, 'out/.before-m'));
    expect((await build(project, { plus: "'no number'" }))[0]?.[1]).toBe('error');
    expect((await build(project, { plus: 10 }))[0]).toEqual(['m', 'success', 'OK']);
    expect(await project.query('select id from m order by id')).toEqual(['11', '12']);
    expect(existsSync(join(project.root, 'out/.before-m'))).toBe(false);
    expect(names(project, 'out')).toEqual(['m']);
  });

  it('say what is wrong with an incremental strategy', async () => {
    const project = projectHere({
      'models/a.sql': model("incremental_strategy='merge'", 'select 1 as id'),
      'models/b.sql': model("incremental_strategy='replace_partition'", 'select 1 as id'),
    });
    const messages = (await build(project, {})).map((each) => each[2]);
    expect(messages[0]).toContain('Invalid incremental strategy of an external model: merge');
    expect(messages[1]).toContain("replace_partition needs a 'partition_by'");
  });
});
