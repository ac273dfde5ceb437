import { chmodSync, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callCommandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

const BASE = {
  'models/base.sql': `{{ config(materialized='table') }}
select i::int as id, (i * 1.5)::decimal(10,2) as amount, (i * 100000000000000000000000000000)::hugeint as big,
  interval (i) month as span, [i] as list from range(4) t(i)`,
};

/** A program that stands for Python: it gives back what the model reads, or what its text asks for. */
const FAKE = `#!${process.execPath}
const fs = require('node:fs');
const [, , , jobPath, answerPath] = process.argv;
const job = JSON.parse(fs.readFileSync(jobPath, 'utf8'));
const code = fs.readFileSync(job.code, 'utf8');
const answer = (value) => fs.writeFileSync(answerPath, JSON.stringify(value));
const [input] = job.inputs;
const made = /con.execute\\('(create .*?) as from/.exec(code)[1];
const name = '__dbt_python_model_df_' + job.identifier.replace(/__dbt_tmp$/, '');
if (code.includes('no duckdb')) answer({ engine: "No module named 'duckdb'" });
else if (code.includes('fails')) answer({ problem: { text: 'Traceback\\nValueError: no', message: 'ValueError: no', module: null,
  frames: [{ file: job.path, line: 3, name: 'model' }, { file: 'elsewhere.py', line: 9, name: 'f' }] } });
else if (code.includes('breaks')) { console.error('Fatal Python error'); process.exit(1); }
else { console.log('hello'); answer({ views: [{ name, file: input.file, columns: input.columns }],
  statements: [made + ' as from "' + name + '"'] }); }
`;

const pythonModel = (body: string, materialized = 'table') =>
  `def model(dbt, session):\n    dbt.config(materialized='${materialized}', unique_key='id')\n    ${body}\n    return dbt.ref('base')\n`;

const run = (root: string, argv: readonly string[], env: Readonly<Record<string, string>>) =>
  callCommandLine({ argv, folder: root, env });

async function rowsOf(root: string, sql: string): Promise<unknown> {
  const { records } = await callCommandLine({
    argv: ['show', '--inline', sql, '--output', 'json', '--limit', '20'],
    folder: root,
  });
  const text = records.map((each) => each.msg).find((msg) => msg.includes('"show"')) ?? '{}';
  return JSON.parse(text).show;
}

describe('models in Python', () => {
  const project = projectFolder({
    ...BASE,
    'models/copied.py': pythonModel('pass'),
    'models/grown.py': pythonModel('pass', 'incremental'),
    'models/fails.py': pythonModel('raise ValueError("fails")'),
    'models/breaks.py': pythonModel('pass # breaks'),
    'models/bare.py': pythonModel('pass # no duckdb'),
    'bin/python': FAKE,
  });
  const fake = join(project.root, 'bin/python');
  chmodSync(fake, 0o755);
  afterAll(() => project.remove());

  it.skipIf(process.platform === 'win32')('become tables of what they give back, types and all', async () => {
    const call = { SLUICE_PYTHON: fake };
    const first = await run(project.root, ['run', '--select', 'base', 'copied', 'grown'], call);
    expect(first.results.map(({ node, status }) => [node.name, status]).sort()).toEqual([
      ['base', 'success'],
      ['copied', 'success'],
      ['grown', 'success'],
    ]);
    expect(first.records.map((each) => each.msg)).toContain('hello');
    const again = await run(project.root, ['run', '--select', 'grown'], call);
    expect(again.results[0]?.status).toBe('success');
    for (const name of ['copied', 'grown']) {
      const sql = `select count(*) as n, typeof(any_value(big)) as big, typeof(any_value(span)) as span from (select * from main.${name} intersect select * from main.base)`;
      expect(await rowsOf(project.root, sql)).toEqual([{ n: 4, big: 'HUGEINT', span: 'INTERVAL' }]);
    }
  });

  it.skipIf(process.platform === 'win32')('show their errors at their own line', async () => {
    const { results } = await run(project.root, ['run', '--select', 'fails', 'breaks', 'bare'], {
      SLUICE_PYTHON: fake,
    });
    const found = Object.fromEntries(results.map((each) => [each.node.name, each]));
    const shown = found['fails']?.diagnostics[0];
    expect([shown?.code, shown?.message]).toEqual(['D122', 'ValueError: no']);
    expect(shown?.span?.source.text.slice(shown.span.start, shown.span.end)).toContain('raise ValueError');
    expect(found['fails']?.message).toBe(
      'Runtime Error in model fails (models/fails.py)\n  Python model failed:\n  Traceback\n  ValueError: no',
    );
    expect(found['breaks']?.diagnostics[0]).toMatchObject({ code: 'D122', message: 'Fatal Python error' });
    expect(found['bare']?.diagnostics[0]).toMatchObject({ code: 'D121' });
    expect(found['bare']?.diagnostics[0]?.hint).toContain(`${fake} -m pip install duckdb`);
  });

  it('say so when there is no Python', async () => {
    const { results } = await run(project.root, ['run', '--select', 'copied'], { PATH: '/nowhere' });
    expect(results[0]?.diagnostics.map((each) => each.code)).toEqual(['D120']);
  });

  it('are not run in a confined project', async () => {
    const { results } = await run(project.root, ['run', '--select', 'copied', '--confine'], {});
    expect(results[0]?.diagnostics.map((each) => each.code)).toEqual(['D123']);
  });

  const oracle = join(homedir(), '.cache/sluice-oracle/bin/python');
  it.skipIf(!existsSync(oracle))('run in a real Python', async () => {
    const real = projectFolder({
      ...BASE,
      'models/real.py': `
import duckdb

def model(dbt, session):
    dbt.config(materialized='incremental', unique_key='id', meta={'owner': 'me'})
    base = dbt.ref('base')
    if dbt.is_incremental:
        top = session.sql(f'select max(id) from {dbt.this}').fetchone()[0]
        return base.filter(f'id >= {top}').project("id + 1 as id, amount, big, span, list, 'again' as said")
    return base.project("*, '" + dbt.config.meta_get('owner') + "' as said")
`,
      'models/wrong.py': "\n\ndef model(dbt, session):\n    return dbt.ref('base').filter('nothing > 1')\n",
      'models/named.py':
        "def model(dbt, session):\n    dbt.ref('base')\n    return session.sql('select count(*) as n from main.base')\n",
      'models/unnamed.py': "def model(dbt, session):\n    return session.sql('select * from main.base')\n",
      'models/number.py': 'def model(dbt, session):\n    return 1\n',
    });
    const env = { SLUICE_PYTHON: oracle };
    const first = await run(real.root, ['run'], env);
    expect(first.results.find(({ node }) => node.name === 'real')?.message).toBe('OK');
    const wrong = first.results.find(({ node }) => node.name === 'wrong')?.diagnostics[0];
    expect(wrong?.span?.source.text.slice(wrong.span.start, wrong.span.end)).toContain(
      "filter('nothing > 1')",
    );
    const number = first.results.find(({ node }) => node.name === 'number')?.diagnostics[0];
    expect(number?.message).toContain("type 'int'");
    const unnamed = first.results.find(({ node }) => node.name === 'unnamed')?.diagnostics[0];
    expect(unnamed?.hint).toContain('dbt.ref and dbt.source');
    expect(await rowsOf(real.root, 'select n from main.named')).toEqual([{ n: 4 }]);
    await run(real.root, ['run', '--select', 'real'], env);
    const rows = await rowsOf(real.root, 'select id, said, typeof(big) as big from main.real order by id');
    expect(rows).toEqual([
      ...[0, 1, 2, 3].map((id) => ({ id, said: 'me', big: 'HUGEINT' })),
      { id: 4, said: 'again', big: 'HUGEINT' },
    ]);
    real.remove();
  });
});
