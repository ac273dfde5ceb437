import { describe, expect, it } from 'vitest';
import { callMacroSync, createParseScope, type NodeDraft } from '../../src/context/index.ts';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import { environmentWith, jinja, packageNamed, projectOf, type TestEnvironment } from './environment.ts';

const draft: NodeDraft = {
  resourceType: 'model',
  uniqueId: 'model.shop.orders',
  name: 'orders',
  packageName: 'shop',
  path: 'orders.sql',
  originalFilePath: 'models/orders.sql',
  fqn: ['shop', 'orders'],
  alias: 'orders',
  database: 'dev',
  schema: 'main',
};

function parse(text: string, environment: TestEnvironment = environmentWith({})) {
  const { scope, captured } = createParseScope({ environment, draft });
  const template = jinja.parseTemplate({ path: 'models/orders.sql', text });
  return { text: template.renderSync(scope, { chainableUndefined: true }), captured };
}

const failure = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0]?.dbtMessage ?? '';
    throw error;
  }
  return 'nothing failed';
};

describe('the context of a node being parsed', () => {
  it('records ref, source, metric and function calls in order, and answers with the node itself', () => {
    const { text, captured } = parse(
      "{{ ref('a') }} {{ ref('pkg', 'b', v=2) }} {{ source('raw', 't') }} {{ metric('m') }} {{ function('pkg', 'f') }}",
    );
    expect(text).toBe(
      '"dev"."main"."orders" "dev"."main"."orders" "dev"."main"."orders" m "dev"."main"."orders"',
    );
    expect(captured.refs).toEqual([
      { name: 'a', package: null, version: null },
      { name: 'b', package: 'pkg', version: 2 },
    ]);
    expect(captured.sources).toEqual([{ source: 'raw', table: 't' }]);
    expect(captured.metrics).toEqual([['m']]);
    expect(captured.functions).toEqual([['pkg', 'f']]);
  });

  it('captures config calls as plain data, with the hooks under their dashed names', () => {
    const { text, captured } = parse(
      "{{ config(materialized='table', tags=['a'], pre_hook='x', meta={'k': 1}) }}|{{ config({'b': 2}) }}|{{ config.get('materialized') }}|{{ config.persist_relation_docs() }}",
    );
    expect(text).toBe('|||False');
    expect(captured.configCalls).toEqual([
      { materialized: 'table', tags: ['a'], 'pre-hook': 'x', meta: { k: 1 } },
      { b: 2 },
    ]);
  });

  it('refuses arguments with the sentences of dbt', () => {
    expect(failure(() => parse('{{ ref() }}'))).toBe('ref() takes at most two arguments (0 given)');
    expect(failure(() => parse('{{ ref(1) }}'))).toBe(
      "The name argument to ref() must be a string, got <class 'int'>",
    );
    expect(failure(() => parse("{{ source('a') }}"))).toBe('source() takes exactly two arguments (1 given)');
    expect(failure(() => parse("{{ config(pre_hook='a', **{'pre-hook': 'b'}) }}"))).toBe(
      'Invalid config, has conflicting keys "pre_hook" and "pre-hook"',
    );
  });

  it('answers adapter methods without an engine, and tolerates names that do not exist', () => {
    const { text } = parse(
      "{{ adapter.get_relation('a', 'b', 'c') }} {{ adapter.get_columns_in_relation(this) }} {{ adapter.quote('x') }} {{ execute }} {{ nowhere.at.all() }} {{ adapter.execute('select 1')[0] }}",
    );
    expect(text).toBe('None [] "x" False  ');
  });

  it('records the macros that the template itself calls, not those that macros call', () => {
    const environment = environmentWith({
      shop: '{% macro outer() %}{{ inner() }}{% endmacro %}{% macro inner() %}i{% endmacro %}',
      dbt: '{% macro built_in() %}{{ return(adapter.dispatch("built_in", "dbt")()) }}{% endmacro %}{% macro default__built_in() %}d{% endmacro %}',
    });
    const { text, captured } = parse('{{ outer() }}{{ built_in() }}{{ dbt.built_in() }}', environment);
    expect(text).toBe('idd');
    expect(captured.macroIds).toEqual(['macro.shop.outer', 'macro.dbt.built_in']);
  });

  it('lets a project replace ref, with the original as builtins.ref', () => {
    const environment = environmentWith({
      shop: "{% macro ref(name) %}{% do return('<' ~ builtins.ref(name).identifier ~ '>') %}{% endmacro %}",
    });
    const { text, captured } = parse("{{ ref('a') }}", environment);
    expect(text).toBe('<orders>');
    expect(captured.refs).toEqual([{ name: 'a', package: null, version: null }]);
    expect(captured.macroIds).toEqual(['macro.shop.ref']);
  });

  it('finds variables by package and renders the Jinja in them; a missing one is None', () => {
    const project = projectOf(
      [packageNamed('shop', { vars: { a: 1, b: '{{ 1 + 1 }}', shop: { a: 2 } } }), packageNamed('dbt')],
      { cliVars: { c: [1] } },
    );
    const environment = environmentWith({}, { project });
    const { text, captured } = parse(
      "{{ var('a') }} {{ var('b') }} {{ var('c') }} {{ var('d') }} {{ var('d', 5) }} {{ var.has_var('a') }}",
      environment,
    );
    expect(text).toBe('2 2 [1] None 5 True');
    expect([...captured.vars]).toEqual(['a', 'b', 'c', 'd']);
  });

  it('calls a macro with plain arguments and gives back its value', () => {
    const environment = environmentWith({
      dbt: "{% macro generate_schema_name(custom, node) %}{{ target.schema }}_{{ custom | trim }}_{{ node.config.get('x') }}{% endmacro %}",
    });
    const macro = environment.library.findGenerateName('schema', 'shop');
    if (macro === undefined) throw new Error('not found');
    const value = callMacroSync({ environment, macro, positional: ['gold', { config: { x: 1 } }] });
    expect(value).toBe('main_gold_1');
  });

  it('writes log, print and warnings as events and diagnostics', () => {
    const environment = environmentWith({});
    const { text } = parse(
      "{{ log('a', info=true) }}{{ print('b') }}{{ exceptions.warn('c') }}",
      environment,
    );
    expect(text).toBe('');
    expect(environment.seen).toEqual([
      { type: 'macroMessage', message: 'a', info: true, print: false, uniqueId: 'model.shop.orders' },
      { type: 'macroMessage', message: 'b', info: true, print: true, uniqueId: 'model.shop.orders' },
    ]);
    expect(environment.warnings.map((each) => each.dbtMessage)).toEqual(['c']);
  });

  it('has the functions on plain values', () => {
    const cases: Readonly<Record<string, string>> = {
      "{{ tojson({'a': 1.0, 'b': [none, true]}) }}": '{"a": 1.0, "b": [null, true]}',
      '{{ fromjson(\'{"a": 1.0, "b": 2}\') }}': "{'a': 1.0, 'b': 2}",
      "{{ fromjson('nope', 'default') }}": 'default',
      "{{ fromyaml('a: [1, 2.0]') }}": "{'a': [1, 2.0]}",
      "{{ toyaml({'a': [1, {'b': 'x'}], 'c': 'yes'}) }}": "a:\n- 1\n- b: x\nc: 'yes'\n",
      '{{ set([1, 2, 2]) | sort }}': '[1, 2]',
      "{{ zip([1, 2], ['a', 'b']) | list }}": "[(1, 'a'), (2, 'b')]",
      "{{ local_md5('hello world') }}": '5eb63bbbe01eeed093cb22bb8f5acdc3',
      "{{ diff_of_two_dicts({'a': ['x', 'Y'], 'B': ['z']}, {'A': ['y']}) }}": "{'a': ['x'], 'B': ['z']}",
    };
    for (const [text, expected] of Object.entries(cases)) expect(parse(text).text, text).toBe(expected);
  });
});
