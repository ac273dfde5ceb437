import { describe, expect, it } from 'vitest';
import { DiagnosticError, diagnostic } from '../../src/diagnostics/index.ts';
import { createJinja, hostFunction, type Scope } from '../../src/jinja/index.ts';
import { failureOf, placeOf, rejectionOf, scopeOf } from './support.ts';

const jinja = createJinja();

function renderFailure(text: string, scope: Scope = scopeOf()) {
  return failureOf(() =>
    jinja.parseTemplate({ path: 'models/a.sql', text }).renderSync(scope, { frameName: 'model a' }),
  );
}

describe('errors', () => {
  it.each([
    ['{{ 1 + }}', '1:8'],
    ['a\n{% foo %}', '2:4'],
    ['a\n  {% if x %}\nb', '2:6'],
    ["{{ 'a }}", '1:4'],
    ['{{ (1, 2] }}', '1:9'],
    ['\n{# open', '2:1'],
    ['{{ x', '1:5'],
    ['{% for x in y %}{% endif %}', '1:20'],
    ['{% set 1 = 2 %}', '1:8'],
    ['{{ f(a=1, 2) }}', '1:5'],
    ['{{ a is b is c }}', '1:11'],
    ['\r\n\r\n{{ 1 + }}', '3:8'],
  ])('a syntax error in %j stands at %s', (text, place) => {
    const failure = failureOf(() => jinja.parseTemplate({ path: 'models/a.sql', text }));
    expect([failure.code, failure.exception, placeOf(failure)]).toEqual([
      'J001',
      'TemplateSyntaxError',
      place,
    ]);
  });

  it.each([
    ['ok\n{{ 1 / 0 }}', '2:4', 'J003', 'ZeroDivisionError'],
    ["{% set x = 1 %}\n  {{ x ~ ('a' + x) }}", '2:10', 'J003', 'TypeError'],
    ['{{ a }}\n{{ nope(1) }}', '2:4', 'J002', 'UndefinedError'],
    ['{% for a, b in [1] %}{% endfor %}', '1:8', 'J003', 'TypeError'],
    ['{% if true %}\n{% for x in 5 %}{% endfor %}{% endif %}', '2:13', 'J003', 'TypeError'],
    ["{{ 'x' | truncate(1) }}", '1:4', 'J003', 'AssertionError'],
    ["{{ {}['a'].b }}", '1:4', 'J002', 'UndefinedError'],
    ['{{ x | nope }}', '1:4', 'J001', 'TemplateAssertionError'],
    ["{{ ''.__class__.__mro__ }}", '1:4', 'J003', 'SecurityError'],
    ['{{ [1]\n   .pop(5) }}', '1:4', 'J003', 'IndexError'],
  ])('an error in %j stands at %s', async (text, place, code, exception) => {
    const failure = renderFailure(text);
    expect([placeOf(failure), failure.code, failure.exception]).toEqual([place, code, exception]);
    const template = jinja.parseTemplate({ path: 'models/a.sql', text });
    expect(await rejectionOf(() => template.render(scopeOf(), { frameName: 'model a' }))).toEqual(failure);
  });

  it('carry the macros through which they were reached, innermost first', async () => {
    const text =
      '{% macro outer(x) %}\n  {{ inner(x) }}{% endmacro %}\n{% macro inner(x) %}{{ x.y.z }}{% endmacro %}';
    for (const sync of [true, false]) {
      const macros = new Map<string, unknown>();
      const scope: Scope = { get: (name) => macros.get(name) };
      for (const macro of jinja.parseMacros({ path: 'macros/m.sql', text })) {
        macros.set(macro.name, macro.bind(scope, { sync }));
      }
      const template = jinja.parseTemplate({ path: 'models/a.sql', text: 'select\n{{ outer({}) }}' });
      const failure = sync
        ? failureOf(() => template.renderSync(scope, { frameName: 'model a' }))
        : await rejectionOf(() => template.render(scope, { frameName: 'model a' }));
      expect(
        failure.stack.map(({ name, span }) => [
          name,
          span?.source.path,
          placeOf({ ...failure, span: span as never }),
        ]),
      ).toEqual([
        ['inner', 'macros/m.sql', '3:24'],
        ['outer', 'macros/m.sql', '2:6'],
        ['model a', 'models/a.sql', '2:4'],
      ]);
      expect(failure.message).toBe("'dict object' has no attribute 'y'");
      expect(failure.dbtMessage).toBe(failure.message);
    }
  });

  it('advise on undefined names where dbt does', () => {
    expect(renderFailure('{{ nope() }}').dbtMessage).toBe(
      '\'nope\' is undefined. This can happen when calling a macro that does not exist. Check for typos and/or install package dependencies with "dbt deps".',
    );
  });

  it('of host functions keep their own words and gain a place', () => {
    const raise = hostFunction('raise', ([message]) => {
      throw new DiagnosticError(diagnostic('J003', String(message)));
    });
    const failure = renderFailure("x\n {{ raise('because') }}", scopeOf({ raise }));
    expect([failure.message, placeOf(failure), failure.stack[0]?.name]).toEqual([
      'because',
      '2:5',
      'model a',
    ]);
  });

  it('that are bugs of the host pass through', () => {
    const broken = hostFunction('broken', () => {
      throw new SyntaxError('bug');
    });
    const template = jinja.parseTemplate({ path: 'a.sql', text: '{{ broken() }}' });
    expect(() => template.renderSync(scopeOf({ broken }))).toThrow(new SyntaxError('bug'));
  });

  it('point into the file also for macros in the middle of it', () => {
    const text = '-- one\n-- two\n{% macro m() %}\n{{ 1 + }}\n{% endmacro %}';
    expect(placeOf(failureOf(() => jinja.parseMacros({ path: 'macros/m.sql', text })))).toBe('4:8');
  });
});
