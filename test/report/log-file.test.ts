import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callCli } from '../support/call-cli.ts';
import { inLogProject, LOG_CALLS, readJson } from './log-project.ts';

interface Case {
  /** Records of logs/dbt.log, and of what is shown with `--log-format debug`; each with the lines that belong to it. */
  readonly file: readonly string[];
  readonly shown: readonly string[];
}

const golden: Readonly<Record<string, Case>> = readJson('golden/log-file.json').cases;

const { folder } = inLogProject();

function steady(text: string): string {
  return text
    .replaceAll(folder(), '<root>')
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
    rmSync(join(folder(), 'logs'), { recursive: true, force: true });
    const { out } = await callCli([
      '--no-use-colors',
      '--no-failing-rows',
      '--log-format',
      'debug',
      ...(LOG_CALLS[name] as readonly string[]),
    ]);
    expect(records(out)).toEqual(expected(shown));
    expect(records(readFileSync(join(folder(), 'logs', 'dbt.log'), 'utf8'))).toEqual(expected(file));
  });
});
