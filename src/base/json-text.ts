/** Stands around an integer while JSON is written; no text can hold it unescaped. */
const INTEGER = /"\\u0000i(-?\d+)"/g;

/** `JSON.stringify` for values that hold integers beyond 2^53, such as YAML and databases give. They are written as digits. */
export function jsonText(value: unknown, indent = 0): string {
  let hasInteger = false;
  const replace = (_key: string, each: unknown) => {
    if (typeof each !== 'bigint') return each;
    hasInteger = true;
    return `\u0000i${each}`;
  };
  const text = JSON.stringify(value, replace, indent) ?? 'null';
  return hasInteger ? text.replace(INTEGER, '$1') : text;
}
