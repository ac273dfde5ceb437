import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';

interface Golden<Answer> {
  readonly answers: Readonly<Record<string, Answer>>;
}

const here = import.meta.dirname;

function golden<Answer>(name: string): Golden<Answer> {
  return JSON.parse(readFileSync(join(here, 'golden', `${name}.json`), 'utf8')) as Golden<Answer>;
}

const folders: string[] = [];
function copyOf(name: string) {
  const root = mkdtempSync(join(tmpdir(), 'sluice-compile-'));
  folders.push(root);
  cpSync(join(here, 'fixtures', name), root, { recursive: true });
  return { projectDir: root, profilesDir: root };
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('compiled SQL is that of dbt, character by character', () => {
  const { answers } = golden<string>('templates');
  const compiled = new Map<string, string>();

  beforeAll(async () => {
    const project = copyOf('templates');
    const run = await sluice.run(project);
    expect(run.success).toBe(true);
    await sluice.compile(project);
    const folder = join(project.projectDir, 'target', 'compiled');
    for (const path of readdirSync(folder, { recursive: true }).map(String)) {
      if (path.endsWith('.sql'))
        compiled.set(path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8'));
    }
  }, 60_000);

  it('has every file that dbt writes, and no other', () => {
    expect(Object.keys(answers).length).toBeGreaterThan(20);
    expect([...compiled.keys()].sort()).toEqual(Object.keys(answers).sort());
  });

  it.each(Object.keys(answers))('%s', (path) => {
    expect(compiled.get(path)).toBe(answers[path]);
  });
});

describe('errors of nodes are told in the words of dbt', () => {
  const { answers } = golden<readonly [status: string, message: string | null]>('errors');
  const found = new Map<string, readonly [string, string | null]>();

  beforeAll(async () => {
    const { results } = await sluice.run(copyOf('errors'));
    for (const { node, status, message } of results) found.set(node.uniqueId, [status, message]);
  }, 60_000);

  it.each(Object.keys(answers))('%s', (id) => {
    expect(found.get(id)).toEqual(answers[id]);
  });
});
