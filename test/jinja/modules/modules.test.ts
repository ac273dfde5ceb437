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
