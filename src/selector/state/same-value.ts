import { Float, isMapping, mappingEntries, mappingRecord } from '../../base/index.ts';

type Fields = Readonly<Record<string, unknown>>;

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  return value instanceof Float ? value.value : undefined;
}

interface Rule {
  /** A key that is null is as good as one that is not there. */
  readonly ignoresNulls: boolean;
}

function keysOf(fields: Fields, rule: Rule): readonly string[] {
  return Object.keys(fields).filter(
    (key) => fields[key] !== undefined && !(rule.ignoresNulls && fields[key] === null),
  );
}

function sameFields(a: Fields, b: Fields, rule: Rule): boolean {
  const keys = keysOf(a, rule);
  return (
    keys.length === keysOf(b, rule).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key], rule))
  );
}

function same(a: unknown, b: unknown, rule: Rule): boolean {
  if (a === b) return true;
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined || right !== undefined) return left === right;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, at) => same(each, b[at], rule));
  if (!isMapping(a) || !isMapping(b)) return (a ?? null) === null && (b ?? null) === null;
  if (mappingEntries(a).some(([key]) => typeof key !== 'string')) return false;
  return sameFields(mappingRecord(a), mappingRecord(b), rule);
}

/**
 * Python's `==` between a value of this project and one that was read from JSON: numbers and booleans by their value, and
 * dates, which JSON has as text, never the same as that text.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  return same(a, b, { ignoresNulls: false });
}

/** The same for records with a fixed set of fields, of which an older artifact may lack some. */
export function sameRecord(a: unknown, b: unknown): boolean {
  return same(a ?? null, b ?? null, { ignoresNulls: true });
}
