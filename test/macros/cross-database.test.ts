import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/index.ts';
import { type Answer, answersIn, writeProject } from './cross-database/project.mjs';

const { answers } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden', 'cross-database.json'), 'utf8'),
) as { readonly answers: readonly Answer[] };

describe('the cross-database macros', () => {
  let own: readonly Answer[] = [];

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-calls-'));
    writeProject(folder);
    const { results } = await run({ projectDir: folder, profilesDir: folder });
    const outcomes = results.map(({ node, status, message }) => ({
      name: node.name,
      error: status === 'success' ? null : message,
    }));
    own = await answersIn(folder, outcomes);
    rmSync(folder, { recursive: true });
  }, 60_000);

  it('are called in all the forms that dbt answered', () => {
    expect(answers.length).toBeGreaterThan(170);
    expect(own.map(({ call }) => call)).toEqual(answers.map(({ call }) => call));
  });

  it.each([...new Set(answers.map(({ macro }) => macro))])(
    '%s gives the columns and rows of dbt',
    (macro) => {
      const of = (all: readonly Answer[]) => all.filter((each) => each.macro === macro);
      expect(of(own)).toEqual(of(answers));
    },
  );
});
