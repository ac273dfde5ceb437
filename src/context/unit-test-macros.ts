import { CALL, fromPlain, GETITEM, type HostFunction, iterate, strOf, TYPE } from '../jinja/index.ts';
import { lazyMapping } from './lazy-mapping.ts';
import { BUILT_IN_NAMESPACE } from './macro-library.ts';

type Values = Readonly<Record<string, unknown>>;

const MACRO = 'dbt.clients.jinja.MacroGenerator';
const NAMESPACE = 'dbt.context.macros.MacroNamespace';

const classOfValue = (value: unknown): unknown => (value as { readonly [TYPE]?: string } | null)?.[TYPE];

/** A macro that answers with a value of its own; anything else is the value itself. */
function replacement(original: unknown, value: unknown): unknown {
  const answer = fromPlain(value);
  if (classOfValue(original) !== MACRO) return answer;
  const call: HostFunction = () => answer;
  return Object.freeze({ [CALL]: call, [TYPE]: MACRO });
}

/** Overrides by the package that they name; those of all are under the empty name. */
function sortByPackage(overrides: Values): ReadonlyMap<string, ReadonlyMap<string, unknown>> {
  const found = new Map<string, Map<string, unknown>>();
  for (const [key, value] of Object.entries(overrides)) {
    const parts = key.split('.');
    const owner = parts.length === 2 ? (parts[0] as string) : '';
    found.set(owner, (found.get(owner) ?? new Map()).set(parts.at(-1) as string, value));
  }
  return found;
}

const itemOf = (namespace: unknown, name: string): unknown =>
  (namespace as { readonly [GETITEM]?: (key: unknown) => unknown })[GETITEM]?.(name);

/**
 * What `overrides.macros` of a unit test put in place of names: `today: 1` for the macro or name as code sees it,
 * `dbt_utils.star: a` for the macro of a package. Those of the built-in macros count with and without `dbt.` in front.
 */
export function macroReplacements(overrides: Values): (name: string, value: unknown) => unknown {
  const byPackage = sortByPackage(overrides);
  const everywhere = byPackage.get('') ?? new Map<string, unknown>();
  const builtIn = byPackage.get(BUILT_IN_NAMESPACE) ?? new Map<string, unknown>();
  const ofPackage = (owner: string): ReadonlyMap<string, unknown> =>
    owner === BUILT_IN_NAMESPACE
      ? new Map([...builtIn, ...everywhere])
      : (byPackage.get(owner) ?? new Map<string, unknown>());
  const made = new Map<string, unknown>();
  const namespace = (owner: string, original: unknown): unknown => {
    const known = made.get(owner);
    if (known !== undefined) return known;
    const own = ofPackage(owner);
    const mapping = lazyMapping({
      typeName: NAMESPACE,
      get: (key) => {
        const found = itemOf(original, key);
        return found !== undefined && own.has(key) ? replacement(found, own.get(key)) : found;
      },
      keys: () => iterate(original).map(strOf),
    });
    made.set(owner, mapping);
    return mapping;
  };
  return (name, value) => {
    if (value === undefined) return value;
    if (everywhere.has(name)) return replacement(value, everywhere.get(name));
    if (builtIn.has(name)) return replacement(value, builtIn.get(name));
    return ofPackage(name).size > 0 && classOfValue(value) === NAMESPACE ? namespace(name, value) : value;
  };
}
