import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Answers, differenceIn } from '../fuzz/differential.ts';

const golden = JSON.parse(
  readFileSync(new URL('./golden/expressions.json', import.meta.url), 'utf8'),
) as Answers;

/** Where we answer otherwise than Python, with the reason. */
const DIFFERENT: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/datetime\.min.*astimezone/, 'a moment before year 1: ValueError there, OverflowError here'],
];

describe('the modules that dbt exposes answer as Python does', () => {
  test('datetime, pytz, re, itertools and decimals, in random expressions with stored answers', () => {
    const cases = golden.cases.filter(([template]) => !DIFFERENT.some(([pattern]) => pattern.test(template)));
    expect(cases.length).toBeGreaterThan(2400);
    expect(cases.map((each) => differenceIn(each, null)).filter((each) => each !== undefined)).toEqual([]);
  });
});

describe('what would not end is stopped', () => {
  test.each([
    ['a pattern that backtracks for ever', "{{ re.search('(a+)+$', 'a' * 40 ~ 'b') }}", 'RuntimeError'],
    ['alternatives that do', "{{ re.match('(a|a)*c', 'a' * 60) }}", 'RuntimeError'],
    ['an endless iterator', '{{ it.count()|list }}', 'MemoryError'],
    ['all orders of many items', '{{ it.permutations(range(12))|list }}', 'MemoryError'],
  ])('%s', (_, template, errorClass) => {
    expect(differenceIn([template, null, errorClass], null)).toBeUndefined();
  });

  test('a long text and a deep pattern are no trouble', () => {
    expect(
      differenceIn(["{{ re.findall('(?:ab)+', 'ab' * 50000)|length }}", '1', null], null),
    ).toBeUndefined();
    expect(
      differenceIn(["{{ re.sub('(--[^\n]*)|x', '', 'x -- y\n' * 20000)|length }}", '40000', null], null),
    ).toBeUndefined();
  });
});
