import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Answers, type Case, differenceIn, uncovered } from './differential.ts';

const stored = (name: string) =>
  JSON.parse(readFileSync(new URL(`./golden/${name}`, import.meta.url), 'utf8')) as unknown;
const golden = stored('seed.json') as Answers;
const prettyTexts = stored('pretty.json') as readonly Case[];
const constantSlices = stored('constant-slices.json') as readonly Case[];

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

  test('also where Jinja computes a constant before it renders', () => {
    expect(constantSlices.length).toBeGreaterThanOrEqual(800);
    const differences = constantSlices.map((each) => differenceIn(each, {}));
    expect(differences.filter((each) => each !== undefined)).toEqual([]);
  });

  test('pprint breaks long texts and values', () => {
    const differences = prettyTexts.map((each) => differenceIn(each, {}));
    expect(differences.filter((each) => each !== undefined)).toEqual([]);
  });
});
