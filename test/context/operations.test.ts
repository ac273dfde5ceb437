import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';

interface Answer {
  readonly printed: readonly string[];
  readonly failed: string | null;
}

const here = import.meta.dirname;
const { answers } = JSON.parse(readFileSync(join(here, 'golden', 'operations.json'), 'utf8')) as {
  readonly answers: Readonly<Record<string, Answer>>;
};

const root = mkdtempSync(join(tmpdir(), 'sluice-operations-'));
const project = { projectDir: root, profilesDir: root };

beforeAll(async () => {
  cpSync(join(here, 'fixtures', 'operations'), root, { recursive: true });
  const { success } = await sluice.seed(project);
  expect(success).toBe(true);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('macros that run alone print what they print in dbt, and fail as they fail there', () => {
  it.each(Object.keys(answers))('%s', async (macro) => {
    const printed: string[] = [];
    const { results } = await sluice.runOperation({
      ...project,
      macro,
      onEvent: (event) => {
        if (event.type === 'macroMessage' && event.print) printed.push(...event.message.split('\n'));
      },
    });
    const failed = results[0]?.diagnostics[0]?.dbtMessage.trim() ?? null;
    expect({ printed, failed }).toEqual(answers[macro]);
  });
});
