import type { Call, Expression, Statement } from '../ast.ts';
import type { MacroCall } from '../contract.ts';
import { callsIn } from './walk.ts';

function textOf(node: Expression | undefined): string | null {
  return node?.kind === 'constant' && typeof node.value === 'string' ? node.value : null;
}

/** What `adapter.dispatch(...)` names, as far as it is written out. */
function dispatchOf({ args }: Call): MacroCall['dispatch'] {
  const keyword = (name: string) => textOf(args.keywords.find(([key]) => key === name)?.[1]);
  const macroName = textOf(args.positional[0]) ?? keyword('macro_name');
  const macroNamespace = textOf(args.positional[1]) ?? keyword('macro_namespace');
  return macroName === null ? null : { macroName, macroNamespace };
}

function macroCall(call: Call): MacroCall | null {
  const { callee } = call;
  if (callee.kind === 'name') return { path: [callee.name], dispatch: null };
  if (callee.kind !== 'attribute' || callee.object.kind !== 'name') return null;
  const path = [callee.object.name, callee.name];
  const isDispatch = path.join('.') === 'adapter.dispatch';
  return { path, dispatch: isDispatch ? dispatchOf(call) : null };
}

/** The calls by name in a macro, each once, in the order of the text: what dbt takes for dependencies on macros. */
export function macroCallsOf(body: readonly Statement[]): readonly MacroCall[] {
  const calls = new Map<string, MacroCall>();
  for (const call of callsIn(body)) {
    const found = macroCall(call);
    if (found === null) continue;
    const key = JSON.stringify([found.path, found.dispatch]);
    if (!calls.has(key)) calls.set(key, found);
  }
  return [...calls.values()];
}
