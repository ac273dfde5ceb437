import { describe, expect, it } from 'vitest';
import { createJinja, type Scope } from '../../src/jinja/index.ts';
import { failureOf, rejectionOf, scopeOf } from './support.ts';

const jinja = createJinja();

describe('templates that do not end', () => {
  it.each([
    [
      'a text doubled over and over',
      "{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
    ],
    ['a text repeated a billion times', "{{ 'x' * 10 ** 9 }}"],
    ['a text padded to a gigabyte', "{{ 'x'.ljust(2 ** 30) }}"],
    ['a wide format', "{{ '{:>2000000000}'.format(1) }}"],
    ['a wide percent format', "{{ '%2000000000d' % 1 }}"],
    ['output of a gigabyte', "{% set s = 'x' * 50000000 %}{% for i in range(1000) %}{{ s }}{% endfor %}"],
    ['a joined gigabyte', "{% set s = 'x' * 10000 %}{{ ([s] * 100000) | join }}"],
    ['a replacement that explodes', "{{ ('x' * 100000).replace('x', 'y' * 100000) }}"],
    [
      'a list doubled over and over',
      '{% set xs = [1] %}{% for i in range(60) %}{% do xs.extend(xs) %}{% endfor %}',
    ],
    ['a list repeated', '{{ [0] * 10 ** 9 }}'],
    ['an int with a billion digits', '{{ 10 ** (10 ** 9) > 1 }}'],
    [
      'a value nested in itself',
      '{% set xs = [] %}{% for i in range(100000) %}{% set xs = [xs] %}{% do xs.append(xs) %}{% endfor %}{% set ns = namespace(x=[]) %}{% for i in range(100000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}',
    ],
    ['loops in loops', '{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}'],
  ])('%s', async (_name, text) => {
    const template = jinja.parseTemplate({ path: 'models/a.sql', text });
    const failure = failureOf(() => template.renderSync(scopeOf()));
    expect(failure).toMatchObject({ code: 'J004', kind: 'Compilation Error' });
    expect(failure.span).toBeDefined();
  });

  it('a macro that calls itself without end', async () => {
    const text = '{% macro a(n) %}{{ b(n + 1) }}{% endmacro %}{% macro b(n) %}{{ a(n + 1) }}{% endmacro %}';
    for (const sync of [true, false]) {
      const macros = new Map<string, unknown>();
      const scope: Scope = { get: (name) => macros.get(name) };
      for (const macro of jinja.parseMacros({ path: 'm.sql', text }))
        macros.set(macro.name, macro.bind(scope, { sync }));
      const template = jinja.parseTemplate({ path: 'a.sql', text: '{{ a(1) }}' });
      const failure = sync
        ? failureOf(() => template.renderSync(scope))
        : await rejectionOf(() => template.render(scope));
      expect(failure).toMatchObject({ code: 'J004', exception: 'RecursionError' });
      expect(failure.stack.length).toBeLessThanOrEqual(101);
    }
  });

  it('ranges are as long as the sandbox of Jinja allows', () => {
    const failure = failureOf(() =>
      jinja.parseTemplate({ path: 'a.sql', text: '{{ range(100001) }}' }).renderSync(scopeOf()),
    );
    expect(failure.exception).toBe('OverflowError');
  });
});

describe('texts that are hard to read', () => {
  it.each([
    ['brackets in brackets', `{{ ${'('.repeat(20_000)}1${')'.repeat(20_000)} }}`],
    ['ifs in ifs', '{% if x %}'.repeat(20_000) + '{% endif %}'.repeat(20_000)],
  ])('%s end with a diagnostic', (_name, text) => {
    const failure = failureOf(() => jinja.parseTemplate({ path: 'a.sql', text }).renderSync(scopeOf()));
    expect(failure).toMatchObject({ code: 'J004', exception: 'RecursionError' });
  });

  it('white space without end is scanned in time', () => {
    const text = `${' '.repeat(50_000)}{%- macro a() -%}${'\n'.repeat(50_000)}{%- endmacro %}`;
    expect(jinja.scanBlocks({ path: 'm.sql', text }, ['macro'])).toHaveLength(1);
    expect(jinja.parseMacros({ path: 'm.sql', text })).toHaveLength(1);
  });

  it('a thousand operators in a row are no problem', () => {
    const text = `{{ ${'1 + '.repeat(1000)}1 }}{{ ${"'a' ~ ".repeat(1000)}'' | length }}`;
    expect(jinja.parseTemplate({ path: 'a.sql', text }).renderSync(scopeOf())).toBe(
      `1001${'a'.repeat(1000)}0`,
    );
  });
});
