/**
 * The value of a table under a name that somebody else chose; undefined when the table does not have it. A plain look would
 * find what every object has: `constructor`, `toString`, `__proto__`.
 */
export function ownValue<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
