import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callCommandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

type Answers = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

interface Golden {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly answers: Answers;
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden', 'places.json'), 'utf8')) as Golden;

/** The template that `record-places.py` puts in place of a marker. */
function expanded(place: string, form: string): string {
  const isPlain = form === 'plain';
  const [opening, closing] = isPlain ? ['{{- ', ' -}}'] : ['{%- do ', ' -%}'];
  const phase = isPlain ? 'y' : "' ~ ph ~ '";
  const names = golden.names.map((name) => `'${name}' if ${name} is defined else ''`).join(',');
  const one = (key: string, value: string) =>
    `${opening}log('PROBE|${place}|${phase}|${key}|' ~ ${value} ~ '|', info=true)${closing}`;
  const isLeftOut = (key: string) =>
    (form !== 'all' && (key === 'ref' || key === 'src')) || (place === 'gentest' && key.startsWith('m.'));
  return [
    isPlain ? 'x' : "{%- set ph = 'x' if execute else 'p' -%}",
    one('names', `[${names}]|select|join(' ')`),
    ...Object.entries(golden.values)
      .filter(([key]) => !isLeftOut(key))
      .map(([key, value]) => one(key, `(${value})`)),
  ].join('');
}

function expand(text: string): string {
  return text.replaceAll(/<<(\w+):(\w+)>>/g, (_, place: string, form: string, at: number) => {
    const probe = expanded(place, form);
    return text[at - 1] === '"' ? JSON.stringify(probe).slice(1, -1) : probe;
  });
}

async function ownAnswers(): Promise<Answers> {
  const files = Object.entries(golden.files).map(([path, text]) => [path, expand(text)] as const);
  const folder = projectFolder(Object.fromEntries(files));
  const argv = ['build', '--no-partial-parse', '--vars', '{colour: blue}'];
  const { records, exitCode } = await callCommandLine({
    argv,
    folder: folder.root,
    env: { HOME: folder.root },
  });
  folder.remove();
  expect(exitCode).toBe(0);
  const answers: Record<string, Record<string, string[]>> = {};
  for (const { msg } of records) {
    const found = /^PROBE\|(\w+)\|(\w)\|([^|]+)\|(.*?)\|?$/s.exec(msg);
    if (found === null) continue;
    const [, place = '', phase = '', key = '', value = ''] = found;
    const at = `${place} ${phase}`;
    answers[at] ??= {};
    answers[at][key] ??= [];
    answers[at][key].push(value);
  }
  return answers;
}

/** What differs, and why. */
const EXCUSED: readonly (readonly [place: RegExp, key: RegExp, why: string])[] = [
  [/./, /^names$/, '`self`, the template itself, is not there: nothing but blocks is in it'],
  [/^ephemeral x$/, /./, 'rendered for the node and for what selects from it'],
  [/^(?:desc|ymlcfg) y$/, /^(?:bi|ctxlen)$/, '`context` also knows the macros and their results'],
  [/^(?:gentest|gsn) p$/, /^cms$/, 'a macro that is called from outside counts in the stack'],
  [
    /^(?:prehook|posthook) p$/,
    /^(?:m\.keys|m\.mat|m\.refs|ph|post)$/,
    'rendered with the finished config at once',
  ],
  [/^seedhook p$/, /^m\.keys$/, 'without `root_path` and `relation_name`'],
];

const withoutSelf = (text: string): string => text.replace(/(^| )self(?= |$)/, '').trim();

describe('names in every place where there are templates', () => {
  it('are those of dbt, and mean the same', async () => {
    const own = await ownAnswers();
    const different: string[] = [];
    let compared = 0;
    for (const [at, answers] of Object.entries(golden.answers)) {
      for (const [key, values] of Object.entries(answers)) {
        compared++;
        const mine = own[at]?.[key] ?? [];
        const isSame =
          key === 'names'
            ? mine[0] === withoutSelf(values[0] ?? '')
            : JSON.stringify(mine) === JSON.stringify(values);
        const isExcused = EXCUSED.some(
          ([place, name]) => place.test(at) && name.test(key) && name.source !== '^names$',
        );
        if (!isSame && !isExcused)
          different.push(`${at} ${key}: dbt ${values.join('; ')}, own ${mine.join('; ')}`);
      }
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(1500);
  });
});
