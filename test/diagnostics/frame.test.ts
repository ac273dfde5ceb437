import { describe, expect, it } from 'vitest';
import { type Diagnostic, type DiagnosticDetails, diagnostic, frame } from '../../src/diagnostics/index.ts';

/** A diagnostic at the part of `text` between « and ». */
function at(text: string, details: DiagnosticDetails = {}): Diagnostic {
  const start = text.indexOf('«');
  const end = text.indexOf('»') - 1;
  const source = { path: 'models/a.sql', text: text.replace(/[«»]/g, '') };
  return diagnostic('I001', 'Something is wrong', { span: { source, start, end }, ...details });
}

describe('frame', () => {
  it('shows the place, the line before, the line with carets and the label, and the hint', () => {
    const one = at("select\n  sum(x) as y\nfrom {{ ref(«'silver_sale'») }}\n", {
      label: 'no model has this name',
      hint: "did you mean 'silver_sales'?",
    });
    expect(frame(one)).toBe(
      [
        'error[I001] Something is wrong',
        '  models/a.sql:3:13',
        '    2 |   sum(x) as y',
        "    3 | from {{ ref('silver_sale') }}",
        '      |             ^^^^^^^^^^^^^ no model has this name',
        "  help: did you mean 'silver_sales'?",
      ].join('\n'),
    );
  });

  it('is one line without a span', () => {
    expect(frame(diagnostic('I001', 'Something is wrong'))).toBe('error[I001] Something is wrong');
  });

  it('shows the first line of a file without one before it, and the last without one after it', () => {
    expect(frame(at('«select» 1')).split('\n').slice(2)).toEqual(['    1 | select 1', '      | ^^^^^^']);
    expect(frame(at('a\nb «c»')).split('\n').slice(2)).toEqual(['    1 | a', '    2 | b c', '      |   ^']);
  });

  it('puts one caret where a span has no length, behind the last character too', () => {
    expect(frame(at('ab«»cd')).split('\n').slice(2)).toEqual(['    1 | abcd', '      |   ^']);
    expect(frame(at('a\n«»')).split('\n').slice(1)).toEqual([
      '  models/a.sql:2:1',
      '    1 | a',
      '    2 |',
      '      | ^',
    ]);
  });

  it('expands tabs to columns of four, and the carets stand under them', () => {
    expect(frame(at('a\tb\t«c»')).split('\n').slice(2)).toEqual(['    1 | a   b   c', '      |         ^']);
  });

  it('counts wide characters as two columns and combining marks as none', () => {
    expect(frame(at("'日本語' as «x»")).split('\n').slice(2)).toEqual([
      "    1 | '日本語' as x",
      '      |             ^',
    ]);
    expect(frame(at("'e\u0301😀' «x»")).split('\n').slice(2)).toEqual([
      "    1 | 'e\u0301😀' x",
      '      |       ^',
    ]);
  });

  it('cuts long lines around the place', () => {
    const lines = frame(at(`${'a, '.repeat(80)}«nope», ${'b, '.repeat(80)}`), { width: 60 }).split('\n');
    const [code = '', carets = ''] = lines.slice(2);
    expect(code.length).toBeLessThanOrEqual(60);
    expect(code).toMatch(/^ {4}1 \| ….*nope.*…$/);
    expect(carets.indexOf('^^^^')).toBe(code.indexOf('nope'));
    expect(carets.trimEnd().length).toBe(code.indexOf('nope') + 4);
  });

  it('underlines nothing in a long line before the place', () => {
    const lines = frame(at(`${'a, '.repeat(80)}\n«nope»`), { width: 60 }).split('\n');
    expect(lines.slice(3)).toEqual(['    2 | nope', '      | ^^^^']);
  });

  it('underlines every line of a span, from its indentation', () => {
    expect(
      frame(at('x {{ «foo(\n  1,\n  2)» }}', { label: 'here' }))
        .split('\n')
        .slice(2),
    ).toEqual([
      '    1 | x {{ foo(',
      '      |      ^^^^',
      '    2 |   1,',
      '      |   ^^',
      '    3 |   2) }}',
      '      |   ^^ here',
    ]);
  });

  it('shows the place alone when a span is the whole of a text', () => {
    expect(frame(at('«select 1\nfrom x»\n')).split('\n').slice(1)).toEqual(['  models/a.sql:1:1']);
  });

  it('folds the middle of a span of many lines', () => {
    const lines = frame(at(`«${Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n')}»\nmore`)).split(
      '\n',
    );
    expect(lines).toContain('  ... |');
    expect(lines).toContain('   20 | line 19');
    expect(lines.length).toBeLessThan(14);
  });

  it('ends lines at CRLF and shows control characters as dots', () => {
    expect(frame(at('a\r\n«b»\u001b[31m\r\nc')).split('\n').slice(2)).toEqual([
      '    1 | a',
      '    2 | b·[31m',
      '      | ^',
    ]);
  });

  it('shows notes with their places, and the macros around the place, innermost first', () => {
    const source = { path: 'macros/m.sql', text: '{% macro m() %}\n{{ nope }}\n{% endmacro %}' };
    const one = at('{{ «m()» }}', {
      notes: [{ message: 'similar name defined here', span: { source, start: 9, end: 10 } }],
      stack: [{ name: 'macro m', span: { source, start: 19, end: 23 } }, { name: 'model a' }],
    });
    expect(frame(one)).toBe(
      [
        'error[I001] Something is wrong',
        '  models/a.sql:1:4',
        '    1 | {{ m() }}',
        '      |    ^^^',
        '  in macro m (macros/m.sql:2:4)',
        '  in model a',
        '  note: similar name defined here',
        '  macros/m.sql:1:10',
        '    1 | {% macro m() %}',
        '      |          ^',
      ].join('\n'),
    );
  });
});
