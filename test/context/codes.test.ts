import { describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { projectFolder } from '../support/project-folder.ts';

const VERBS = {
  build: sluice.build,
  compile: sluice.compile,
  seed: sluice.seed,
  runOperation: sluice.runOperation,
  parse: sluice.parse,
};
type Verb = keyof typeof VERBS;

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly verb?: Verb;
  readonly options?: Readonly<Record<string, unknown>>;
}

const model = (sql: string): Case => ({ files: { 'models/a.sql': sql } });
const source = (config: string): Case => ({
  files: {
    'models/a.sql': "select * from {{ source('raw', 't') }}",
    'models/s.yml': `sources: [{name: raw, tables: [{name: t, config: ${config}}]}]\n`,
  },
});
const EPHEMERAL = "{{ config(materialized='ephemeral') }} select 1 as id";

/** A small project for each code of the contexts that no other test provokes. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  J108: [
    model(
      "{% if execute %}{% call statement('q', fetch_result=true) %}select 1{% endcall %}{% set a = load_result('q') %}{% set b = load_result('q') %}{% endif %} select 1 as id",
    ),
  ],
  J109: [model("{% if execute %}{{ adapter.get_missing_columns('a', 'b') }}{% endif %} select 1 as id")],
  J111: [
    {
      ...model("{% if execute %}{{ run_query('select 1') }}{% endif %} select 1 as id"),
      verb: 'compile',
      options: { introspect: false },
    },
  ],
  J113: [
    model("{% if execute %}{{ exceptions.raise_not_implemented('later') }}{% endif %} select 1 as id"),
    model("{% if execute %}{{ adapter.get_partitions_metadata('t') }}{% endif %} select 1 as id"),
  ],
  J114: [
    {
      files: {
        'dbt_project.yml': 'name: shop\nprofile: shop\nquery-comment: "a */ b"\n',
        'models/a.sql': 'select 1 as id',
      },
    },
  ],
  J115: [model("{% if execute %}{{ exceptions.raise_database_error('down') }}{% endif %} select 1 as id")],
  N100: [
    model("{% if execute %}select * from {{ ref('nothing') }}{% endif %}"),
    model("{% if execute %}select * from {{ source('no', 'thing') }}{% endif %}"),
  ],
  N103: [
    {
      files: { 'models/e.sql': EPHEMERAL, 'macros/m.sql': "{% macro m() %}{{ ref('e') }}{% endmacro %}" },
      verb: 'runOperation',
      options: { macro: 'm' },
    },
  ],
  N104: [
    {
      files: {
        'models/a.sql': 'select 1 as id',
        'models/s.yml': 'models: [{name: a, description: "{{ doc(\'nowhere\') }}"}]\n',
      },
      verb: 'parse',
    },
  ],
  N105: [
    source('{external_location: "data/{nothing}.csv"}'),
    source('{external_location: "data/t.csv", formatter: odd}'),
  ],
  N106: [{ files: { 'seeds/s.csv': 'id\n1,2,3\n' }, verb: 'seed' }],
};

async function codesOf({ files, verb = 'build', options = {} }: Case): Promise<string[]> {
  const folder = projectFolder(files);
  const found: sluice.Diagnostic[] = [];
  const onEvent: sluice.EventSink = (event) => {
    if (event.type === 'diagnostic') found.push(event.diagnostic);
    if (event.type === 'message') found.push(...(event.diagnostics ?? []));
    if (event.type === 'nodeFinished') found.push(...event.result.diagnostics);
  };
  const call = VERBS[verb] as unknown as (given: Record<string, unknown>) => Promise<unknown>;
  try {
    await call({ projectDir: folder.root, profilesDir: folder.root, onEvent, ...options });
  } catch (error) {
    if (!(error instanceof sluice.DiagnosticError)) throw error;
    found.push(...error.diagnostics);
  } finally {
    folder.remove();
  }
  return found.map((each) => each.code);
}

describe('what templates cannot have is told under its own code', () => {
  const all = Object.entries(CASES).flatMap(([code, cases]) => cases.map((one, at) => ({ code, at, one })));
  it.each(all)('$code, case $at', async ({ code, one }) => {
    expect(await codesOf(one)).toContain(code);
  });
});
