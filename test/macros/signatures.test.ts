import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { macroName } from '../../src/context/index.ts';
import { createJinja, type MacroTemplate } from '../../src/jinja/index.ts';

type Signatures = Readonly<Record<string, string>>;

const { packages, files } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden', 'signatures.json'), 'utf8'),
) as Readonly<Record<'packages' | 'files', Readonly<Record<'dbt' | 'dbt_duckdb', Signatures>>>>;

const TEMPLATES = join(import.meta.dirname, '..', '..', 'templates', 'macros');
const FOLDERS = { dbt: 'core', dbt_duckdb: 'duckdb' } as const;

const WORDS: Readonly<Record<string, string>> = { none: 'null', None: 'null', True: 'true', False: 'false' };
const IS_CONSTANT = /^(null|true|false|-?[\d.]+|\[\]|\{\}|".*")$/;

function defaultOf(text: string): string {
  const quoted = /^(['"])(.*)\1$/.exec(text)?.[2];
  const written = WORDS[text] ?? (quoted === undefined ? text : JSON.stringify(quoted));
  return IS_CONSTANT.test(written) ? written : '...';
}

/** The parameters with their defaults, as the golden file writes them. */
function signatureOf(macro: MacroTemplate, text: string): string {
  if (macro.supportedLanguages !== null)
    return `supported_languages=${JSON.stringify(macro.supportedLanguages).replaceAll(',', ', ')}`;
  const opening = text.slice(macro.span.start, macro.contents.start);
  const header = `${opening.slice(0, opening.lastIndexOf(')'))},`;
  return macro.parameters
    .map(({ name, hasDefault }) => {
      if (!hasDefault) return name;
      const written = new RegExp(`\\b${name}\\s*=\\s*('[^']*'|"[^"]*"|[^,]*?(?:\\([^)]*\\))?)\\s*,`);
      return `${name}=${defaultOf(written.exec(header)?.[1] ?? '?')}`;
    })
    .join(', ');
}

function ours(packageName: keyof typeof FOLDERS): { signatures: Signatures; places: Signatures } {
  const jinja = createJinja();
  const signatures: Record<string, string> = {};
  const places: Record<string, string> = {};
  const folder = join(TEMPLATES, FOLDERS[packageName]);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.sql')) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    for (const macro of jinja.parseMacros({ path: file, text })) {
      signatures[macroName(macro)] = signatureOf(macro, text);
      places[macroName(macro)] = file;
    }
  }
  return { signatures, places };
}

describe.each(['dbt', 'dbt_duckdb'] as const)('the built-in macros of %s', (packageName) => {
  const { signatures, places } = ours(packageName);
  const theirs = packages[packageName];

  it('take the parameters that they take in dbt, in its order and with its defaults', () => {
    expect(Object.keys(theirs).length).toBeGreaterThan(packageName === 'dbt' ? 400 : 80);
    const names = Object.keys(theirs);
    expect(Object.fromEntries(names.map((name) => [name, signatures[name] ?? 'is missing']))).toEqual(theirs);
  });

  it('stand in the files in which they stand in dbt, and others in a folder of their own', () => {
    const theirFiles = files[packageName];
    const names = Object.keys(theirFiles);
    expect(Object.fromEntries(names.map((name) => [name, places[name]]))).toEqual(theirFiles);
    const others = Object.keys(places).filter((name) => !(name in theirFiles));
    expect(others.filter((name) => !places[name]?.startsWith('macros/sluice/'))).toEqual([]);
  });
});
