import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import { createJinja, hostFunction, PyDict } from '../../src/jinja/index.ts';
import { failureOf, scopeOf } from './support.ts';

const probes = JSON.parse(
  readFileSync(new URL('./fixtures/jinja-escape-probes.json', import.meta.url), 'utf8'),
) as Record<string, string>;

const more: Record<string, string> = {
  filter_ctor: "{{ 'x' | constructor }}",
  filter_proto: "{{ 'x' | __proto__ }}",
  test_ctor: "{{ 'x' is constructor }}",
  map_filter_name: "{{ ['x'] | map('constructor') | list }}",
  select_test_name: "{{ ['x'] | select('__proto__') | list }}",
  method_ctor:
    '{{ [].constructor }}{{ {}.constructor }}{{ (1).constructor }}{{ (1.5).toFixed }}{{ true.valueOf }}',
  bound_method: "{{ 'x'.upper.constructor('return process')() }}",
  bound_call: "{{ 'x'.upper.call }}{{ 'x'.upper.apply }}{{ 'x'.upper.bind }}",
  macro_ctor: '{% macro m() %}{% endmacro %}{{ m.constructor }}{{ m.prototype }}',
  loop_ctor: '{% for x in [1] %}{{ loop.constructor }}{{ loop["#items"] }}{% endfor %}',
  ns_proto: "{% set ns = namespace(**{'__proto__': 1}) %}{{ ns.__proto__ }}",
  kwargs_proto: "{% macro m() %}{{ kwargs }}{% endmacro %}{{ m(**{'__proto__': 1, 'constructor': 2}) }}",
  kw_ctor: '{{ dict(constructor=1).toString }}',
  format_map: "{{ '{x.constructor}'.format_map({'x': 'y'}) }}{{ '{x[__proto__]}'.format(x=o) }}",
  format_index: "{{ '{0[constructor]}'.format(o) }}",
  percent_map: "{{ '%(constructor)s' % o }}",
  sum_attr: "{{ [o] | sum(attribute='constructor') }}",
  sort_attr: "{{ [o, o] | sort(attribute='__proto__.constructor') }}",
  tuple_ctor: "{{ (1, 2).constructor }}{{ (1, 2)['length'] }}",
  string_length: "{{ 'abc'.length }}{{ 'abc'['length'] }}{{ [1]['push'] }}",
  undefined_fields: '{{ x.hint }}',
  module_names: '{{ rt }}{{ C }}{{ F }}{{ T }}{{ L }}{{ o.C }}{{ str }}{{ trace }}{{ Output }}',
  reserved: '{% set await = 1 %}{% set class = 2 %}{% set let = 3 %}{{ await }}{{ class }}{{ let }}',
  line_break: "{% set a = '\u2028\u2029\\u2028\\\\' %}{{ a | length }}",
  comment_break: `{{ '*/ process.exit() /*' }}{{ "\`\${1}\`" }}`,
  name_break: '{% macro x(a=\'"+process.pid+"\') %}{{ a }}{% endmacro %}{{ x() }}',
  unicode_names: '{% set é = 1 %}{% set ñ_2 = é %}{{ ñ_2 }}{% set 变量 = 3 %}{{ 变量 }}',
  arguments_name: '{{ arguments }}{{ this }}{{ self }}{{ globalThis }}{{ Function }}{{ eval }}',
  set_globals: '{% set range = 1 %}{% set Function = 2 %}{{ range }}',
  attr_chain: "{{ o | attr('__class__') | attr('__mro__') }}",
  pop_proto: "{{ o.pop('constructor', 'none') }}{{ o.get('__proto__', 'none') }}{{ 'constructor' in o }}",
  setdefault: "{{ o.setdefault('__proto__', {'polluted': 1}) }}{{ o }}",
  fromkeys: "{{ {}.fromkeys(['__proto__'], 1) }}",
};

const jinja = createJinja({ localMacros: true });

describe('the sandbox', () => {
  it.each(Object.entries({ ...probes, ...more }))('%s does not reach the host', async (_name, text) => {
    const o: Record<string, unknown> = { a: 1 };
    const seen: string[] = [];
    const names = new Map<string, unknown>([
      ['o', o],
      ['f', hostFunction('f', () => 'called')],
    ]);
    const scope = { get: (name: string) => names.get(name) };
    const results: string[] = [];
    try {
      const template = jinja.parseTemplate({ path: 'probe.sql', text });
      results.push(template.renderSync(scope));
      results.push((await template.render(scope)).text);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      results.push(error.message);
    }
    expect(seen).toEqual([]);
    for (const result of results) {
      expect(result).not.toMatch(/native code|\[object|function \(|=>|class [A-Z]/);
      expect(result).not.toContain(String(process.pid));
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(o)).toBe(Object.prototype);
  });

  it('keys such as __proto__ are keys like any other', () => {
    const text =
      "{% set d = {} %}{% do d.update({'__proto__': 1, 'constructor': 2}) %}{{ d }}{{ d['constructor'] }}{{ {}['constructor'] is defined }}";
    expect(jinja.parseTemplate({ path: 'a', text }).renderSync(scopeOf())).toBe(
      "{'__proto__': 1, 'constructor': 2}2False",
    );
  });

  it('objects that a host froze are not changed', () => {
    const frozen = Object.freeze({ a: 1 });
    const scope = { get: (name: string) => (name === 'frozen' ? frozen : undefined) };
    const failure = failureOf(() =>
      jinja.parseTemplate({ path: 'a', text: '{% do frozen.update(b=1) %}' }).renderSync(scope),
    );
    expect(failure.exception).toBe('TypeError');
  });

  it('objects of the host show nothing but what their protocol answers', () => {
    class Secret {
      readonly password = 'hidden';
      reveal(): string {
        return this.password;
      }
    }
    const names = new Map<string, unknown>([
      ['secret', new Secret()],
      ['fn', () => 'called'],
      ['dict', new PyDict()],
    ]);
    const scope = { get: (name: string) => names.get(name) };
    const render = (text: string) => jinja.parseTemplate({ path: 'a', text }).renderSync(scope);
    expect(render('{{ secret.password }}{{ secret["password"] }}{{ secret.reveal }}')).toBe('');
    expect(render('{{ secret }}')).not.toContain('hidden');
    expect(failureOf(() => render('{{ fn() }}')).exception).toBe('TypeError');
    expect(failureOf(() => render('{{ secret.reveal() }}')).exception).toBe('UndefinedError');
  });
});
