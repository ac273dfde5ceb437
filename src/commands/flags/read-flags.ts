import type { Invocation } from '../../domain/index.ts';

type Call = { readonly invocation: Invocation };

/** A flag that is on or off; off where the command does not have it. */
export function isSet(call: Call, name: string): boolean {
  return call.invocation.flags[name.toUpperCase()] === true;
}

/** A flag that holds text; undefined when it is not set. */
export function textFlag(call: Call, name: string): string | undefined {
  const value = call.invocation.flags[name.toUpperCase()];
  return typeof value === 'string' ? value : undefined;
}

/** A flag that holds a number. */
export function numberFlag(call: Call, name: string): number | undefined {
  const value = call.invocation.flags[name.toUpperCase()];
  return typeof value === 'number' ? value : undefined;
}

/** A flag that holds words; a single text is taken as one, parted at spaces. */
export function wordsFlag(call: Call, name: string): readonly string[] {
  const value = call.invocation.flags[name.toUpperCase()];
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  return Array.isArray(value) ? value.map(String) : [];
}

/** A flag that holds a mapping. */
export function mappingFlag(call: Call, name: string): Readonly<Record<string, unknown>> {
  const value = call.invocation.flags[name.toUpperCase()];
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
