import { pad } from '../methods/text.ts';
import { characters } from '../runtime/iteration.ts';
import { str } from '../runtime/text.ts';
import { typeName } from '../runtime/type-name.ts';
import { bigOf, FORMAT, isFloat, isInt, isNumber, numberOf, type PyNumber, raise } from '../values/index.ts';
import { slotsOf } from '../values/slots.ts';
import { fixedText, floatText } from './float-text.ts';

/** Python's format specification mini-language, taken apart. */
interface Spec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly alternate: boolean;
  readonly zero: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const PATTERN =
  /^(?:(?<fill>[\s\S])?(?<align>[<>=^]))?(?<sign>[+\- ])?z?(?<alternate>#)?(?<zero>0)?(?<width>\d+)?(?<grouping>[,_])?(?:\.(?<precision>\d+))?(?<type>[a-zA-Z%])?$/u;

function parseSpec(text: string): Spec {
  const groups = PATTERN.exec(text)?.groups;
  if (groups === undefined) {
    return raise(
      'ValueError',
      /\.(?!\d)/.test(text) ? 'Format specifier missing precision' : 'Invalid format specifier',
    );
  }
  return {
    fill: groups['fill'] ?? ' ',
    align: groups['align'],
    sign: groups['sign'] ?? '-',
    alternate: groups['alternate'] !== undefined,
    zero: groups['zero'] !== undefined,
    width: Number(groups['width'] ?? 0),
    grouping: groups['grouping'] ?? '',
    precision: groups['precision'] === undefined ? undefined : Number(groups['precision']),
    type: groups['type'] ?? '',
  };
}

function exponentText(value: number, digits: number): string {
  return value.toExponential(Math.min(100, digits)).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** `%g`: the shorter of fixed and exponent form with so many significant digits. */
function generalText(value: number, digits: number, keepZeros: boolean): string {
  const significant = Math.min(100, Math.max(1, digits));
  if (value === 0) return keepZeros && significant > 1 ? `0.${'0'.repeat(significant - 1)}` : '0';
  const exponent = Number(value.toExponential(significant - 1).split('e')[1]);
  const text =
    exponent < -4 || exponent >= significant
      ? exponentText(value, significant - 1)
      : fixedText(value, Math.max(0, significant - 1 - exponent));
  return keepZeros ? text : text.replace(/(\.\d*?)0+(e|$)/, '$1$2').replace(/\.(e|$)/, '$1');
}

function defaultFloat(value: number, precision: number | undefined): string {
  if (precision === undefined) return floatText(value);
  const digits = Math.max(1, precision);
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  // Without a type, the exponent form starts one digit earlier than with `g`, and one decimal is kept.
  if (exponent >= -4 && exponent < digits - 1) {
    const text = generalText(value, digits, false);
    return text.includes('.') ? text : `${text}.0`;
  }
  if (exponent === digits - 1 && exponent >= -4)
    return `${exponentText(value, digits - 1).replace(/\.?0+e/, 'e')}`;
  return generalText(value, digits, false);
}

function floatBody(value: number, { type, precision, alternate }: Spec): string {
  if (!Number.isFinite(value)) {
    const text = (Number.isNaN(value) ? 'nan' : 'inf') + (type === '%' ? '%' : '');
    return type === 'F' || type === 'E' || type === 'G' ? text.toUpperCase() : text;
  }
  const digits = precision ?? 6;
  switch (type.toLowerCase()) {
    case 'f':
      return fixedText(value, digits);
    case '%':
      return `${fixedText(value * 100, digits)}%`;
    case 'e':
      return type === 'E' ? exponentText(value, digits).toUpperCase() : exponentText(value, digits);
    case 'g':
    case 'n': {
      const text = generalText(value, digits, alternate);
      return type === 'G' ? text.toUpperCase() : text;
    }
    default:
      return defaultFloat(value, precision);
  }
}

const RADIX: Readonly<Record<string, readonly [radix: number, prefix: string]>> = {
  '': [10, ''],
  d: [10, ''],
  n: [10, ''],
  b: [2, '0b'],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function intBody(value: bigint, { type, alternate, precision }: Spec): string {
  if (precision !== undefined) raise('ValueError', 'Precision not allowed in integer format specifier');
  if (type === 'c') return String.fromCodePoint(Number(value));
  const [radix, prefix] = RADIX[type] as readonly [number, string];
  const digits = value.toString(radix);
  return (alternate ? prefix : '') + (type === 'X' ? digits.toUpperCase() : digits);
}

function unknownCode(type: string, value: unknown): never {
  return raise('ValueError', `Unknown format code '${type}' for object of type '${typeName(value)}'`);
}

function group(body: string, separator: string, size = 3): string {
  const pattern = new RegExp(`\\B(?=([0-9a-fA-F]{${size}})+$)`, 'g');
  return body.replace(/^(0[xXbo])?[0-9a-fA-F]+/, (digits) => digits.replace(pattern, separator));
}

function groupNumber(body: string, spec: Spec): string {
  if (spec.grouping === '') return body;
  if (spec.grouping === ',' && ['b', 'o', 'x', 'X', 'n'].includes(spec.type)) {
    raise('ValueError', `Cannot specify ',' with '${spec.type}'.`);
  }
  const point = /[.e%]/.exec(body)?.index ?? body.length;
  return (
    group(body.slice(0, point), spec.grouping, ['b', 'o', 'x', 'X'].includes(spec.type) ? 4 : 3) +
    body.slice(point)
  );
}

function alignText(text: string, spec: Spec, fallback: '<' | '>'): string {
  const align = spec.align ?? fallback;
  if (align === '^') {
    const missing = Math.max(0, spec.width - characters(text).length);
    const left = missing >> 1;
    return spec.fill.repeat(left) + text + spec.fill.repeat(missing - left);
  }
  return pad(text, spec.width, align === '<' ? 'right' : 'left', spec.fill);
}

/** Zeros between sign and digits, with separators among them where digits are grouped. */
function zeroPadded(sign: string, body: string, spec: Spec): string {
  if (spec.grouping === '' || (spec.zero === false && spec.fill !== '0')) {
    return (
      sign +
      pad(body, spec.width - sign.length, 'left', spec.zero && spec.align === undefined ? '0' : spec.fill)
    );
  }
  const point = /[.e%]/.exec(body)?.index ?? body.length;
  const rest = body.slice(point);
  let digits = body.slice(0, point).replaceAll(spec.grouping, '');
  let grouped = group(digits, spec.grouping);
  while (sign.length + grouped.length + rest.length < spec.width) {
    digits = `0${digits}`;
    grouped = group(digits, spec.grouping);
  }
  return sign + grouped + rest;
}

function formatNumber(value: PyNumber, spec: Spec): string {
  const asFloat = isFloat(value) || (spec.type !== '' && 'eEfFgG%'.includes(spec.type));
  if (!asFloat && RADIX[spec.type] === undefined && spec.type !== 'c') unknownCode(spec.type, value);
  if (isFloat(value) && spec.type !== '' && !'eEfFgGn%'.includes(spec.type)) unknownCode(spec.type, value);
  const number = numberOf(value);
  const negative = asFloat ? number < 0 || Object.is(number, -0) : number < 0;
  const magnitude = asFloat
    ? ''
    : intBody(bigOf(value as bigint) < 0n ? -bigOf(value as bigint) : bigOf(value as bigint), spec);
  const body = groupNumber(asFloat ? floatBody(Math.abs(number), spec) : magnitude, spec);
  const sign = negative ? '-' : spec.sign === '-' ? '' : spec.sign;
  if (spec.align === '=' || (spec.zero && spec.align === undefined)) return zeroPadded(sign, body, spec);
  return alignText(sign + body, spec, '>');
}

function formatText(value: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's') unknownCode(spec.type, value);
  if (spec.sign !== '-') raise('ValueError', 'Sign not allowed in string format specifier');
  if (spec.align === '=') raise('ValueError', "'=' alignment not allowed in string format specifier");
  if (spec.grouping !== '') raise('ValueError', `Cannot specify '${spec.grouping}' with 's'.`);
  const shown = spec.precision === undefined ? value : [...value].slice(0, spec.precision).join('');
  return alignText(shown, spec.zero && spec.align === undefined ? { ...spec, fill: '0' } : spec, '<');
}

/** Python's `format(value, spec)`. */
export function formatValue(value: unknown, spec: string): string {
  const own = slotsOf(value)[FORMAT];
  if (own !== undefined) return own.call(value, spec);
  if (spec === '') return str(value);
  if (typeof value === 'string') return formatText(value, parseSpec(spec));
  if (isNumber(value)) {
    const parsed = parseSpec(spec);
    if (typeof value === 'boolean' && (parsed.type === '' || parsed.type === 's')) {
      return parsed.type === 's' ? unknownCode('s', value) : formatNumber(Number(value), parsed);
    }
    return formatNumber(isInt(value) && typeof value === 'boolean' ? Number(value) : value, parsed);
  }
  return raise('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
}
