import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Float, pythonFloat } from '../../src/base/index.ts';
import { isMapping, mappingEntries, parseYaml, type YamlPath } from '../../src/base/yaml/index.ts';

/** A value as the script that asked Python writes it. */
function shown(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return `bool ${value}`;
  if (typeof value === 'bigint') return `int ${value}`;
  if (typeof value === 'number')
    return Number.isInteger(value) ? `int ${value}` : `float ${pythonFloat(value)}`;
  if (value instanceof Float) return `float ${floatText(value.value)}`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (!isMapping(value)) return `date ${value}`;
  const pairs = mappingEntries(value).map(([key, each]) => `${shown(key)}: ${shown(each)}`);
  return `{${pairs.join(', ')}}`;
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? pythonFloat(value) : value > 0 ? 'inf' : '-inf';
}

interface Case {
  readonly text: string;
  readonly value?: string;
  readonly error?: string;
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/yaml.json'), 'utf8')) as {
  readonly cases: readonly Case[];
};

describe('random texts have the values that Python reads', () => {
  test('there are enough of both kinds', () => {
    expect(golden.cases.filter((each) => each.value !== undefined).length).toBeGreaterThan(250);
    expect(golden.cases.filter((each) => each.error !== undefined).length).toBeGreaterThan(100);
  });

  test.each(golden.cases.map((each) => [JSON.stringify(each.text), each] as const))(
    '%s',
    (_, { error, text, value }) => {
      const parsed = parseYaml(text);
      if (error !== undefined) expect(parsed.errors).toHaveLength(1);
      else expect([parsed.errors, shown(parsed.value)]).toEqual([[], value]);
    },
  );
});

test('texts whose trees are kept are what they are when they are read', () => {
  const trees = new Map<string, string>();
  const kept = { get: (source: string) => trees.get(source), put: trees.set.bind(trees) };
  for (const { text } of golden.cases) {
    const [read, first, again] = [parseYaml(text), parseYaml(text, kept), parseYaml(text, kept)];
    for (const each of [first, again]) {
      expect([shown(each.value), each.errors, each.duplicates]).toEqual([
        shown(read.value),
        read.errors,
        read.duplicates,
      ]);
      for (const path of pathsOf(read.value)) {
        expect(each.locate(path)).toEqual(read.locate(path));
        expect(each.locateKey(path)).toEqual(read.locateKey(path));
      }
    }
  }
  expect(trees.size).toBeGreaterThan(200);
});

/** All paths inside a value. */
function pathsOf(value: unknown, path: YamlPath = []): YamlPath[] {
  const below = Array.isArray(value)
    ? value.flatMap((each, at) => pathsOf(each, [...path, at]))
    : isMapping(value)
      ? mappingEntries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]))
      : [];
  return [path, ...below];
}

describe('the fast reader and the full parser', () => {
  /** A directive is beyond the fast reader. */
  const PREFIX = '%YAML 1.1\n---\n';
  const line = fc.constantFrom(
    'a: 1',
    'b: two words # c',
    '- x',
    '- k: v',
    '  y: [1, {b: c}, "d"]',
    'key:',
    '  sub: it',
    '    deep: 3',
    "c: 'it''s'",
    '# note',
    '',
    'e: |',
    '  text',
    '    more',
    'f: >-',
    'g: "a\\nb"',
    '- - z',
    'h: {a: 1,',
    '  b: 2}',
    'i: [',
    ']',
    '  w',
    'true: no',
  );
  const text = fc.array(fc.tuple(fc.constantFrom('', '', '', '  ', '    '), line), { maxLength: 8 });

  test('read the same values at the same places', () => {
    let seen = 0;
    fc.assert(
      fc.property(text, (lines) => {
        const source = `${lines.map((each) => each.join('')).join('\n')}\n`;
        // The `yaml` package wants the lines of a flow collection deeper than its key. Python does not, nor the fast reader.
        if (/^ +(?:h: \{a: 1,|i: \[)$/m.test(source)) return;
        const fast = parseYaml(source);
        const full = parseYaml(PREFIX + source);
        expect(fast.errors.length).toBe(full.errors.length);
        expect(shown(fast.value)).toBe(shown(full.value));
        if (fast.value === null) return;
        seen++;
        for (const path of pathsOf(fast.value)) {
          const [one, other] = [fast.locate(path), full.locate(path)];
          const [key, otherKey] = [fast.locateKey(path), full.locateKey(path)];
          if (source.slice(one?.start, one?.end).trim() === '') continue;
          expect(one?.start).toBe((other?.start ?? 0) - PREFIX.length);
          expect(key?.start).toBe((otherKey?.start ?? 0) - PREFIX.length);
        }
      }),
      { numRuns: 1500 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
