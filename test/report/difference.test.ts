import { describe, expect, it } from 'vitest';
import { paintFor } from '../../src/report/paint.ts';
import { differenceLines } from '../../src/report/terminal/difference.ts';
import { glyphsFor } from '../../src/report/terminal/glyphs.ts';

const style = (width: number) => ({
  width,
  paint: paintFor({ colours: false }),
  glyphs: glyphsFor({ dumb: false }),
});

const LINES = [
  ['@@', 'id', 'amount', 'name', '...'],
  ['', '1', '7.50', 'x', '...'],
  ['->', '2', null, 'w->y', '...'],
  ['---', '4', '3.00', 'z', null],
  ['+++', '5', '3.00', 'z', null],
];
const difference = { columns: [], actual: [], expected: [], lines: LINES };

describe('rows of a unit test that differ', () => {
  it('are laid under each other with a mark in front', () => {
    expect(differenceLines(difference, style(100))).toEqual([
      '- expected  + actual',
      '  id  amount  name  …',
      '  1   7.50    x     …',
      '→ 2   NULL    w→y   …',
      '- 4   3.00    z     NULL',
      '+ 5   3.00    z     NULL',
    ]);
  });

  it('leave out columns without a difference where there is no room', () => {
    expect(differenceLines(difference, style(21)).slice(1, 4)).toEqual([
      '  id  name',
      '  1   x',
      '→ 2   w→y',
    ]);
  });

  it('are cut after twenty', () => {
    const many = Array.from({ length: 25 }, (_, at) => ['+++', String(at)]);
    const lines = differenceLines({ ...difference, lines: [['@@', 'id'], ...many] }, style(80));
    expect(lines.length).toBe(23);
    expect(lines.at(-1)).toBe('  5 more rows');
  });
});
