import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArgv } from '../../src/cli/options/parse-argv.ts';
import { UsageError } from '../../src/cli/options/usage-error.ts';
import { prepareCall } from '../../src/cli/prepare-call.ts';
import { usageText } from '../../src/cli/usage-text.ts';
import { createHost, fakeEnvironment } from '../../src/host/index.ts';

interface Case {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exit: number;
  /** Empty where dbt says nothing. */
  readonly err: string;
}

const golden: { readonly answers: readonly Case[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden', 'usage.json'), 'utf8'),
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  cpSync(resolve(import.meta.dirname, '..', 'report', 'log-project'), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a call is told before anything is run; undefined when it makes sense. */
function told({ args, env = {} }: Case): string | undefined {
  const host = { ...createHost(folder), env: fakeEnvironment(env) };
  try {
    const call = parseArgv(args);
    if (call.kind === 'command') prepareCall({ call, host, argv: args });
  } catch (error) {
    if (error instanceof UsageError) return usageText(error);
    throw error;
  }
  return undefined;
}

/** What click says of a wrong call, in our name. */
const inOurName = (text: string) =>
  text.replace(/^Usage: dbt/gm, 'Usage: sluice').replace(/^Try 'dbt/gm, "Try 'sluice");

/** What is told once the command runs. */
const LATER = new Set(['ls --models a --select b']);

/** Calls that end in dbt with a Python traceback and exit code 1; here they are wrong calls like all others. */
const isCrash = ({ exit }: Case) => exit === 1;

describe('a wrong call', () => {
  const answered = golden.answers.filter((each) => each.exit === 2 && /^(Usage|Error)/.test(each.err));
  const others = golden.answers.filter((each) => !answered.includes(each) && !LATER.has(each.args.join(' ')));

  it.each(answered)('is answered as dbt answers it: $args $env', (each) => {
    expect(told(each)).toBe(inOurName(each.err));
  });

  it.each(others)('is told why, where dbt is silent or falls over: $args $env', (each) => {
    const text = told(each);
    expect(text).toMatch(/^Usage: sluice .*\nTry .*\n\nError: ./);
    const sentence = each.err.split('\n').at(each.err.includes('Runtime Error') ? 1 : 0) ?? '';
    const said = sentence.replace(/^\w+Error: /, '').trim();
    if (isCrash(each) && !/^(Attribute|[/<])/.test(sentence)) expect(text).toContain(said);
  });

  it('is tried in many ways', () => {
    expect(answered.length).toBeGreaterThan(45);
    expect(others.length).toBeGreaterThan(12);
  });
});
