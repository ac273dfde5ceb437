import { Float } from '../../base/index.ts';
import { floatText } from '../format/float-text.ts';
import {
  isDict,
  mappingEntries,
  Namespace,
  PyIterator,
  PyRange,
  PySet,
  PyTuple,
  PyView,
  REPR,
  raise,
  SHOWN,
  STR,
  Undefined,
} from '../values/index.ts';
import { MAX_TEXT } from '../values/limits.ts';
import { slotsOf } from '../values/slots.ts';
import { qualifiedName } from './type-name.ts';

/** Digits beyond which Python refuses to print an int. */
const MAX_DIGITS = 4300;

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };
const NEEDS_ESCAPE = /[\\\n\r\t\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

function escapeCharacter(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) as number;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** Python's `repr` of a string. */
export function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(NEEDS_ESCAPE, escapeCharacter);
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

function bigText(value: bigint): string {
  const text = String(value);
  if (text.length > MAX_DIGITS + (value < 0n ? 1 : 0)) {
    raise(
      'ValueError',
      `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  return text;
}

/** Containers inside each other that can be printed. */
const MAX_NESTING = 400;

/** Containers that are being printed: one inside itself prints as dots. */
const open: object[] = [];

function nested(container: object, cycle: string, print: () => string): string {
  if (open.includes(container)) return cycle;
  if (open.length > MAX_NESTING) {
    raise('RecursionError', 'maximum recursion depth exceeded while getting the repr of an object');
  }
  open.push(container);
  try {
    const text = print();
    if (text.length > MAX_TEXT) raise('MemoryError', 'a value is too large to print');
    return text;
  } finally {
    open.pop();
  }
}

function sequenceText(items: readonly unknown[]): string {
  if (items instanceof PyTuple) {
    return nested(
      items,
      '(...)',
      () => `(${Array.from(items, repr).join(', ')}${items.length === 1 ? ',' : ''})`,
    );
  }
  if (items instanceof PyRange) {
    return `range(${items.start}, ${items.stop}${items.step === 1 ? '' : `, ${items.step}`})`;
  }
  return nested(items, '[...]', () => `[${items.map(repr).join(', ')}]`);
}

function dictText(mapping: Parameters<typeof mappingEntries>[0]): string {
  return nested(
    mapping,
    '{...}',
    () =>
      `{${mappingEntries(mapping)
        .map(([key, value]) => `${repr(key)}: ${repr(value)}`)
        .join(', ')}}`,
  );
}

function objectText(value: object): string {
  if (value instanceof Undefined) return '';
  if (value instanceof Float) return floatText(value.value);
  const slots = slotsOf(value);
  const own = slots[STR] ?? slots[REPR];
  if (own !== undefined) return own.call(value);
  if (Array.isArray(value)) return sequenceText(value);
  if (value instanceof PySet) return value.size === 0 ? 'set()' : `{${[...value].map(repr).join(', ')}}`;
  if (value instanceof PyView) return `dict_${value.kind}([${value.toArray().map(repr).join(', ')}])`;
  if (value instanceof Namespace) return `<Namespace ${dictText(value.attributes)}>`;
  if (value instanceof PyIterator) return `<${value.typeName} object at 0x7f0000000000>`;
  return isDict(value) ? dictText(value) : `<${qualifiedName(value)} object at 0x7f0000000000>`;
}

/** Python's `str`: what `{{ value }}` prints. */
export function str(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isInteger(value)
        ? Number.isSafeInteger(value)
          ? String(value)
          : bigText(BigInt(value))
        : floatText(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'bigint':
      return bigText(value);
    case 'undefined':
      return '';
    default:
      return value === null ? 'None' : objectText(value as object);
  }
}

/** The text of a value that a template puts out itself: nothing can look at it there. */
export function shown(value: unknown): string {
  return slotsOf(value)[SHOWN]?.() ?? str(value);
}

/** Python's `repr`: what stands inside printed lists and dicts. */
export function repr(value: unknown): string {
  if (typeof value === 'string') return textRepr(value);
  if (value instanceof Undefined) return 'Undefined';
  const own = slotsOf(value)[REPR];
  return own === undefined ? str(value) : own.call(value);
}
