import type { Macro } from '../domain/index.ts';
import type { Scope } from '../jinja/index.ts';
import type { MacroLibrary } from './contract.ts';
import { lazyMapping } from './lazy-mapping.ts';
import { createMacroNamespace, type MacroNamespace } from './macro-namespace.ts';

/** Names with the makers of their values; a value is made once, when something first asks for it. */
export type Members = Readonly<Record<string, () => unknown>>;

export interface ContextScopeOptions {
  readonly library: MacroLibrary;
  readonly packageName: string;
  readonly sync: boolean;
  /**
   * Made with the scope itself, which functions such as `render` need. The first layer that has a name decides; layers are
   * not merged, as a run makes thousands of contexts and reads a few names of each.
   */
  readonly members: (inner: ContextScope) => readonly Members[];
  readonly onTopLevelCall?: (macro: Macro) => void;
  /** Told of names that templates use and that do not exist. */
  readonly onMissing?: Scope['onMissing'];
  /** Told of each macro before it is first called in this context. */
  readonly onMacro?: (macro: Macro) => void;
  /** Told of each name that is no macro's, when its value is made. */
  readonly onMember?: (name: string) => void;
  /** Names in front of everything else. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Puts something in place of what a name means; it is asked for every name, with what the name means. */
  readonly replace?: (name: string, value: unknown) => unknown;
}

/** A context: macros in front of members, as in dbt, so that a project may replace `ref`; `builtins` has the members alone. */
export interface ContextScope {
  readonly scope: Scope;
  readonly macros: MacroNamespace;
  readonly sync: boolean;
  readonly packageName: string;
  /** A member by name, whatever macros there are. */
  member(name: string): unknown;
}

/** Builds a context over a macro library. */
export function createContextScope(options: ContextScopeOptions): ContextScope {
  const values = new Map<string, unknown>();
  const makerOf = (name: string): (() => unknown) | undefined => {
    for (const layer of layers) if (Object.hasOwn(layer, name)) return layer[name];
    return undefined;
  };
  const member = (name: string): unknown => {
    if (values.has(name)) return values.get(name);
    options.onMember?.(name);
    const value = makerOf(name)?.();
    values.set(name, value);
    return value;
  };
  const { library, packageName, sync, onTopLevelCall, overrides, replace } = options;
  // What templates put into `context` is a name like any other from then on.
  const written = new Map<string, unknown>();
  const scope: Scope = {
    get: (name) => {
      if (written.has(name)) return written.get(name);
      if (overrides !== undefined && Object.hasOwn(overrides, name)) return overrides[name];
      const found = name === 'context' ? member(name) : (macros.lookup(name) ?? member(name));
      return replace === undefined ? found : replace(name, found);
    },
    onMissing: options.onMissing,
  };
  const macros = createMacroNamespace({
    library,
    packageName,
    sync,
    scope: () => scope,
    ...(onTopLevelCall === undefined ? {} : { onTopLevelCall }),
    ...(options.onMacro === undefined ? {} : { onMacro: options.onMacro }),
  });
  const context: ContextScope = { scope, macros, sync, packageName, member };

  const names = () => new Set(layers.flatMap((layer) => Object.keys(layer)));
  const own: Members = {
    context: () =>
      lazyMapping({
        get: (key) => scope.get(key),
        keys: () => new Set([...macros.names(), ...names(), ...written.keys()]),
        set: (key, value) => void written.set(key, value),
      }),
    builtins: () =>
      lazyMapping({
        get: member,
        keys: () => [...names(), '_sql_results'].filter((name) => name !== 'context' && name !== 'builtins'),
      }),
  };
  const layers: readonly Members[] = [own, ...options.members(context)];
  return context;
}
