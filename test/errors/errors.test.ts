import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { callCommandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';
import { ERROR_CASES, type ErrorCase } from './cases.ts';
import { PROVOKED_ELSEWHERE } from './provoked-elsewhere.ts';

type Verb = (options: Record<string, unknown>) => Promise<unknown>;

const {
  build,
  clean,
  compile,
  deps,
  docs,
  init,
  list,
  parse,
  run,
  runOperation,
  seed,
  show,
  sourceFreshness,
  test: runTests,
} = sluice;
const VERBS = {
  build,
  clean,
  compile,
  deps,
  docs,
  init,
  list,
  parse,
  run,
  runOperation,
  seed,
  show,
  sourceFreshness,
  test: runTests,
};

/** All diagnostics of a call: told while it went on, in the results of nodes, and thrown. */
async function diagnosticsOf(one: ErrorCase): Promise<{ found: sluice.Diagnostic[]; root: string }> {
  const folder = projectFolder(one.files);
  if (one.argv !== undefined) {
    const { diagnostics } = await callCommandLine({ argv: one.argv, folder: folder.root });
    folder.remove();
    return { found: [...diagnostics], root: folder.root };
  }
  const found: sluice.Diagnostic[] = [];
  const onEvent: sluice.EventSink = (event) => {
    if (event.type === 'diagnostic') found.push(event.diagnostic);
    if (event.type === 'message') found.push(...(event.diagnostics ?? []));
    if (event.type === 'nodeFinished' || event.type === 'nodeSkipped')
      found.push(...event.result.diagnostics);
  };
  const projectDir =
    one.options?.projectDir === undefined ? folder.root : join(folder.root, String(one.options.projectDir));
  const verb = VERBS[one.command ?? 'build'] as unknown as Verb;
  try {
    await verb({ profilesDir: folder.root, onEvent, ...one.options, projectDir });
  } catch (error) {
    if (!(error instanceof sluice.DiagnosticError)) throw error;
    found.push(...error.diagnostics);
  } finally {
    folder.remove();
  }
  return { found, root: folder.root };
}

describe('errors that a user can cause', () => {
  it('are tried in earnest', () => expect(Object.keys(ERROR_CASES).length).toBeGreaterThan(120));

  it('are shown for every code that there is', () => {
    const elsewhere = Object.values(PROVOKED_ELSEWHERE).flatMap((all) => all.map((each) => each.slice(0, 4)));
    expect([...Object.keys(ERROR_CASES), ...elsewhere].sort()).toEqual(Object.keys(sluice.CODES).sort());
  });

  it.each(Object.entries(PROVOKED_ELSEWHERE))('are shown in %s', (file, codes) => {
    const text = readFileSync(join(import.meta.dirname, '..', file), 'utf8');
    expect(codes.filter((each) => !text.includes(each.slice(5) || each))).toEqual([]);
  });

  for (const [code, one] of Object.entries(ERROR_CASES)) {
    it(`${code}: ${sluice.CODES[code as sluice.Code]?.title}`, async () => {
      const { found, root } = await diagnosticsOf(one);
      expect(found.map((each) => each.code)).toContain(code);
      const shown = found.find((each) => each.code === code) as sluice.Diagnostic;
      await expect(`${sluice.frame(shown).replaceAll(root, '<project>')}\n`).toMatchFileSnapshot(
        `golden/${code}.txt`,
      );
    });
  }
});
