import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

const NAMES = [
  'a b',
  'a.b',
  'naïve 名前',
  "it's",
  'say "hi"',
  'x"; drop table keep; --',
  'SELECT',
  '{{ x }}',
  '%s',
  'a/b',
  '🦆',
];
const yaml = JSON.stringify;
const jinja = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const sqlName = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A seed, and a table, an incremental model, a view and a snapshot of it, all of whose names are odd. */
function filesOf(name: string, at: number): Readonly<Record<string, string>> {
  const config = `alias=${jinja(name)}, schema=${jinja(name)}, tags=[${jinja(name)}]`;
  const column = sqlName(name);
  return {
    [`seeds/s${at}.csv`]: `id,"${name.replaceAll('"', '""')}"\n1,"${name.replaceAll('"', '""')}"\n`,
    [`models/t${at}.sql`]: `{{ config(materialized='table', ${config}) }} select 1 as id, 'v' as ${column.replaceAll('{{', "{{ '{{' }}")}\n`,
    [`models/v${at}.sql`]: `{{ config(materialized='view', ${config.replace('alias=', "meta={'was': 1}, alias='v' ~ ")}) }} select * from {{ ref('t${at}') }}\n`,
    [`models/i${at}.sql`]: `{{ config(materialized='incremental', unique_key='id', on_schema_change='append_new_columns', alias='i' ~ ${jinja(name)}) }} select * from {{ ref('t${at}') }}\n`,
    [`models/p${at}.yml`]: `models:
  - name: t${at}
    description: ${yaml(name)}
    config: {persist_docs: {relation: true, columns: true}}
    columns:
      - name: ${yaml(name)}
        quote: true
        description: ${yaml(name)}
        data_tests: [not_null, unique, {accepted_values: {arguments: {values: [v, ${yaml(name)}]}}}]
`.replaceAll('{{', "{{ '{{' }}"),
  };
}

let folder: ProjectFolder;
beforeAll(() => {
  folder = projectFolder(
    Object.assign(
      { 'models/keep.sql': "{{ config(materialized='table') }} select 1 as id" },
      ...NAMES.map(filesOf),
    ),
  );
});
afterAll(() => folder.remove());

describe('names that hold what SQL takes for its own', () => {
  it.each(['first', 'second'])('build a project: %s time', async () => {
    const { results } = await sluice.build({ projectDir: folder.root, profilesDir: folder.root, threads: 1 });
    const failed = results.filter(({ status }) => status !== 'success' && status !== 'pass');
    expect(failed.map(({ node, message }) => `${node.name}: ${message}`)).toEqual([]);
    expect(results.length).toBeGreaterThan(NAMES.length * 6);
  });

  it('leave other tables alone', async () => {
    const options = { projectDir: folder.root, profilesDir: folder.root };
    await expect(
      sluice.show({ inline: "select * from {{ ref('keep') }}", ...options }),
    ).resolves.toBeDefined();
  });
});
