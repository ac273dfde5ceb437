import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, run, show } from '../../src/commands/index.ts';
import { createHost, type Host } from '../../src/host/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

let folder: ProjectFolder;
beforeAll(() => {
  folder = projectFolder({
    'models/events.sql': `{{ config(materialized='table', event_time='seen') }}
      select 1 as id, timestamp '2024-02-28 10:00:00' as seen
      union all select 2, timestamp '2024-03-31 10:00:00'`,
    'models/plain.sql': "select 1 as id from {{ ref('events') }} limit 1",
    'models/quoted.sql':
      "{{ config(materialized='ephemeral', event_time='At') }} select id, seen as \"At\" from {{ ref('events') }}",
    'models/reader.sql': `select * from {{ ref('events') }} -- whole: {{ ref('events').render() }}`,
    'models/of_quoted.sql': "select * from {{ ref('quoted') }}",
    'models/models.yml':
      'models:\n  - name: quoted\n    columns: [{name: At, quote: true}]\n  - name: reader\n    columns: [{name: id, data_tests: [unique]}]\n',
  });
});
afterAll(() => folder.remove());

/** A host at a moment. */
function at(moment: string): Host {
  const host = createHost(folder.root);
  return { ...host, clock: { ...host.clock, now: () => new Date(moment) } };
}

const compiled = (name: string) =>
  readFileSync(join(folder.root, 'target', 'compiled', 'shop', 'models', `${name}.sql`), 'utf8');

describe('--sample', () => {
  it('reads the window of event time up to now, of refs that have one', async () => {
    const host = at('2024-03-31T12:00:00Z');
    expect((await run({ host, sample: '1 month' })).success).toBe(true);
    const filter = "where seen >= '2024-02-29 12:00:00+00:00' and seen < '2024-03-31 12:00:00+00:00'";
    expect(compiled('reader')).toBe(
      `select * from (select * from "shop"."main"."events" ${filter}) -- whole: "shop"."main"."events"`,
    );
    const { previews } = await show({ host, inline: "select id from {{ ref('reader') }}" });
    expect(previews[0]?.rows?.rows).toEqual([[2]]);
  });

  it('quotes the column where its properties say so, and filters ephemeral models too', async () => {
    await run({ host: at('2024-03-31T12:00:00Z'), sample: '2 HOURS', select: 'of_quoted' });
    expect(compiled('of_quoted')).toContain(
      `select * from (select * from __dbt__cte__quoted where "At" >= '2024-03-31 10:00:00+00:00' and "At" < '2024-03-31 12:00:00+00:00')`,
    );
  });

  it('takes a window with a start and an end, and goes around the limit of --empty', async () => {
    const host = at('2030-01-01T00:00:00Z');
    const sample = '{start: 2024-01-01 10:00:00+02:00, end: 2024-03-01T00:00:00.5}';
    await run({ host, sample, empty: true, select: 'reader' });
    expect(compiled('reader')).toContain(
      `select * from (select * from (select * from "shop"."main"."events" where false limit 0) where seen >= '2024-01-01 10:00:00+00:00' and seen < '2024-03-01 00:00:00.500000+00:00')`,
    );
    const { args } = JSON.parse(readFileSync(join(folder.root, 'target', 'run_results.json'), 'utf8'));
    expect(args.sample).toEqual({
      start: '2024-01-01T10:00:00+00:00',
      end: '2024-03-01T00:00:00.500000+00:00',
    });
  });

  it('changes nothing without', async () => {
    await compile({ host: at('2024-03-31T12:00:00Z'), select: 'reader' });
    expect(compiled('reader')).toContain('select * from "shop"."main"."events" --');
  });
});
