import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { callCommandLine } from '../../support/command-line.ts';
import { projectFolder } from '../../support/project-folder.ts';
import { sampleOf } from '../../support/sample.ts';

interface Case {
  readonly project?: string;
  readonly model?: string;
  readonly yml?: string;
  readonly macro?: string;
  readonly files?: Readonly<Record<string, string | null>>;
  readonly args?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly exit: number;
  readonly told: readonly Told[];
}

type Told = readonly [name: string, level: string, text: string];

const errors = join(import.meta.dirname, '..');

function read<T>(path: string, parse: (text: string) => unknown): T {
  return parse(readFileSync(join(errors, path), 'utf8')) as T;
}

function filesOf({ project, model, yml, macro, files }: Case): Record<string, string> {
  const own = Object.entries(files ?? {}).filter((entry): entry is [string, string] => entry[1] !== null);
  return {
    ...(project === undefined
      ? {}
      : { 'dbt_project.yml': `name: shop\nversion: "1.0"\nprofile: shop\n${project}` }),
    ...(model === undefined ? {} : { 'models/a.sql': model }),
    ...(yml === undefined ? {} : { 'models/a.yml': yml }),
    ...(macro === undefined ? {} : { 'macros/m.sql': macro }),
    ...Object.fromEntries(own),
  };
}

function tidy(text: string, folder: string): string {
  return text
    .replaceAll(folder, '<project>')
    .replace(/^\[(WARNING|ERROR)\](\[\w+\])?: /, '')
    .replaceAll(/\d\d:\d\d:\d\d/g, '')
    .replaceAll(/in \d+\.\d+s/g, 'in Ns')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** What is told as a warning or an error. Of deprecations only the name counts: their sentences are our own. */
async function ownAnswer(one: Case): Promise<{ exit: number; told: Told[] }> {
  const folder = projectFolder(filesOf(one));
  for (const [path, text] of Object.entries(one.files ?? {}))
    if (text === null) rmSync(join(folder.root, path), { force: true });
  const argv = (one.args ?? 'parse').split(' ');
  const env = { HOME: folder.root, ...one.env };
  const { exitCode, usage, records } = await callCommandLine({ argv, folder: folder.root, env });
  folder.remove();
  const told = records
    .filter(({ level, isForPeople }) => (level === 'warn' || level === 'error') && isForPeople !== true)
    .map(({ name, level, msg }): Told => {
      const isNamed = level === 'warn' && name.endsWith('Deprecation');
      return [name, level, isNamed ? '' : tidy(msg, folder.root)];
    })
    .filter(([name]) => name !== 'DeprecationsSummary');
  return { exit: exitCode, told: usage === null ? told : [...told, ['usage', '', usage]] };
}

/** Warnings that only we have: dbt says nothing of these mistakes, or validates keys for other databases only. */
const OWN: ReadonlySet<string> = new Set(['Note', 'CustomKeyInObjectDeprecation']);

/** Several errors may be told where dbt stops at the first. */
function includes(own: readonly Told[], [name, level, text]: Told): boolean {
  return own.some(
    (each) =>
      each[0] === name && each[1] === level && (each[2] === text || each[2].startsWith(`${text}\n\n`)),
  );
}

/** Holds what is told of the projects of one file to what dbt told of them. */
export function holdArea(area: string, least: number): void {
  const cases = read<Readonly<Record<string, Case | null>>>(`dbt/${area}.yml`, parseYaml);
  const { answers } = read<{ readonly answers: Readonly<Record<string, Answer>> }>(
    `golden/dbt-${area}.json`,
    JSON.parse,
  );
  describe('what is wrong with a project is told under the names, in the words and with the exit codes of dbt', () => {
    it('is tried in earnest', () => expect(Object.keys(answers).length).toBeGreaterThan(least));

    for (const [name, answer] of sampleOf(Object.entries(answers))) {
      it(name, async () => {
        const own = await ownAnswer(cases[name] ?? {});
        const isTheirs = ([name]: Told) => !OWN.has(name) || answer.told.some((each) => each[0] === name);
        const told = own.told.filter(isTheirs);
        const missing = answer.told.filter((each) => !includes(own.told, each));
        expect({
          exit: own.exit,
          missing,
          count: told.length,
          told: missing.length > 0 ? own.told : [],
        }).toEqual({ exit: answer.exit, missing: [], count: answer.told.length, told: [] });
      });
    }
  });
}
