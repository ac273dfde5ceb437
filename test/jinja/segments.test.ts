import { describe, expect, it } from 'vitest';
import { spanPosition } from '../../src/diagnostics/index.ts';
import { callValue, createJinja, hostFunction, returnFunction, type Scope } from '../../src/jinja/index.ts';

const jinja = createJinja();

async function segmentsOf(model: string, macros = '', extra: Record<string, (scope: Scope) => unknown> = {}) {
  const bound = new Map<string, unknown>([
    ['return', returnFunction],
    ['n', 7],
  ]);
  const scope: Scope = { get: (name) => bound.get(name) };
  for (const macro of jinja.parseMacros({ path: 'm.sql', text: macros }))
    bound.set(macro.name, macro.bind(scope, { sync: false }));
  for (const [name, make] of Object.entries(extra)) bound.set(name, make(scope));
  const template = jinja.parseTemplate({ path: 'a.sql', text: model });
  const { text, segments } = await template.render(scope, { frameName: 'model a' });
  return segments.map(({ start, origin, verbatim, stack }, index) => {
    const piece = text.slice(start, segments[index + 1]?.start ?? text.length);
    const { line, column } = spanPosition(origin);
    if (verbatim) {
      const original = origin.source.text.slice(origin.start, origin.start + piece.length);
      expect(original.replaceAll('\r', '\n')).toBe(piece);
    }
    const frames = stack.map(({ name }) => name).join(' < ');
    return `${JSON.stringify(piece)} ${verbatim ? 'text' : 'value'} ${origin.source.path}:${line}:${column}${frames === '' ? '' : ` ${frames}`}`;
  });
}

describe('where rendered text comes from', () => {
  it('text is verbatim, expressions are not', async () => {
    expect(await segmentsOf('select {{ n }}\nfrom {{- " t" }} x')).toEqual([
      '"select " text a.sql:1:1',
      '"7" value a.sql:1:8',
      '"\\nfrom" text a.sql:1:15',
      '" t" value a.sql:2:6',
      '" x" text a.sql:2:17',
    ]);
  });

  it('reaches into macros that are printed, through other macros and return()', async () => {
    const macros = `{% macro a(x) %}A {{ x }}{% endmacro %}
{% macro b(x) %}[{{ a(x) }}]{% endmacro %}
{% macro c(x) %}{{ return(b(x)) }}{% endmacro %}`;
    const first = [
      '"[" text m.sql:2:17 b < model a',
      '"A " text m.sql:1:17 a < b < model a',
      '"1" value m.sql:1:19 a < b < model a',
      '"]" text m.sql:2:28 b < model a',
    ];
    expect(await segmentsOf('{{ b(1) }}', macros)).toEqual(first);
    expect(await segmentsOf('{{ c(1) }}', macros)).toEqual(
      first.map((each) => each.replace('b < model a', 'b < c < model a')),
    );
  });

  it('reaches through functions that hand keywords on', async () => {
    const dispatch = (scope: Scope) =>
      hostFunction('wrapped', (positional, keywords) => callValue(scope.get('a'), positional, keywords));
    expect(
      await segmentsOf('{{ wrapped(1) }}', '{% macro a(x) %}A{% endmacro %}', { wrapped: dispatch }),
    ).toEqual(['"A" text m.sql:1:17 a < model a']);
  });

  it('knows the text of call blocks, loops and conditions', async () => {
    const macros = '{% macro box() %}<{{ caller() }}>{% endmacro %}';
    expect(
      await segmentsOf(
        '{% call box() %}in{% endcall %}{% for x in [1, 2] %}x{% endfor %}{{ box2() if false else n }}',
        macros,
      ),
    ).toEqual([
      '"<" text m.sql:1:18 box < model a',
      '"in" text a.sql:1:17 caller < box < model a',
      '">" text m.sql:1:33 box < model a',
      '"x" text a.sql:1:53',
      '"x" text a.sql:1:53',
      '"7" value a.sql:1:66',
    ]);
  });

  it('takes what is filtered or captured as one value', async () => {
    const macros = '{% macro a() %}text{% endmacro %}';
    expect(await segmentsOf('{{ a() | upper }}{% set y %}a{{ n }}{% endset %}{{ y }}', macros)).toEqual([
      '"TEXT" value a.sql:1:1',
      '"a7" value a.sql:1:49',
    ]);
  });

  it('counts offsets of the file as it is, whatever its line ends', async () => {
    expect(await segmentsOf('a\r\nb {{ n }}\r\nc')).toEqual([
      '"a\\n" text a.sql:1:1',
      '"b " text a.sql:2:1',
      '"7" value a.sql:2:3',
      '"\\n" text a.sql:2:10',
      '"c" text a.sql:3:1',
    ]);
  });
});
