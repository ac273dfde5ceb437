import { Float } from '../../../src/base/index.ts';
import { DiagnosticError } from '../../../src/diagnostics/index.ts';
import { FILTERS } from '../../../src/jinja/filters/index.ts';
import { createJinja, PyDict, PySet } from '../../../src/jinja/index.ts';
import { methodsOf } from '../../../src/jinja/methods/index.ts';
import { TESTS } from '../../../src/jinja/tests/index.ts';
import { MODULE_CONTEXT } from '../modules/module-context.ts';

/** A random template with the answer of Python's Jinja2: its text, or the class of the error that it raises. */
export type Case = readonly [template: string, text: string | null, errorClass: string | null];

/** What `generate.py` writes. */
export interface Answers {
  readonly python: string;
  readonly jinja2: string;
  readonly seed: number;
  readonly context: Readonly<Record<string, unknown>>;
  readonly coverage: Readonly<Record<string, number>>;
  readonly cases: readonly Case[];
}

export interface Difference {
  readonly template: string;
  readonly theirs: string;
  readonly ours: string;
}

const jinja = createJinja({ localMacros: true });

/** JSON data as fresh runtime values; floats and large ints carry marks. */
function runtimeValue(marked: unknown): unknown {
  if (Array.isArray(marked)) return marked.map(runtimeValue);
  if (typeof marked !== 'object' || marked === null) return marked;
  if ('$float' in marked) return new Float(marked.$float as number);
  if ('$int' in marked) return BigInt(marked.$int as string);
  return PyDict.from(Object.entries(marked).map(([key, item]) => [key, runtimeValue(item)] as const));
}

function freshContext(context: Answers['context']): Map<string, unknown> {
  const values = Object.entries(context).map(([name, value]) => [name, runtimeValue(value)] as const);
  return new Map<string, unknown>([...values, ['st', new PySet([1, 2, 3])]]);
}

/** What we answer: the text, or the class of the error. A crash is an answer of its own, equal to no other. */
function answerOf(
  template: string,
  context: ReadonlyMap<string, unknown>,
): readonly [text: string | null, error: string | null] {
  try {
    return [jinja.parseTemplate({ path: 'case.sql', text: template }).renderSync(context), null];
  } catch (error) {
    if (error instanceof DiagnosticError) return [null, error.diagnostics[0]?.exception ?? 'none'];
    return [null, `crash: ${(error as Error).stack}`];
  }
}

/** Renders a case: undefined when we agree. Without a context it is one over the modules that dbt exposes. */
export function differenceIn(
  [template, text, errorClass]: Case,
  context: Answers['context'] | null,
): Difference | undefined {
  const scope = context === null ? MODULE_CONTEXT : freshContext(context);
  const [ourText, ourError] = answerOf(template, scope);
  if (text === null ? ourError === errorClass : ourText === text) return undefined;
  return { template, theirs: text ?? `raises ${errorClass}`, ours: ourText ?? `raises ${ourError}` };
}

const OBJECTS: Readonly<Record<string, unknown>> = {
  str: '',
  list: [],
  dict: new PyDict(),
  int: 1,
  num: 0.5,
  set: new PySet(),
};

/** Filters that dbt adds to Jinja: Python's Jinja2 does not know them. */
const ADDED_BY_DBT = new Set(['as_bool', 'as_native', 'as_number', 'as_text', 'is_list']);

/** Filters, tests and methods of the runtime that no template uses. */
export function uncovered(coverage: Answers['coverage']): string[] {
  const wanted = [
    ...Object.keys(FILTERS)
      .filter((name) => !ADDED_BY_DBT.has(name))
      .map((name) => `filter: ${name}`),
    ...Object.keys(TESTS)
      .filter((name) => /^\w+$/.test(name))
      .map((name) => `test: ${name}`),
    ...Object.entries(OBJECTS).flatMap(([type, object]) =>
      Object.keys(methodsOf(object) ?? {}).map((name) => `method of ${type}: ${name}`),
    ),
  ];
  return wanted.filter((each) => !(each in coverage));
}
