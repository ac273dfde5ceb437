import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Answers, differenceIn, uncovered } from './differential.ts';

const golden = JSON.parse(readFileSync(new URL('./golden/seed.json', import.meta.url), 'utf8')) as Answers;

describe('random templates answer as Python Jinja2 does', () => {
  test('the stored ones use every filter, test and method, and most of them mean something', () => {
    expect(golden.cases.length).toBeGreaterThanOrEqual(3000);
    expect(uncovered(golden.coverage)).toEqual([]);
    expect(golden.cases.filter(([, text]) => text === null).length / golden.cases.length).toBeLessThan(0.4);
  });

  test('the same text, or an error of the same class', () => {
    const differences = golden.cases.map((each) => differenceIn(each, golden.context));
    expect(differences.filter((each) => each !== undefined)).toEqual([]);
  });
});
