import type { ParseScope } from '../../context/index.ts';
import type { Diagnostic, SourceText } from '../../diagnostics/index.ts';
import type { HookConfig, RefCall, SourceCall, UniqueId } from '../../domain/index.ts';
import type { Jinja } from '../../jinja/contract.ts';
import { problemsOf } from '../extract/code-extract.ts';

/** What the hooks of a node ask for. */
export interface HookExtract {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  readonly metrics: readonly (readonly string[])[];
  readonly functions: readonly (readonly string[])[];
  readonly macroIds: readonly UniqueId[];
  readonly problems: readonly Diagnostic[];
}

export const NO_HOOKS: HookExtract = Object.freeze({
  refs: [],
  sources: [],
  metrics: [],
  functions: [],
  macroIds: [],
  problems: [],
});

const JINJA = /\{[{%#]/;

/** Renders a node's hooks for what they refer to. */
export function extractHooks(options: {
  readonly hooks: readonly HookConfig[];
  readonly path: string;
  readonly jinja: Jinja;
  readonly makeScope: () => ParseScope;
  readonly frameName: string;
}): HookExtract {
  const templates = options.hooks.filter((hook) => JINJA.test(hook.sql));
  if (templates.length === 0) return NO_HOOKS;
  const scope = options.makeScope();
  const problems: Diagnostic[] = [];
  for (const hook of templates) {
    const source: SourceText = { path: options.path, text: hook.sql };
    try {
      options.jinja
        .parseTemplate(source)
        .renderSync(scope.scope, { chainableUndefined: true, frameName: options.frameName });
    } catch (error) {
      problems.push(...problemsOf(error));
    }
  }
  const { refs, sources, metrics, functions, macroIds } = scope.captured;
  return { refs, sources, metrics, functions, macroIds, problems };
}

/** The hooks that a config holds. */
export function hooksOf(config: Readonly<Record<string, unknown>>): readonly HookConfig[] {
  const before = config['pre-hook'];
  const after = config['post-hook'];
  return [
    ...(Array.isArray(before) ? (before as HookConfig[]) : []),
    ...(Array.isArray(after) ? (after as HookConfig[]) : []),
  ];
}
