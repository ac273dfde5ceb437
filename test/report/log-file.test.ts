import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { callCli } from '../support/call-cli.ts';

interface Case {
  /** Records of logs/dbt.log, and of what is shown with `--log-format debug`; each with the lines that belong to it. */
  readonly file: readonly string[];
  readonly shown: readonly string[];
}

const read = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'));
const golden: Readonly<Record<string, Case>> = read('golden/log-file.json').cases;
const calls: Readonly<Record<string, readonly string[]>> = read('log-cases.json');

const before = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  cpSync(join(import.meta.dirname, 'log-project'), folder, { recursive: true });
  process.chdir(folder);
  for (const name of ['CI', 'GITHUB_ACTIONS', 'FORCE_COLOR', 'NO_COLOR']) vi.stubEnv(name, '');
});
afterAll(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function steady(text: string): string {
  return text
    .replaceAll(folder, '<root>')
    .replace(/\d+\.\d+ ?s(econds)?\b/g, 'N s')
    .replace(/\d\d:\d\d:\d\d(\.\d+)?/g, 'HH:MM:SS')
    .replace(/\d+ macros/g, 'N macros')
    .replace(/\| \S+ =/g, '| <id> =');
}

/** Debug records that are compared: the others tell of dbt's inside. As in the script that writes the golden file. */
const KEPT =
  /Began running node|Finished running node|Began executing node|Began compiling node|Command `dbt/;

/** What dbt's parse cache tells, and what templates say while they are parsed. */
const UNTOLD = /\]: (Unable to do partial parsing|starting$|printed$)/;

/** Frames, which stand below dbt's words here. */
const FRAME = /^HH:MM:SS \[\w+ *\] \[[^\]]*\]: {3}(error|warning)\[/;

function records(text: string): readonly string[] {
  const found: string[] = [];
  for (const line of steady(text).split('\n')) {
    if (/^HH:MM:SS \[|^=====/.test(line)) found.push(line);
    else if (found.length > 0) found.push(`${found.pop()}\n${line}`);
  }
  return found
    .map((each) => each.trimEnd())
    .filter((each) => !/^HH:MM:SS \[debug\]/.test(each) || KEPT.test(each))
    .filter((each) => !UNTOLD.test(each) && !FRAME.test(each));
}

const expected = (lines: readonly string[]) => records(lines.join('\n'));

describe('logs/dbt.log, and --log-format debug', () => {
  it.each(Object.keys(golden))('have the records of dbt: %s', async (name) => {
    const { file, shown } = golden[name] as Case;
    rmSync(join(folder, 'logs'), { recursive: true, force: true });
    const { out } = await callCli([
      '--no-use-colors',
      '--no-failing-rows',
      '--log-format',
      'debug',
      ...(calls[name] as readonly string[]),
    ]);
    expect(records(out)).toEqual(expected(shown));
    expect(records(readFileSync(join(folder, 'logs', 'dbt.log'), 'utf8'))).toEqual(expected(file));
  });
});
