import { describe, expect, it } from 'vitest';
import { createJinja, createModules, getItem } from '../../src/jinja/index.ts';
import { scopeOf } from './support.ts';

const jinja = createJinja();

function rendered(expression: string): string {
  const template = jinja.parseTemplate({ path: 'models/a.sql', text: `{{ ${expression} }}` });
  return template.renderSync(scopeOf({ x: 0 })) as string;
}

/** Python's integers have no negative zero; floats do. Answers of Jinja2 3.1.6. */
describe('a zero that is an integer', () => {
  it.each([
    ['(0 * -1) / 2', '0.0'],
    ['(0 // -4) / 1', '0.0'],
    ['(5 % -5) / 2', '0.0'],
    ['(false * -1) / 3', '0.0'],
    ["'%.1f' % (x * -1)", '0.0'],
    ['(x * -1) | float', '0.0'],
    ['-0.0 // 1', '-0.0'],
    ['0 * -1.0', '-0.0'],
    ['(0 / -4) // -4', '0.0'],
  ])('%s', (expression, expected) => expect(rendered(expression)).toBe(expected));
});

describe('a line that white space fills to its end', () => {
  it.each([
    ["'    -1.000' | wordwrap(4, break_on_hyphens=false)", '    \n-1.0\n00'],
    ["'   abc' | wordwrap(2)", ' a\nbc'],
  ])('%s', (expression, expected) => expect(rendered(expression)).toBe(expected));
});

describe('division of numbers that floats cannot hold', () => {
  it.each([
    ['1 / 9007199254740993', '1.1102230246251564e-16'],
    ['-9007199254740993 // 1.5', '-6004799503160662.0'],
    ['10 ** 400 / 10 ** 399', '10.0'],
  ])('%s', (expression, expected) => expect(rendered(expression)).toBe(expected));
});

describe('names that every object of JavaScript has', () => {
  it.each([
    ["'&constructor;&toString;&lt;' | striptags", '&constructor;&toString;<'],
    ["'x'.constructor is defined", 'False'],
    ['day.constructor is defined', 'False'],
    ['day.resolution.toString is defined', 'False'],
    ['datetime.date.constructor is defined', 'False'],
    ['datetime.datetime.valueOf is defined', 'False'],
    ['datetime.toString is defined', 'False'],
  ])('are no names here: %s', (expression, expected) => {
    const datetime = getItem(createModules({ now: () => new Date(0) }), 'datetime');
    const template = jinja.parseTemplate({
      path: 'models/a.sql',
      text: `{% set day = datetime.date(2024, 1, 1) %}{{ ${expression} }}`,
    });
    const names = { get: (name: string) => (name === 'datetime' ? datetime : undefined) };
    expect(template.renderSync(names)).toBe(expected);
  });
});
