import { Float } from './float.ts';
import { YamlDate, YamlTimestamp } from './yaml/moments.ts';

/**
 * Plain values as text and back, without loss: JSON, and tagged lists for what JSON has no word for. `{"~": [kind, ...]}` is
 * such a tag.
 */

/** A value that has no text form: an object with methods, a function. */
class NotPlain extends Error {}

/** Gives an object a text of the caller's own, made with `tagged`; undefined leaves it to the codec. */
export type EncodeObject = (value: object) => string | undefined;

/** Makes a value from what stands behind a tag of the caller's own. */
export type DecodeTag = (kind: string, parts: readonly unknown[]) => unknown;

const TAG = '~';
const TAG_START = '{"~":';

/** A tag with parts that are JSON already. */
export function tagged(kind: string, parts: readonly string[]): string {
  return `${TAG_START}[${[JSON.stringify(kind), ...parts].join(',')}]}`;
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return tagged('n', [JSON.stringify(String(value))]);
}

/** How values are encoded: `checks` is how many more levels are looked at for being JSON as they are. */
interface Encoding {
  readonly special: EncodeObject | undefined;
  readonly checks: number;
}

/** Levels that are looked at: what is not JSON on the outside often is inside. */
const CHECKS = 3;

function recordText(value: Readonly<Record<string, unknown>>, encoding: Encoding): string {
  let text = '';
  for (const key of Object.keys(value)) {
    if (key === TAG) return tagged('o', [listText(Object.entries(value), encoding)]);
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${valueText(value[key], encoding)}`;
  }
  return `{${text}}`;
}

function listText(values: readonly unknown[], encoding: Encoding): string {
  let text = '';
  for (const each of values) text += `${text === '' ? '' : ','}${valueText(each, encoding)}`;
  return `[${text}]`;
}

/** Whether JSON says all of a record or list: it is printed many times faster then. */
function isJson(value: object, special: EncodeObject | undefined): boolean {
  if (Array.isArray(value)) return value.every((each) => isJsonValue(each, special));
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || special?.(value) !== undefined) return false;
  for (const key of Object.keys(value)) {
    if (key === TAG || !isJsonValue((value as Readonly<Record<string, unknown>>)[key], special)) return false;
  }
  return true;
}

function isJsonValue(value: unknown, special: EncodeObject | undefined): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value === 'object' && isJson(value, special);
}

function objectText(value: object, encoding: Encoding): string {
  if (value instanceof Float) return tagged('f', [numberText(value.value)]);
  if (value instanceof Map) return tagged('m', [listText([...value], encoding)]);
  if (value instanceof YamlDate) return tagged('d', [numberText(value.days)]);
  if (value instanceof YamlTimestamp) return tagged('t', [`"${value.micros}"`, String(value.offsetMinutes)]);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new NotPlain(`no plain value: ${value.constructor.name}`);
  return recordText(value as Readonly<Record<string, unknown>>, encoding);
}

/** The text of a plain value: null, booleans, numbers, texts, lists, records, maps, and the values that YAML gives. */
export function encodePlain(value: unknown, special?: EncodeObject): string {
  return valueText(value, { special, checks: CHECKS });
}

function valueText(value: unknown, encoding: Encoding): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return numberText(value);
    case 'boolean':
      return String(value);
    case 'undefined':
      return tagged('u', []);
    case 'bigint':
      return tagged('b', [`"${value}"`]);
    case 'object': {
      if (value === null) return 'null';
      const { special, checks } = encoding;
      if (checks > 0 && isJson(value, special)) return JSON.stringify(value);
      const inner = checks > 0 ? { special, checks: checks - 1 } : encoding;
      if (Array.isArray(value)) return listText(value, inner);
      return special?.(value) ?? objectText(value, inner);
    }
    default:
      throw new NotPlain(`no plain value: ${typeof value}`);
  }
}

const DECODERS: Readonly<Record<string, (parts: readonly unknown[]) => unknown>> = {
  n: ([text]) => Number(text),
  f: ([value]) => new Float(value as number),
  m: ([entries]) => new Map(entries as [unknown, unknown][]),
  o: ([entries]) => Object.fromEntries(entries as [string, unknown][]),
  d: ([days]) => new YamlDate(days as number),
  t: ([micros, offset]) => new YamlTimestamp(BigInt(micros as string), offset as number | null),
  u: () => undefined,
  b: ([text]) => BigInt(text as string),
};

function revive(value: unknown, decode: DecodeTag | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) value[at] = revive(value[at], decode);
    return value;
  }
  const record = value as Record<string, unknown>;
  if (Object.hasOwn(record, TAG)) {
    const [kind, ...parts] = revive(record[TAG], decode) as [string, ...unknown[]];
    const own = DECODERS[kind];
    return own === undefined ? decode?.(kind, parts) : own(parts);
  }
  for (const key of Object.keys(record)) {
    const before = record[key];
    const after = revive(before, decode);
    if (after === before) continue;
    Object.defineProperty(record, key, {
      value: after,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return record;
}

/** The value of a text of `encodePlain`. Throws a `SyntaxError` for anything else. */
export function decodePlain(text: string, decode?: DecodeTag): unknown {
  const value: unknown = JSON.parse(text);
  return text.includes(TAG_START) ? revive(value, decode) : value;
}
