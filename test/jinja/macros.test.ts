import { describe, expect, it } from 'vitest';
import {
  CALL,
  callValue,
  createJinja,
  GETATTR,
  hostFunction,
  type Jinja,
  type MacroTemplate,
  reprOf,
  returnFunction,
  type Scope,
} from '../../src/jinja/index.ts';
import { failureOf, placeOf, rejectionOf, scopeOf } from './support.ts';

const jinja: Jinja = createJinja();
const path = 'macros/m.sql';

/** A scope in which the macros of a text call each other, as in a project. */
function project(text: string, options: { sync: boolean }, names: Record<string, unknown> = {}) {
  const bound = new Map<string, unknown>();
  const globals = scopeOf(names);
  const scope: Scope = {
    get: (name) => bound.get(name) ?? (name === 'return' ? returnFunction : globals.get(name)),
  };
  for (const macro of jinja.parseMacros({ path, text })) {
    bound.set(macro.name, macro.bind(scope, { ...options, frameName: macro.name }));
  }
  return scope;
}

const only = (text: string): MacroTemplate => jinja.parseMacros({ path, text })[0] as MacroTemplate;

async function both(macros: string, template: string, names: Record<string, unknown> = {}): Promise<string> {
  const parsed = jinja.parseTemplate({ path: 'models/a.sql', text: template });
  const sync = parsed.renderSync(project(macros, { sync: true }, names));
  const { text } = await parsed.render(project(macros, { sync: false }, names));
  expect(text).toBe(sync);
  return sync;
}

