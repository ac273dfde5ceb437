import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Float } from '../../src/base/index.ts';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import { type BlockKind, createJinja, reprOf } from '../../src/jinja/index.ts';
import { scopeOf } from './support.ts';

interface Answer {
  readonly value?: unknown;
  readonly error?: string;
  readonly message?: string;
  readonly text?: string;
}

interface Answers {
  readonly context: Record<string, unknown>;
  readonly native: readonly (readonly [string, Answer])[];
  readonly blocks: readonly (readonly [string, Answer])[];
  readonly calls: readonly (readonly [string, Answer])[];
  readonly render: readonly (readonly [string, Answer, Answer])[];
}

const text = readFileSync(new URL('./golden/dbt-jinja.json', import.meta.url), 'utf8');
const answers = JSON.parse(text) as Answers;
const jinja = createJinja();
const source = (template: string) => ({ path: 'models/a.sql', text: template });
// JSON does not know that 2.0 is a float: the template says so.
const scope = () => {
  const names = scopeOf(answers.context);
  return { get: (name: string) => (name === 'whole' ? new Float(2) : names.get(name)) };
};

function outcome(work: () => unknown): Answer {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { error: 'raised', text: error.message };
  }
}

/** dbt indents the lines of a message under its kind. */
function expected(answer: Answer): Answer {
  if (answer.error === undefined) return { value: answer.value };
  const lines = String(answer.text).replace('Compilation Error\n', '').split('\n');
  return { error: 'raised', text: lines.map((line) => line.replace(/^ {2}/, '')).join('\n') };
}

describe('what dbt answers', () => {
  it('covers native values, blocks, calls and texts', () => {
    const sizes = [answers.native, answers.blocks, answers.calls, answers.render].map((each) => each.length);
    expect(sizes).toEqual([91, 28, 5, 21]);
  });

  it.each(answers.native)('YAML value %j', (template, answer) => {
    const value = outcome(() => reprOf(jinja.parseTemplate(source(template)).renderNative(scope())));
    // Markup is not a type of ours: no environment of dbt escapes.
    const wanted = expected(answer);
    const plain =
      typeof wanted.value === 'string' ? wanted.value.replace(/^Markup\((.*)\)$/, '$1') : wanted.value;
    expect(value).toEqual(wanted.value === undefined ? wanted : { value: plain });
  });

  it.each(answers.blocks)('blocks of %j', (template, answer) => {
    const kinds: BlockKind[] = ['macro', 'materialization', 'test', 'data_test', 'docs', 'snapshot'];
    const found = outcome(() =>
      jinja.scanBlocks(source(template), kinds).map(({ kind, name, span, contents }) => {
        const slice = ({ start, end }: { start: number; end: number }) => template.slice(start, end);
        return [kind, name, slice(span), slice(contents)];
      }),
    );
    expect(found).toEqual(expected(answer));
  });

  it.each(answers.calls)('macro calls of %j', (template, answer) => {
    const standard = ['ref', 'source', 'config'];
    const [macro] = jinja.parseMacros(source(template));
    const names = macro?.calls.flatMap(({ path, dispatch }) => {
      if (path[0] !== 'adapter') return standard.includes(path[0] as string) ? [] : [path.join('.')];
      if (dispatch === null) return [];
      const { macroName, macroNamespace } = dispatch;
      return macroNamespace === null ? [macroName] : [macroName, `${macroNamespace}.${macroName}`];
    });
    expect({ value: names }).toEqual(expected(answer));
  });

  it.each(answers.render)('text of %j', (template, strict, parsing) => {
    const render = (chainableUndefined: boolean) =>
      outcome(() => jinja.parseTemplate(source(template)).renderSync(scope(), { chainableUndefined }));
    // Python names a line of its own generated code.
    const bare = (answer: Answer) => ({
      ...answer,
      text: answer.text?.replace(/ \(<template>, line \d+\)/, ''),
    });
    expect(bare(render(false))).toEqual(bare(expected(strict)));
    expect(bare(render(true))).toEqual(bare(expected(parsing)));
  });
});
