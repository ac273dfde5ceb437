import { describe, expect, test } from 'vitest';
import { Float } from '../../src/base/index.ts';
import { isMapping, mappingEntries, parseYaml } from '../../src/base/yaml/index.ts';

const value = (text: string) => parseYaml(text).value;

/** A value as text that shows its type, in the order of keys. */
function shown(it: unknown): string {
  if (it instanceof Float) return `float ${it.value}`;
  if (Array.isArray(it)) return `[${it.map(shown).join(', ')}]`;
  if (isMapping(it)) {
    return `{${mappingEntries(it)
      .map(([key, each]) => `${shown(key)}: ${shown(each)}`)
      .join(', ')}}`;
  }
  if (typeof it === 'object' && it !== null) return `${(it as { kind?: string }).kind} ${it}`;
  return typeof it === 'string' ? JSON.stringify(it) : `${typeof it} ${it}`;
}

describe('plain scalars have the types of Python’s SafeLoader', () => {
  test.each([
    ['yes', 'boolean true'],
    ['Off', 'boolean false'],
    ['y', '"y"'],
    ['~', 'object null'],
    ['010', 'number 8'],
    ['0x1F', 'number 31'],
    ['0b101', 'number 5'],
    ['1_000', 'number 1000'],
    ['1:30', 'number 90'],
    ['-1', 'number -1'],
    ['089', '"089"'],
    ['1.0', 'float 1'],
    ['1.5', 'number 1.5'],
    ['1e3', '"1e3"'],
    ['1.5e+3', 'float 1500'],
    ['.5', 'number 0.5'],
    ['.inf', 'float Infinity'],
    ['1:30.5', 'number 90.5'],
    ['12345678901234567890', 'bigint 12345678901234567890'],
    ['2024-01-31', 'date 2024-01-31'],
    ['2024-01-31 10:20:30.5', 'timestamp 2024-01-31 10:20:30.500000'],
    ['2024-01-31T10:20:30+02:00', 'timestamp 2024-01-31 10:20:30+02:00'],
    ['"yes"', '"yes"'],
    ['!!str 1', '"1"'],
    ['!!int "7"', 'number 7'],
    ['a: 1\nb:\n', '{"a": number 1, "b": object null}'],
    ['1: a\nyes: b', '{number 1: "a", boolean true: "b"}'],
    ["b: 1\n'2020': 2\na: 3", '{"b": number 1, "2020": number 2, "a": number 3}'],
    ['__proto__: 1', '{"__proto__": number 1}'],
    ['', 'object null'],
  ])('%s', (text, expected) => {
    const parsed = parseYaml(text);
    expect(parsed.errors).toEqual([]);
    if (text === '') expect(parsed.value).toBeNull();
    else expect(shown(parsed.value).replace('object null', 'object null')).toBe(expected);
  });
});

test('merges put the anchor’s keys first and let own keys win', () => {
  const text = 'base: &b {x: 1, y: 2}\nmore:\n  y: 3\n  <<: *b\n  z: 4\nmany:\n  <<: [{x: 5}, *b]\n';
  expect(value(text)).toEqual({
    base: { x: 1, y: 2 },
    more: { x: 1, y: 3, z: 4 },
    many: { x: 5, y: 2 },
  });
  expect(Object.keys((value(text) as { more: object }).more)).toEqual(['x', 'y', 'z']);
});

test('the last of doubled keys holds and both places are told', () => {
  const parsed = parseYaml('a: 1\nb: 2\na: 3\n');
  expect(parsed.value).toEqual({ a: 3, b: 2 });
  expect(parsed.duplicates).toEqual([{ key: 'a', start: 10, end: 11, first: { start: 0, end: 1 } }]);
});

test('values and keys are found by path, through merges and aliases', () => {
  const text =
    'models:\n  - name: a\n    config: &c {x: 1}\n  - name: b\n    config: *c\n    m:\n      <<: *c\n';
  const parsed = parseYaml(text);
  const at = (range: { start: number; end: number } | undefined) =>
    range && text.slice(range.start, range.end);
  expect(at(parsed.locate(['models', 1, 'name']))).toBe('b');
  expect(at(parsed.locateKey(['models', 1, 'config']))).toBe('config');
  expect(at(parsed.locate(['models', 1, 'config']))).toBe('*c');
  expect(at(parsed.locate(['models', 1, 'm', 'x']))).toBe('1');
  expect(parsed.locate(['models', 7])).toBeUndefined();
});

describe('what is nested without end', () => {
  test.each([
    ['lists in brackets', `a: ${'['.repeat(100_000)}`],
    ['mappings in braces', `a: ${'{b: '.repeat(50_000)}1${'}'.repeat(50_000)}`],
    ['mappings in braces, below the end of the stack', `a: ${'{b: '.repeat(500)}1${'}'.repeat(500)}`],
    ['lists of dashes', `${'- '.repeat(50_000)}x`],
    ['brackets that are never closed, with a fault', `a: [${'"x": ['.repeat(50_000)}\n\tb`],
  ])('is told of: %s', (_name, text) => {
    const { value, errors } = parseYaml(text);
    expect([value, errors.length]).toEqual([null, 1]);
  });

  test('is read up to some depth', () => {
    const { value, errors } = parseYaml(`a: ${'['.repeat(250)}1${']'.repeat(250)}`);
    expect([typeof value, errors]).toEqual(['object', []]);
  });
});