describe('macros of a file', () => {
  it('call each other through the scope, and return any value', async () => {
    const macros = `
      {% macro columns(n) %}{{ return(range(n) | map('string') | list) }}{% endmacro %}
      {% macro shout(x) -%} {{ x | upper }}! {%- endmacro %}
      {% macro all(n) -%}
        {%- for c in columns(n) -%}{{ shout('c' ~ c) }}{{ ', ' if not loop.last }}{%- endfor -%}
      {%- endmacro %}`;
    expect(await both(macros, '{{ all(2) }}|{{ columns(3) }}')).toBe("C0!, C1!|['0', '1', '2']");
  });

  it('pass caller, varargs, kwargs, defaults and themselves', async () => {
    const macros = `
      {% macro wrap(tag, end=tag ~ '/') -%}<{{ tag }}>{{ caller('inner', k=1) }}<{{ end }}>{%- endmacro %}
      {% macro rest(a) -%}{{ a }}{{ varargs }}{{ kwargs }}{%- endmacro %}
      {% macro apply(f, x) -%}{{ f(x, *[1, 2], **{'z': 3}) }}{{ f.name }}{%- endmacro %}
      {% macro fact(n) -%}{{ return(1 if n < 2 else n * fact(n - 1)) }}{%- endmacro %}`;
    const template =
      "{% call(x, k=0) wrap('b') %}{{ x }}{{ k }}{% endcall %} {{ apply(rest, 'q') }} {{ fact(20) + fact(5) }}";
    expect(await both(macros, template)).toBe("<b>inner1<b/> q(1, 2){'z': 3}rest 2432902008176640120");
  });

  it('keep values in namespaces across loops', async () => {
    const macros =
      '{% macro total(xs) %}{% set ns = namespace(n=0) %}{% for x in xs %}{% set ns.n = ns.n + x %}{% endfor %}{{ return(ns.n) }}{% endmacro %}';
    expect(await both(macros, '{{ total([1, 2, 3]) }}')).toBe('6');
  });

  it('wait for what only the database can answer', async () => {
    const query = hostFunction('run_query', async ([sql]) => [`rows of ${sql}`]);
    const scope = project(
      '{% macro rows(q) %}{{ return(run_query(q)[0] | upper) }}{% endmacro %}',
      { sync: false },
      { run_query: query },
    );
    const { text } = await jinja.parseTemplate({ path: 'a.sql', text: "{{ rows('x') }}" }).render(scope);
    expect(text).toBe('ROWS OF X');
  });

  it('cannot wait while the project is parsed', () => {
    const query = hostFunction('run_query', async () => []);
    const scope = project(
      '{% macro rows(q) %}{{ run_query(q) }}{% endmacro %}',
      { sync: true },
      { run_query: query },
    );
    const failure = failureOf(() =>
      jinja.parseTemplate({ path: 'a.sql', text: "{{ rows('x') }}" }).renderSync(scope),
    );
    expect(failure).toMatchObject({ code: 'J005', kind: 'Compilation Error' });
  });

  it('are called from TypeScript, with their errors placed', async () => {
    const macro = only('{% macro m(a, b=2) %}\n{{ a + b }}{% endmacro %}');
    const call = macro.bind(scopeOf(), { sync: true });
    expect(callValue(call, [1])).toBe('\n3');
    const failure = failureOf(() => callValue(call, ['x']));
    expect(failure).toMatchObject({ code: 'J003', exception: 'TypeError', stack: [{ name: 'm' }] });
    expect(placeOf(failure)).toBe('2:4');
    const later = macro.bind(scopeOf(), { sync: false });
    expect((await rejectionOf(async () => callValue(later, ['x']))).exception).toBe('TypeError');
  });

  it('say what they are', () => {
    const [materialization, test, typed] = jinja.parseMacros({
      path,
      text:
        "{% materialization incremental, adapter='duckdb', supported_languages=['sql', 'python'] %}x{% endmaterialization %}" +
        '{% test unique(model, column_name) %}{% endtest %}' +
        "{% macro typed(a: string, b: list[dict[string, any]] = none, c='x') %}{% endmacro %}",
    });
    expect(materialization).toMatchObject({
      kind: 'materialization',
      name: 'incremental',
      adapter: 'duckdb',
      supportedLanguages: ['sql', 'python'],
    });
    expect(test).toMatchObject({ kind: 'test', name: 'unique', adapter: null, supportedLanguages: null });
    expect(typed?.parameters).toEqual([
      { name: 'a', hasDefault: false, type: 'string' },
      { name: 'b', hasDefault: true, type: 'list[dict[string, any]]' },
      { name: 'c', hasDefault: true, type: null },
    ]);
    expect(only('{% materialization view, default %}{% endmaterialization %}')).toMatchObject({
      adapter: 'default',
      supportedLanguages: ['sql'],
    });
  });

  it('show name and arguments to templates', () => {
    const bound = only('{% macro m(a, b) %}{% endmacro %}').bind(scopeOf(), { sync: true }) as {
      [GETATTR](name: string): unknown;
    };
    expect([bound[GETATTR]('name'), reprOf(bound[GETATTR]('arguments'))]).toEqual(['m', "('a', 'b')"]);
  });

  it('materializations run with a language', () => {
    const macro = only(
      "{% materialization t, adapter='d' %}{{ supported_languages }}{{ return({'relations': [this]}) }}{% endmaterialization %}",
    );
    const scope = scopeOf({ this: 'me' });
    const bound = macro.bind(
      { get: (name) => (name === 'return' ? returnFunction : scope.get(name)) },
      { sync: true },
    );
    expect(reprOf(callValue(bound))).toBe("{'relations': ['me']}");
  });

  it('refuse macros inside macros, unknown options and wrong calls', () => {
    expect(
      failureOf(() =>
        only(
          '{% macro a() %}{% raw %}{% endraw %}{% if x %}{% endif %}{% set y %}{% endset %}{% call b() %}{% endmacro %}',
        ),
      ),
    ).toMatchObject({ code: 'J001' });
    const unknown = failureOf(() => only("{% materialization t, adaptor='d' %}{% endmaterialization %}"));
    expect(unknown).toMatchObject({
      code: 'J007',
      dbtMessage: "materialization 't' received unknown argument 'adaptor'.",
    });
    const bound = only('{% macro m(a) %}{% endmacro %}').bind(scopeOf(), { sync: true });
    expect(failureOf(() => callValue(bound, [1, 2])).message).toBe(
      "macro 'm' takes not more than 1 argument(s)",
    );
    expect(failureOf(() => callValue(bound, [], { b: 1 })).message).toBe(
      "macro 'm' takes no keyword argument 'b'",
    );
  });

  it('of the same text are not what a call means: calls go through the scope', () => {
    const text = '{% macro m() %}inner{% endmacro %}{{ m() }}';
    const m = Object.freeze({ [CALL]: () => 'outer' });
    expect(jinja.parseTemplate({ path, text }).renderSync(scopeOf({ m }))).toBe('outer');
    expect(createJinja({ localMacros: true }).parseTemplate({ path, text }).renderSync(scopeOf({ m }))).toBe(
      'inner',
    );
  });

  it('are callable objects of the host too', () => {
    const double = Object.freeze({ [CALL]: ([x]: readonly unknown[]) => (x as number) * 2 });
    expect(jinja.parseTemplate({ path, text: '{{ double(4) }}' }).renderSync(scopeOf({ double }))).toBe('8');
  });
});
