import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ProbeAnswer, probeAnswers } from './probes.ts';

const read = (...path: string[]): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, ...path), 'utf8'));

const golden = (read('golden', 'probes.json') as { readonly answers: readonly ProbeAnswer[] }).answers;
const differences = read('fixtures', 'probes', 'differences.json') as readonly {
  readonly probe: string;
  readonly why: string;
}[];

describe('every name of the context comes to what it comes to in dbt, while parsing and at run time', () => {
  const own = new Map<string, ProbeAnswer>();
  beforeAll(async () => {
    for (const each of await probeAnswers()) own.set(each.probe, each);
  }, 120_000);

  it('is tried with every template that dbt answered', () => {
    expect(golden.length).toBeGreaterThan(480);
    expect([...own.keys()]).toEqual(golden.map(({ probe }) => probe));
  });

  it('differs only where a reason is given', () => {
    const excused = new Set(differences.map(({ probe }) => probe));
    const others = golden.filter(({ probe }) => !excused.has(probe));
    expect(others.map(({ probe }) => own.get(probe))).toEqual(others);
  });

  it('excuses nothing that is the same', () => {
    expect(differences.length).toBeLessThan(40);
    for (const { probe } of differences) {
      const answer = golden.find((each) => each.probe === probe);
      expect(answer, probe).toBeDefined();
      expect(own.get(probe), probe).not.toEqual(answer);
    }
  });
});
