import type { Macro, UniqueId } from '../domain/index.ts';
import { CALL, type HostFunction, type Scope, TYPE } from '../jinja/index.ts';
import type { MacroLibrary } from './contract.ts';
import { lazyMapping } from './lazy-mapping.ts';
import { BUILT_IN_NAMESPACE } from './macro-library.ts';

/** Macros being run in one context, outermost first. */
export interface MacroStack {
  readonly ids: readonly UniqueId[];
}

export interface MacroNamespace {
  readonly stack: MacroStack;
  /** The macro as a value that templates call. */
  callable(macro: Macro): unknown;
  /** The macro as called from outside of any template: it and what it calls are nobody's dependencies. */
  entry(macro: Macro): unknown;
  /** The macro without a place on the stack: what it calls counts as called by the template itself. */
  unseen(macro: Macro): unknown;
  /** What a bare name means: a macro, or a package with its macros; undefined when neither. */
  lookup(name: string): unknown;
  names(): readonly string[];
}

export interface MacroNamespaceOptions {
  readonly library: MacroLibrary;
  readonly packageName: string;
  readonly sync: boolean;
  /** Where macros look their free names up. */
  readonly scope: () => Scope;
  /** Told of each macro that is called by the template itself, not by another macro. */
  readonly onTopLevelCall?: (macro: Macro) => void;
  /** Told of each macro before it is first called. */
  readonly onMacro?: (macro: Macro) => void;
}

const isPromise = (value: unknown): value is Promise<unknown> => value instanceof Promise;

function boundCall(macro: Macro, options: MacroNamespaceOptions): HostFunction {
  const { library, sync } = options;
  options.onMacro?.(macro);
  const bound = library.template(macro).bind(options.scope(), { sync, frameName: macro.name });
  return (bound as { [CALL]: HostFunction })[CALL];
}

async function popLater(value: Promise<unknown>, ids: UniqueId[]): Promise<unknown> {
  try {
    return await value;
  } finally {
    ids.pop();
  }
}

/** A macro that keeps the stack: dbt records only calls at depth 0 as a node's dependencies. */
function tracked(macro: Macro, options: MacroNamespaceOptions, ids: UniqueId[]): unknown {
  let inner: HostFunction | null = null;
  const call: HostFunction = (positional, keywords) => {
    if (ids.length === 0) options.onTopLevelCall?.(macro);
    inner ??= boundCall(macro, options);
    ids.push(macro.uniqueId);
    let pending = false;
    try {
      const value = inner(positional, keywords);
      pending = isPromise(value);
      return isPromise(value) ? popLater(value, ids) : value;
    } finally {
      if (!pending) ids.pop();
    }
  };
  return Object.freeze({
    [CALL]: call,
    [TYPE]: 'dbt.clients.jinja.MacroGenerator',
  });
}

/** The macros that a template of one package sees, each bound to its context when it is first looked up. */
export function createMacroNamespace(options: MacroNamespaceOptions): MacroNamespace {
  const { library, packageName } = options;
  const ids: UniqueId[] = [];
  const callables = new Map<UniqueId, unknown>();
  const packages = new Map<string, unknown>();

  const callable = (macro: Macro): unknown => {
    const known = callables.get(macro.uniqueId);
    if (known !== undefined) return known;
    const made = tracked(macro, options, ids);
    callables.set(macro.uniqueId, made);
    return made;
  };

  const packageValue = (name: string): unknown => {
    const known =
      packages.get(name) ??
      lazyMapping({
        typeName: 'dbt.context.macros.MacroNamespace',
        get: (key) => {
          const macro = library.findIn(name, key);
          return macro === undefined ? undefined : callable(macro);
        },
        keys: () => namesOf(library, name),
      });
    packages.set(name, known);
    return known;
  };

  const lookup = (name: string): unknown => {
    const meant = library.meaningOf(name, packageName);
    if (meant === undefined) return undefined;
    return meant === 'package' ? packageValue(name) : callable(meant);
  };

  return {
    stack: { ids },
    callable,
    entry: (macro) => tracked(macro, { ...options, onTopLevelCall: () => {} }, ids),
    unseen: (macro) => Object.freeze({ [CALL]: boundCall(macro, options) }),
    lookup,
    names: () => [...library.namesIn(packageName), ...library.packageNames],
  };
}

/** Names of the macros of one package. */
function namesOf(library: MacroLibrary, packageName: string): string[] {
  const isInside = (macro: Macro) =>
    packageName === BUILT_IN_NAMESPACE
      ? library.internalPackages.includes(macro.packageName)
      : macro.packageName === packageName;
  return [...new Set([...library.macros.values()].filter(isInside).map((macro) => macro.name))];
}
