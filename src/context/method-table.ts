import { ownMember } from './own-member.ts';

/** Members of an object by name; each is made when a template first asks for it. */
export type MethodTable<Self> = Readonly<Record<string, (self: Self) => unknown>>;

/** The look-up of an object over its tables; the first table that has a name wins, and what it makes is kept. */
export function memberLookup<Self>(
  self: Self,
  tables: readonly MethodTable<Self>[],
): (name: string) => unknown {
  const made = new Map<string, unknown>();
  return (name) => {
    if (made.has(name)) return made.get(name);
    const make = tables.map((table) => ownMember(table, name)).find((each) => each !== undefined);
    const value = make?.(self);
    made.set(name, value);
    return value;
  };
}
