import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import { createJinja, fromPlain, mappingGet, type PyDict, type Scope } from '../../src/jinja/index.ts';

interface Case {
  readonly name: string;
  readonly template: string;
  readonly context: Record<string, unknown>;
  readonly expected: string | null;
  readonly error?: string;
  readonly error_message?: string;
}

const cases = JSON.parse(
  readFileSync(new URL('./fixtures/jinja-corpus.json', import.meta.url), 'utf8'),
) as Case[];
const jinja = createJinja({ localMacros: true });

function scopeOf(context: Record<string, unknown>): Scope {
  const names = fromPlain(context) as PyDict;
  return { get: (name) => mappingGet(names, name) };
}

async function outcome(work: () => string | Promise<string>): Promise<unknown> {
  try {
    return { expected: await work() };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [first] = error.diagnostics;
    return { error: first?.exception, message: first?.message };
  }
}

const wanted = (each: Case) =>
  each.expected === null ? { error: each.error, message: each.error_message } : { expected: each.expected };

describe('the corpus of Jinja2 answers', () => {
  it('holds 289 cases', () => expect(cases).toHaveLength(289));

  it.each(cases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const source = { path: 'case.sql', text: each.template };
    const sync = await outcome(() => jinja.parseTemplate(source).renderSync(scopeOf(each.context)));
    expect(sync).toEqual(wanted(each));
    const rendered = await outcome(
      async () => (await jinja.parseTemplate(source).render(scopeOf(each.context))).text,
    );
    expect(rendered).toEqual(wanted(each));
  });
});
