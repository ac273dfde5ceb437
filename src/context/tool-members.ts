import { DiagnosticError } from '../diagnostics/index.ts';
import type { Jinja } from '../jinja/contract.ts';
import {
  CALL,
  callValue,
  equalOf,
  GETATTR,
  hostFunction,
  PythonError,
  strOf,
  TYPE,
  typeNameOf,
} from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';
import type { ContextScope, Members } from './context-scope.ts';
import { hostRecord } from './host-record.ts';
import { pythonFunction } from './python-call.ts';

export interface ToolMembersOptions {
  readonly jinja: Jinja;
  readonly context: ContextScope;
  /** What errors in rendered text name: `hook of orders`. */
  readonly textName: string;
}

/** A check that a value is one of those given. */
function validator(allowed: readonly unknown[]): unknown {
  return hostFunction('validate_any', ([value]) => {
    if (allowed.some((each) => equalOf(each, value) || strOf(each) === typeNameOf(value))) return null;
    const shown = allowed.map((each) => strOf(each)).join(',');
    return failTemplate('J103', `Expected value "${strOf(value)}" to be one of ${shown}`, {
      kind: 'Validation Error',
    });
  });
}

/** `validation.any(...)`. In brackets dbt finds nothing there, and checks nothing. */
const validation = hostRecord('AttrDict', {
  any: Object.freeze({
    [CALL]: (positional: readonly unknown[]) => validator(positional),
    [GETATTR]: () => undefined,
    [TYPE]: 'function',
  }),
});

/** Renders a text with the names of this context, as hooks are rendered just before they run. */
function renderFunction({ jinja, context, textName }: ToolMembersOptions): unknown {
  return pythonFunction('ProviderContext.render', ['string'], (given) => {
    const text = strOf(given);
    if (!text.includes('{')) return text;
    const template = jinja.parseTemplate({ path: `<${textName}>`, text });
    if (context.sync) return template.renderSync(context.scope);
    return template.render(context.scope).then((rendered) => rendered.text);
  });
}

function failWith(message: string, error: unknown): never {
  if (error instanceof DiagnosticError || error instanceof PythonError) {
    return failTemplate('J100', message);
  }
  throw error;
}

/** `try_or_compiler_error(message, function, ...)`: the function's value, or this message when it fails. */
const tryOrCompilerError = hostFunction('try_or_compiler_error', (positional, keywords) => {
  const [message, callee, ...rest] = positional;
  try {
    const value = callValue(callee, rest, keywords);
    return value instanceof Promise
      ? value.catch((error: unknown) => failWith(strOf(message), error))
      : value;
  } catch (error) {
    return failWith(strOf(message), error);
  }
});

/** Functions of the provider context that belong to no other group. */
export function toolMembers(options: ToolMembersOptions): Members {
  return {
    validation: () => validation,
    render: () => renderFunction(options),
    try_or_compiler_error: () => tryOrCompilerError,
    adapter_macro: () =>
      hostFunction('adapter_macro', ([name]) =>
        failTemplate(
          'J103',
          `The "adapter_macro" macro has been deprecated. Instead, use the \`adapter.dispatch\` method to find a macro and call the result.  For more information, see: https://docs.getdbt.com/reference/dbt-jinja-functions/dispatch) adapter_macro was called for: ${strOf(name ?? null)}`,
        ),
      ),
    submit_python_job: () =>
      hostFunction('submit_python_job', () =>
        failTemplate('J112', 'submit_python_job is for materializations of models in Python'),
      ),
  };
}
