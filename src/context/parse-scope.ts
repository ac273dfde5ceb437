import type { Macro } from '../domain/index.ts';
import { type Capture, createCapture } from './capture.ts';
import { type ContextScope, createContextScope } from './context-scope.ts';
import type { ParseScope, ParseScopeOptions } from './contract.ts';
import { parseMembers, withoutNode } from './parse-members.ts';

export interface ParseContext extends ParseScope {
  readonly context: ContextScope;
  readonly captured: Capture;
}

/** The context of a node being parsed, with what other contexts of this room build on. */
export function createParseContext({ environment, draft }: ParseScopeOptions, isNode = true): ParseContext {
  const capture = createCapture();
  const record = (macro: Macro): void => {
    if (!capture.macroIds.includes(macro.uniqueId)) capture.macroIds.push(macro.uniqueId);
  };
  const context = createContextScope({
    library: environment.library,
    packageName: draft.packageName,
    sync: true,
    onTopLevelCall: record,
    onMacro: (macro) => capture.reach.macros.set(macro.uniqueId, macro),
    onMember: (name) => capture.reach.members.add(name),
    members: (inner) => {
      const members = parseMembers({ environment, context: inner, draft, capture, missingVar: 'none' });
      return isNode ? members : members.map(withoutNode);
    },
  });
  return { scope: context.scope, captured: capture, context };
}

/**
 * The names that a node's template sees while it is parsed: nothing reaches the engine, and what it refers to is recorded.
 * Render with `chainableUndefined`, as dbt does.
 */
export function createParseScope(options: ParseScopeOptions): ParseScope {
  const { scope, captured } = createParseContext(options);
  return { scope, captured };
}
