import type { RefCall, SourceCall } from '../domain/index.ts';
import { hostFunction, type Jinja, type Keywords } from '../jinja/index.ts';
import { refCall, sourceCall } from './call-arguments.ts';

/** What `input:` of a unit test names. */
export type UnitTestInputCall =
  | { readonly kind: 'this' }
  | { readonly kind: 'ref'; readonly call: RefCall }
  | { readonly kind: 'source'; readonly call: SourceCall };

/** Reads `ref('a')`, `ref('package', 'a', v=2)`, `source('a', 'b')` or `this`; null for anything else. */
export function readUnitTestInput(input: string, jinja: Jinja): UnitTestInputCall | null {
  if (input.trim() === 'this') return { kind: 'this' };
  const found: UnitTestInputCall[] = [];
  const taking = (take: (positional: readonly unknown[], keywords: Keywords) => UnitTestInputCall) =>
    hostFunction('input', (positional, keywords) => {
      found.push(take(positional, keywords));
      return '';
    });
  const names: Readonly<Record<string, unknown>> = {
    ref: taking((positional, keywords) => ({ kind: 'ref', call: refCall(positional, keywords) })),
    source: taking((positional, keywords) => ({ kind: 'source', call: sourceCall(positional, keywords) })),
  };
  try {
    const template = jinja.parseTemplate({ path: 'input', text: `{{ ${input} }}` });
    template.renderSync({ get: (name) => (Object.hasOwn(names, name) ? names[name] : undefined) });
  } catch {
    return null;
  }
  return found[0] ?? null;
}
