import { isMapping, mappingEntries } from '../base/index.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import type { Scope } from '../jinja/index.ts';
import { callValue, fromPlain, PyDict } from '../jinja/index.ts';
import type { GenericTestScopeOptions, ParseScope } from './contract.ts';
import { createParseContext } from './parse-scope.ts';

/** Arguments that are calls without their braces, as `to: ref('orders')`. */
const BARE_CALL = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/;

/** The name under which a generic test's text finds its arguments. */
export const TEST_ARGUMENTS = '_dbt_generic_test_kwargs';

export interface RenderTestArgumentsOptions {
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly scope: Scope;
  readonly jinja: GenericTestScopeOptions['environment']['jinja'];
  readonly chainableUndefined: boolean;
  /** Called in the place of `get_where_subquery`, where that would hand its relation back. Default: the macro is called. */
  readonly onWhole?: (() => void) | undefined;
}

/** What the parser writes as the argument `model`: by far the most frequent one, and the same text for no two models. */
const TESTED = /^\{\{ get_where_subquery\((ref|source)\('([^'\\]*)'(?:, '([^'\\]*)')?\)\) \}\}$/;

/** The argument `model` without a template; undefined when the text has another form, or something went wrong with it. */
function testedRelation(text: string, { scope, onWhole }: RenderTestArgumentsOptions): unknown {
  const match = TESTED.exec(text);
  const callee = match === null ? undefined : scope.get(match[1] as string);
  const wrapper = onWhole !== undefined ? null : scope.get('get_where_subquery');
  if (match === null || callee === undefined || wrapper === undefined) return undefined;
  const names = match.slice(2).filter((each) => each !== undefined);
  try {
    const relation = callValue(callee, names);
    if (wrapper !== null) return callValue(wrapper, [relation]);
    onWhole?.();
    return relation;
  } catch (error) {
    // As a template it fails once more, and tells where.
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** The arguments of a generic test with their strings rendered to values; `column_name` stays as it is. */
export function renderTestArguments(options: RenderTestArgumentsOptions): PyDict {
  const renderText = (value: string): unknown => {
    const text = BARE_CALL.test(value) ? `{{ ${value} }}` : value;
    // Without Jinja a text stands for itself; as in a template, a final line break is dropped.
    if (!text.includes('{')) return text.endsWith('\n') ? text.slice(0, -1) : text;
    const tested = testedRelation(text, options);
    if (tested !== undefined) return tested;
    const template = options.jinja.parseTemplate({ path: options.path, text });
    return template.renderNative(options.scope, { chainableUndefined: options.chainableUndefined });
  };
  const render = (value: unknown): unknown => {
    if (typeof value === 'string') return renderText(value);
    if (Array.isArray(value)) return value.map(render);
    if (isMapping(value)) {
      return PyDict.from(mappingEntries(value).map(([key, item]) => [key, render(item)] as const));
    }
    return fromPlain(value);
  };
  return PyDict.from(
    Object.entries(options.kwargs).map(
      ([name, value]) =>
        [name, name === 'column_name' && typeof value === 'string' ? value : render(value)] as const,
    ),
  );
}

/** The context of a generic test being parsed: that of a node, and the test's arguments. */
export function createGenericTestScope(options: GenericTestScopeOptions): ParseScope {
  const { scope, captured } = createParseContext(options, false);
  const values = renderTestArguments({
    kwargs: options.kwargs,
    path: options.source.path,
    scope,
    jinja: options.environment.jinja,
    chainableUndefined: true,
  });
  return { scope: { get: (name) => (name === TEST_ARGUMENTS ? values : scope.get(name)) }, captured };
}
