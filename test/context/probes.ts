import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { dbtText } from '../../src/report/records/warning-records.ts';
import { callCommandLine } from '../support/command-line.ts';

/** What a template came to: its text, or the sentence with which it failed. */
export interface Outcome {
  readonly value?: string;
  readonly error?: string;
}

export interface ProbeAnswer {
  readonly probe: string;
  readonly parse: Outcome;
  readonly run: Outcome;
}

const FIXTURES = join(import.meta.dirname, 'fixtures', 'probes');
const DEPENDS = [
  "ref('seeded')",
  "ref('built')",
  "ref('ephemeral')",
  "ref('versioned', v=1)",
  "ref('versioned', v=2)",
  "source('raw', 'seeded')",
  "source('raw', 'outside')",
]
  .map((each) => `-- depends_on: {{ ${each} }}\n`)
  .join('');
const ENVIRONMENT = {
  SLUICE_PROBE: 'probed',
  DBT_ENV_CUSTOM_ENV_COLOUR: 'red',
  DBT_ENV_SECRET_X: 'secret',
};

/** The templates of fixtures/probes, in the order of their answers. */
function probes(): readonly string[] {
  const files = readdirSync(FIXTURES).filter((name) => name.endsWith('.yml'));
  return files.sort().flatMap((name) => {
    const groups = parseYaml(readFileSync(join(FIXTURES, name), 'utf8')) as Record<string, string[]>;
    return Object.values(groups).flat();
  });
}

type Write = (probe: string, number: number) => string;

const atParse: Write = (probe, number) =>
  `{% if not execute %}{% set seen_value %}${probe}{% endset %}{% do log('PROBE ${number} ' ~ seen_value ~ '|', info=true) %}{% endif %}select 1 as id\n`;
const atRun: Write = (probe) => `${DEPENDS}{% if execute %}${probe}{% endif %}\nselect 1 as id\n`;

function projectWith(write: Write): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-probes-'));
  cpSync(join(FIXTURES, 'project'), folder, { recursive: true });
  mkdirSync(join(folder, 'models', 'probes'));
  for (const [number, probe] of probes().entries())
    writeFileSync(join(folder, 'models', 'probes', `p${number}.sql`), write(probe, number));
  return folder;
}

function tidy(text: string, folder: string): string {
  return text
    .replaceAll(folder, '<project>')
    .replaceAll(/0x[0-9a-f]+/g, '0x')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** What the templates come to while the project is parsed: they print themselves. */
async function parsed(): Promise<Outcome[]> {
  const folder = projectWith(atParse);
  const { records, diagnostics } = await callCommandLine({ argv: ['parse'], folder, env: ENVIRONMENT });
  const values = new Map<number, string>();
  for (const { msg } of records) {
    const found = /^PROBE (\d+) (.*)\|$/s.exec(msg);
    if (found !== null) values.set(Number(found[1]), found[2] ?? '');
  }
  const errors = new Map<string, string>();
  for (const each of diagnostics) {
    const at = /p\d+/.exec(each.uniqueId ?? each.span?.source.path ?? '')?.[0] ?? '';
    if (each.severity === 'error' && !errors.has(at)) errors.set(at, dbtText(each));
  }
  rmSync(folder, { recursive: true });
  return probes().map((_, number) => {
    const value = values.get(number);
    return value === undefined
      ? { error: tidy(errors.get(`p${number}`) ?? '?', folder) }
      : { value: tidy(value, folder) };
  });
}

/** What they come to when the models are compiled. */
async function compiled(): Promise<Outcome[]> {
  const folder = projectWith(atRun);
  const call = (...argv: string[]) => callCommandLine({ argv, folder, env: ENVIRONMENT });
  await call('seed');
  await call('run', '--select', 'built');
  const { results } = await call('compile', '--select', 'path:models/probes');
  const byName = new Map(results.map((each) => [each.node.name, each]));
  rmSync(folder, { recursive: true });
  return probes().map((_, number) => {
    const result = byName.get(`p${number}`);
    if (result?.status !== 'success') return { error: tidy(result?.message ?? '?', folder) };
    const code = result.compiled?.compiledCode ?? '';
    const body = code.slice(code.indexOf('\n', code.lastIndexOf('-- depends_on')) + 1);
    return { value: tidy(body.replace(/\nselect 1 as id$/, ''), folder) };
  });
}

/** Evaluates all probes in models, while parsing and at run time. */
export async function probeAnswers(): Promise<readonly ProbeAnswer[]> {
  const [whileParsing, whenRun] = [await parsed(), await compiled()];
  return probes().map((probe, number) => ({
    probe,
    parse: whileParsing[number] as Outcome,
    run: whenRun[number] as Outcome,
  }));
}
