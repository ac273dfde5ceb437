/** Names of types that a macro argument may have, with the number of their parameters. */
const TYPES: Readonly<Record<string, number>> = {
  str: 0,
  string: 0,
  bool: 0,
  int: 0,
  integer: 0,
  float: 0,
  any: 0,
  list: 1,
  dict: 2,
  optional: 1,
  relation: 0,
  column: 0,
};

/** The text behind a type that stands at the start of `text`, or null when there is none. */
function behindType(text: string): string | null {
  const name = /^[a-z]+/.exec(text)?.[0];
  if (name === undefined || !Object.hasOwn(TYPES, name)) return null;
  let rest = text.slice(name.length);
  const count = TYPES[name] as number;
  if (count === 0) return rest;
  for (let at = 0; at < count; at++) {
    if (!rest.startsWith(at === 0 ? '[' : ',')) return null;
    const behind = behindType(rest.slice(1));
    if (behind === null) return null;
    rest = behind;
  }
  return rest.startsWith(']') ? rest.slice(1) : null;
}

/** Whether dbt knows a type of a macro argument: `string`, `list[int]`, `dict[string, any]`, `optional[relation]`, ... */
export function isMacroType(text: string): boolean {
  return behindType(text.replace(/[ \t]/g, '')) === '';
}
