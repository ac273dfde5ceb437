import { raise } from '../../values/index.ts';
import {
  adjustedExponent,
  digitCount,
  finite,
  type NumberParts,
  numberText,
  plainText,
} from './number-parts.ts';
import { rescale, toPrecision } from './rounding.ts';

const SPECIFICATION =
  /^(?:(?<fill>[\s\S])?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>[1-9]\d*)?(?<comma>,)?(?:\.(?<precision>\d+))?(?<type>[eEfFgGn%])?$/u;

type Groups = Readonly<Record<string, string | undefined>>;

/** `digits` with a point so many places from the right, padded with zeros. */
function pointed(parts: NumberParts, exponent: number): string {
  return plainText({ ...parts, negative: false, exponent: parts.exponent - exponent });
}

function scientific(parts: NumberParts, precision: number | undefined, letter: string): string {
  const places = precision ?? digitCount(parts.coefficient) - 1;
  const rounded =
    parts.coefficient === 0n
      ? finite(false, 0n, parts.exponent)
      : rescale(parts, adjustedExponent(parts) - places, 'ROUND_HALF_EVEN');
  const exponent = parts.coefficient === 0n ? parts.exponent + (precision ?? 0) : adjustedExponent(rounded);
  const shown = precision === undefined ? rounded : rescale(rounded, exponent - places, 'ROUND_HALF_EVEN');
  return `${pointed(shown, exponent)}${letter}${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

function fixed(parts: NumberParts, precision: number | undefined): string {
  if (precision !== undefined) return plainText(rescale(parts, -precision, 'ROUND_HALF_EVEN'));
  return plainText(parts.exponent > 0 ? rescale(parts, 0, 'ROUND_HALF_EVEN') : parts);
}

function general(parts: NumberParts, precision: number | undefined, letter: string): string {
  const digits = digitCount(parts.coefficient);
  const limit = precision === undefined ? undefined : Math.max(1, precision);
  const rounded = limit !== undefined && digits > limit ? toPrecision(parts, limit) : parts;
  const text = numberText({ ...rounded, negative: false });
  return letter === '' || letter === 'G' ? text : text.replace('E', 'e');
}

function bodyOf(parts: NumberParts, groups: Groups): string {
  const positive = { ...parts, negative: false };
  const type = groups['type'] ?? '';
  const precision = groups['precision'] === undefined ? undefined : Number(groups['precision']);
  if (parts.special !== null) return parts.special + (type === '%' ? '%' : '');
  if (type === '%') return `${fixed({ ...positive, exponent: parts.exponent + 2 }, precision)}%`;
  if (type === 'f' || type === 'F') return fixed(positive, precision);
  if (type === 'e' || type === 'E') return scientific(positive, precision, type);
  return general(positive, precision, type);
}

function grouped(body: string): string {
  return body.replace(/^\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ','));
}

interface Padding {
  readonly fill: string;
  readonly align: string;
  readonly width: number;
}

function padded(sign: string, body: string, { fill, align, width }: Padding): string {
  const missing = Math.max(0, width - sign.length - body.length);
  const left = align === '<' ? 0 : align === '^' ? missing >> 1 : missing;
  if (align === '=') return sign + fill.repeat(missing) + body;
  return fill.repeat(left) + sign + body + fill.repeat(missing - left);
}

/** Zeros up to the width, themselves in groups of three. */
function zeroGrouped(sign: string, body: string, width: number): string {
  const [, whole = '', rest = ''] = /^([\d,]+)([\s\S]*)$/.exec(body) ?? [];
  let digits = whole.replaceAll(',', '');
  while (sign.length + grouped(digits).length + rest.length < width) digits = `0${digits}`;
  return sign + grouped(digits) + rest;
}

/** `format(Decimal, specification)`, rounding half to even. */
export function formatDecimal(parts: NumberParts, specification: string): string {
  const groups = SPECIFICATION.exec(specification)?.groups;
  if (groups === undefined) return raise('ValueError', 'invalid format string');
  const sign = parts.negative ? '-' : (groups['sign'] ?? '-') === '-' ? '' : (groups['sign'] as string);
  const plain = bodyOf(parts, groups);
  const body = groups['comma'] === undefined ? plain : grouped(plain);
  const width = Number(groups['width'] ?? 0);
  const zero = groups['zero'] !== undefined && groups['align'] === undefined && parts.special === null;
  if (zero && groups['comma'] !== undefined) return zeroGrouped(sign, body, width);
  return padded(sign, body, {
    fill: groups['fill'] ?? (zero ? '0' : ' '),
    align: groups['align'] ?? (zero ? '=' : '>'),
    width,
  });
}
