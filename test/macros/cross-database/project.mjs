import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'yaml';

const FILES = {
  'dbt_project.yml': 'name: calls\nprofile: calls\nmodels: {+materialized: table}\nvars: {months: 3}\n',
  'profiles.yml':
    'calls:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: calls.duckdb, threads: 1}\n',
  'models/rows.sql': `select * from (values
  (1, 'a,b,c', 1.5, date '2024-01-31', timestamp '2024-02-29 13:45:10', true, [1, 2]),
  (2, 'x', null, date '2023-12-31', timestamp '2023-06-15 00:00:00', false, [3]),
  (3, null, 2.25, null, null, null, null)
) as t(id, txt, num, day, moment, flag, arr)
`,
};

function calls() {
  const byMacro = parse(readFileSync(join(import.meta.dirname, 'cases.yml'), 'utf8'));
  return Object.entries(byMacro).flatMap(([macro, entries]) => entries.map((call) => ({ macro, call })));
}

/** Nothing is called while parsing, where one wrong call would end the whole project. */
function modelOf(call) {
  const body = /^(select|with|\{)/.test(call) ? call : `select {{ ${call} }} from {{ ref('rows') }}`;
  return `-- depends_on: {{ ref('rows') }}\n{% if execute %}${body}{% else %}select 1{% endif %}\n`;
}

export function writeProject(folder) {
  mkdirSync(join(folder, 'models', 'calls'), { recursive: true });
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(folder, path), text);
  for (const [at, { call }] of calls().entries())
    writeFileSync(join(folder, 'models', 'calls', `c${at}.sql`), modelOf(call));
}

/** The sentences, without what the engine proposes and the lines that show where: macros lie in other files. */
function sentence(message) {
  return message
    .split(/\n\s*Candidate /)[0]
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(LINE \d|\^|> |\.\.\.)/.test(line))
    .filter((line) => !/^compiled code at /.test(line))
    .join('\n');
}

export async function answersIn(folder, outcomes) {
  const instance = await DuckDBInstance.create(join(folder, 'calls.duckdb'), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const read = async ({ macro, call }, at) => {
    const { error } = outcomes.find(({ name }) => name === `c${at}`);
    if (error !== null) return { macro, call, error: sentence(error) };
    const reader = await connection.runAndReadAll(`select * from c${at} order by all`);
    const types = reader.columnTypes();
    const columns = reader.columnNames().map((name, each) => `${name} ${types[each]}`);
    return { macro, call, columns, rows: reader.getRowsJson() };
  };
  const answers = [];
  for (const [at, each] of calls().entries()) answers.push(await read(each, at));
  connection.closeSync();
  instance.closeSync();
  return answers;
}
