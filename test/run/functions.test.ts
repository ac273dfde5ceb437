import { beforeAll, describe, expect, it } from 'vitest';
import { runSelected } from '../../src/commands/run-selected.ts';
import type { NodeResult, RunResult } from '../../src/domain/index.ts';
import { type TestProject, testProject } from './project.ts';

const YAML = `
functions:
  - name: twice
    arguments: [{name: price, data_type: float}, {name: qty, data_type: int, default_value: 2}]
    returns: {data_type: float}
    overloads:
      - defined_in: twice_three
        arguments: [{name: a, data_type: varchar}, {name: b, data_type: varchar}, {name: c, data_type: varchar}]
        returns: {data_type: varchar}
      - defined_in: twice_wrong
        arguments: []
      - defined_in: twice_one
        arguments: [{name: name, data_type: varchar}, {name: mark, data_type: varchar}]
        returns: {data_type: varchar}
  - name: spread
    config: {type: aggregate, schema: udf}
    arguments: [{name: v, data_type: int}]
    returns: {data_type: bigint}
  - name: numbers
    config: {type: table}
    arguments: [{name: n, data_type: int}]
    returns: {data_type: "table(i tinyint, pair struct(a int, b varchar), \\"odd name\\" decimal(4, 1))"}
  - name: biggest
    arguments: [{name: n, data_type: int}]
    returns: {data_type: int}
`;

const FILES = {
  'functions/_functions.yml': YAML,
  'functions/twice.sql': '-- twice\nselect price * qty as answer;',
  'functions/twice_three.sql': 'a || b || c',
  'functions/twice_wrong.sql': 'select no_such_column',
  'functions/twice_one.sql': 'name || mark',
  'functions/spread.sql': 'select max(v) - min(v)',
  'functions/numbers.sql': "select i, {'a': i, 'b': 'x'}, i / 2 from range(n) t(i)",
  'functions/biggest.sql': "select max(id) from {{ ref('base') }} where id < n",
  'models/base.sql': 'select unnest([1, 5, 9]) as id',
  'models/use.sql':
    "select {{ function('biggest') }}(id) as below, {{ function('shop', 'spread') }}(1) as s from {{ ref('base') }} group by id",
};

/** The same functions in a file of DuckDB's usual storage version, which keeps no types of arguments, and in memory. */
const PROFILES = {
  file: 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n',
  memory: "shop: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:'}}}\n",
};

const build = (project: TestProject, work: (run: RunResult) => Promise<void> = async () => {}) =>
  project.session('build', {}, async (session, events) => {
    const run = await runSelected(session, ['model', 'function']);
    await work(run);
    return { run, events };
  });

function result(run: RunResult, name: string): NodeResult {
  return run.results.find((each) => each.node.name === name) as NodeResult;
}

describe('functions become macros of DuckDB', () => {
  let project: TestProject;
  let run: RunResult;
  let told: string[];

  beforeAll(async () => {
    project = testProject({ ...FILES, 'profiles.yml': PROFILES.file });
    const built = await build(project);
    run = built.run;
    told = built.events.flatMap((each) =>
      each.type === 'overloadFinished'
        ? [`${each.index}/${each.total} ${each.overload} ${each.error === null}`]
        : [],
    );
  });

  it('which convert their arguments and their answer, and have defaults', async () => {
    expect(
      await project.query("select cast(twice(2) as int), typeof(twice('3', 4)), biggest(6), biggest(null)"),
    ).toEqual(['4|FLOAT|5|null']);
  });

  it('may hold an aggregate, in another schema', async () => {
    expect(
      await project.query("select main_udf.spread(i), typeof(main_udf.spread('1')) from range(7) t(i)"),
    ).toEqual(['6|BIGINT']);
  });

  it('give rows whose columns are named and typed as declared', async () => {
    expect(await project.query('describe select * from numbers(3)')).toEqual([
      'i|TINYINT|YES|null|null|null',
      'pair|STRUCT(a INTEGER, b VARCHAR)|YES|null|null|null',
      'odd name|DECIMAL(4,1)|YES|null|null|null',
    ]);
    expect(await project.query('select count(*) from numbers(3)')).toEqual(['3']);
  });

  it('are made overload by overload; one that fails leaves the others, and what needs the function is skipped', async () => {
    expect(told).toEqual(['1/3 twice_three true', '2/3 twice_wrong false', '3/3 twice_one false']);
    const { status, message, overloadResults, diagnostics } = result(run, 'twice');
    expect({ status, message, overloadResults }).toEqual({
      status: 'partial success',
      message: 'PARTIAL SUCCESS twice',
      overloadResults: { successful: ['twice_three'], failed: ['twice_wrong', 'twice_one'] },
    });
    expect(diagnostics[0]?.span?.source.path).toBe('functions/twice_wrong.sql');
    expect(await project.query("select twice('a', 'b', 'c')")).toEqual(['abc']);
    expect(run.success).toBe(false);
  });

  it('stand in front of the models that call them', async () => {
    expect(run.results.map((each) => each.node.name).at(-1)).toBe('use');
    expect(await project.query('select below from use order by all')).toEqual(['1', '5', 'null']);
  });

  it('keep their SQL in the artifacts', () => {
    const results = project.json('target/run_results.json') as unknown as {
      results: { unique_id: string }[];
    };
    expect(results.results.find((each) => each.unique_id === 'function.shop.twice')).toMatchObject({
      status: 'partial success',
      overload_results: { successful: ['twice_three'], failed: ['twice_wrong', 'twice_one'] },
      relation_name: '"shop"."main"."twice"',
    });
    const manifest = project.json('target/manifest.json') as unknown as {
      functions: Record<string, { compiled_path: string; overloads: { compiled_body: string }[] }>;
    };
    const twice = manifest.functions['function.shop.twice'];
    expect(twice?.compiled_path).toBe('target/compiled/shop/functions/twice.sql');
    expect(twice?.overloads.map((each) => each.compiled_body)[0]).toBe('a || b || c');
  });
});

describe('a function in a database that keeps the types of arguments', () => {
  it('chooses an overload by type, and is an expression where its query is nothing else', async () => {
    const project = testProject({ ...FILES, 'profiles.yml': PROFILES.memory });
    const { run } = await build(project);
    expect(result(run, 'twice').overloadResults).toEqual({
      successful: ['twice_three', 'twice_one'],
      failed: ['twice_wrong'],
    });
    const sql = project.read('target/run/shop/functions/twice.sql');
    expect(sql).toContain('("price" float, "qty" int := cast(2 as int)) as (cast((price * qty\n) as float))');
    expect(sql).toContain('("name" varchar, "mark" varchar) as');
    expect(project.read('target/run/shop/functions/biggest.sql')).toContain(
      'from (select cast("__dbt_1" as int) as "n") as __dbt_arguments) as int))',
    );
  });
});
