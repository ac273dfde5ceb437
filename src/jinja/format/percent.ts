import { pad } from '../methods/text.ts';
import { requireDefined } from '../runtime/compare.ts';
import { repr, str } from '../runtime/text.ts';
import { typeName } from '../runtime/type-name.ts';
import {
  bigOf,
  isDict,
  isFloat,
  isInt,
  isNumber,
  mappingGet,
  numberOf,
  PyTuple,
  raise,
  Undefined,
} from '../values/index.ts';
import { checkTextLength } from '../values/limits.ts';
import { GETITEM, MAPPING, NUMBER } from '../values/protocol.ts';
import { slotsOf } from '../values/slots.ts';
import { formatValue } from './spec.ts';

const DIRECTIVE =
  /%(?:\((?<key>[^)]*)\))?(?<flags>[#0\- +]*)(?<width>\*|\d+)?(?:\.(?<precision>\*|\d*))?[hlL]?(?<type>[\s\S])?/g;

/** Hands out the arguments of `text % arguments` one by one. */
interface Arguments {
  next(): unknown;
  named(key: string): unknown;
  finish(): void;
}

function argumentsOf(value: unknown): Arguments {
  const isTuple = value instanceof PyTuple;
  const list: readonly unknown[] = isTuple ? value : [value];
  const isMapping =
    isDict(value) ||
    value instanceof Undefined ||
    MAPPING in Object(value) ||
    (Array.isArray(value) && !isTuple);
  let used = 0;
  return {
    next() {
      if (used >= list.length) raise('TypeError', 'not enough arguments for format string');
      return list[used++];
    },
    named(key) {
      used = list.length;
      requireDefined(value);
      if (!isDict(value) && slotsOf(value)[GETITEM] === undefined)
        raise('TypeError', 'format requires a mapping');
      const item = isDict(value) ? mappingGet(value, key) : slotsOf(value)[GETITEM]?.(key);
      return item === undefined ? raise('KeyError', repr(key)) : item;
    },
    finish() {
      if (used < list.length && !isMapping)
        raise('TypeError', 'not all arguments converted during string formatting');
    },
  };
}

function truncated(text: string, precision: number | undefined): string {
  return precision === undefined ? text : [...text].slice(0, precision).join('');
}

function character(value: unknown): string {
  if (typeof value === 'string' && [...value].length === 1) return value;
  if (isInt(value)) {
    const code = Number(value);
    if (code < 0 || code > 0x10ffff) raise('OverflowError', '%c arg not in range(0x110000)');
    return String.fromCodePoint(code);
  }
  return raise('TypeError', '%c requires int or char');
}

/** The int that an integer directive prints; a float is cut, except for hexadecimal and octal. */
function wholeNumber(given: unknown, type: string): number | bigint {
  const strict = type === 'x' || type === 'X' || type === 'o';
  if (!strict) requireDefined(given);
  const value = strict ? given : (slotsOf(given)[NUMBER]?.call(given, 'int') ?? given);
  if (isInt(value)) return typeof value === 'boolean' ? Number(value) : value;
  if (isFloat(value) && !strict) {
    const number = numberOf(value);
    if (!Number.isFinite(number)) {
      raise(
        Number.isNaN(number) ? 'ValueError' : 'OverflowError',
        'cannot convert float infinity or NaN to integer',
      );
    }
    return Number.isSafeInteger(Math.trunc(number)) ? Math.trunc(number) : BigInt(Math.trunc(number));
  }
  const wanted = strict ? 'an integer' : 'a real number';
  return raise('TypeError', `%${type} format: ${wanted} is required, not ${typeName(value)}`);
}

function integerText(value: unknown, type: string, precision: number | undefined, flags: string): string {
  const whole = wholeNumber(value, type);
  const kind = 'diu'.includes(type) ? 'd' : type;
  const text = formatValue(
    bigOf(whole) < 0n ? -bigOf(whole) : whole,
    (flags.includes('#') ? '#' : '') + kind,
  );
  const digits = precision === undefined ? text : pad(text, precision, 'left', '0');
  return signed(digits, bigOf(whole) < 0n, flags);
}

function signed(body: string, negative: boolean, flags: string): string {
  if (negative) return `-${body}`;
  return flags.includes('+') ? `+${body}` : flags.includes(' ') ? ` ${body}` : body;
}

function floatDirective(given: unknown, type: string, precision: number | undefined, flags: string): string {
  requireDefined(given);
  const value = slotsOf(given)[NUMBER]?.call(given, 'float') ?? given;
  if (!isNumber(value)) raise('TypeError', `must be real number, not ${typeName(value)}`);
  const number = numberOf(value as number);
  const body = formatValue(Math.abs(number), `${flags.includes('#') ? '#' : ''}.${precision ?? 6}${type}`);
  return signed(body, number < 0 || Object.is(number, -0), flags);
}

function ascii(text: string): string {
  return text.replace(/[\u0080-\u{10ffff}]/gu, (each) => {
    const code = each.codePointAt(0) as number;
    if (code < 0x100) return `\\x${code.toString(16)}`;
    return code < 0x10000
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`;
  });
}

function directiveText(value: unknown, type: string, precision: number | undefined, flags: string): string {
  switch (type) {
    case 's':
      return truncated(str(value), precision);
    case 'r':
      return truncated(repr(value), precision);
    case 'a':
      return truncated(ascii(repr(value)), precision);
    case 'c':
      return character(value);
    default:
      return 'diuxXo'.includes(type)
        ? integerText(value, type, precision, flags)
        : floatDirective(value, type, precision, flags);
  }
}

function place(text: string, width: number, flags: string, numeric: boolean): string {
  checkTextLength(width);
  if (flags.includes('-')) return pad(text, width, 'right');
  if (!flags.includes('0') || !numeric) return pad(text, width, 'left');
  const prefix = /^[+\- ]?(?:0[xXbo])?/.exec(text)?.[0] ?? '';
  return prefix + pad(text.slice(prefix.length), width - prefix.length, 'left', '0');
}

/** Python's `text % value`. */
export function percentFormat(text: string, value: unknown): string {
  const given = argumentsOf(value);
  const result = text.replace(DIRECTIVE, (whole: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    const at = rest.at(-3) as number;
    const { key, flags = '', type } = groups;
    if (type === '%' && key === undefined) return '%';
    if (type === undefined) return raise('ValueError', 'incomplete format');
    const named = key === undefined ? undefined : given.named(key);
    const width = groups['width'] === '*' ? Number(given.next()) : Number(groups['width'] ?? 0);
    const precision = groups['precision'] === '*' ? Number(given.next()) : groups['precision'];
    if (type === '%') return '%';
    if (!'diouxXeEfFgGcrsa'.includes(type)) return unsupported(type, at + whole.length - 1);
    const item = key === undefined ? given.next() : named;
    const digits = precision === undefined ? undefined : Number(precision);
    return place(directiveText(item, type, digits, flags), width, flags, !'srac'.includes(type));
  });
  given.finish();
  return result;
}

function unsupported(type: string, at: number): never {
  const code = (type.codePointAt(0) as number).toString(16);
  return raise('ValueError', `unsupported format character '${type}' (0x${code}) at index ${at}`);
}
