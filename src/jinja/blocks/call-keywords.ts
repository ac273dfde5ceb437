import type { TemplateTree } from '../ast.ts';
import { expressionSource } from '../format/expression-source.ts';
import { callsIn } from './walk.ts';

/** The keyword arguments of the first call of a plain name, unrendered; see `Template.callKeywords`. */
export function callKeywords(tree: TemplateTree, name: string): Readonly<Record<string, string>> | null {
  for (const { callee, args } of callsIn(tree.body)) {
    if (callee.kind !== 'name' || callee.name !== name) continue;
    const written: Record<string, string> = {};
    for (const [key, value] of args.keywords) {
      const isText = value.kind === 'constant' && typeof value.value === 'string';
      written[key] = isText ? (value.value as string) : expressionSource(value);
    }
    return written;
  }
  return null;
}
