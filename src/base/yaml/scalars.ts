import { Float, toFloat } from '../float.ts';
import { readMoment } from './moments.ts';

/**
 * What plain scalars mean. The forms are those of YAML 1.1 as Python's SafeLoader knows them: `yes` is true, `010` is eight,
 * `1:30` is ninety, `1e3` is text because its exponent has no sign.
 */

const BOOLEANS = new Map<string, boolean>();
for (const word of ['yes', 'true', 'on']) addSpellings(word, true);
for (const word of ['no', 'false', 'off']) addSpellings(word, false);

function addSpellings(word: string, value: boolean): void {
  const capital = word[0]?.toUpperCase() + word.slice(1);
  for (const spelling of [word, capital, word.toUpperCase()]) BOOLEANS.set(spelling, value);
}

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const INTEGER =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const MOMENT =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** A number as small as it fits: `bigint` only beyond 2^53. */
function fitted(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

function sexagesimal(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** An integer in any of YAML 1.1's bases; undefined when it only looks like one (`0b_`). */
export function readInteger(text: string): number | bigint | undefined {
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  const bare = text.replaceAll('_', '');
  const negative = bare.startsWith('-');
  const digits = /^[-+]/.test(bare) ? bare.slice(1) : bare;
  if (digits.includes(':')) return negative ? -sexagesimal(digits) : sexagesimal(digits);
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  if (!/^(?:\d+|0[box][0-9a-fA-F]+)$/.test(octal)) return undefined;
  const size = BigInt(octal);
  return fitted(negative ? -size : size);
}

/** A float, boxed when integral or not finite. */
export function readFloat(text: string): number | Float {
  const bare = text.replaceAll('_', '').toLowerCase();
  const negative = bare.startsWith('-');
  const digits = /^[-+]/.test(bare) ? bare.slice(1) : bare;
  let size: number;
  if (digits === '.inf') size = Number.POSITIVE_INFINITY;
  else if (digits === '.nan') return new Float(Number.NaN);
  else size = digits.includes(':') ? sexagesimal(digits) : Number(digits);
  return toFloat(negative ? -size : size);
}

/** The word as a boolean, or undefined. */
export function readBoolean(text: string): boolean | undefined {
  return BOOLEANS.get(text);
}

/** First characters that a scalar other than text can have; everything else is text without further tests. */
const TYPED_START = /^[-+.0-9~yYnNtTfFoO]/;

/** The value of an unquoted scalar. */
export function resolvePlain(text: string): unknown {
  if (text === '') return null;
  if (!TYPED_START.test(text)) return text;
  const boolean = BOOLEANS.get(text);
  if (boolean !== undefined) return boolean;
  if (NULLS.has(text)) return null;
  const first = text.charCodeAt(0);
  if (first > 57) return text;
  if (INTEGER.test(text)) return readInteger(text) ?? text;
  if (FLOAT.test(text)) return readFloat(text);
  if (MOMENT.test(text)) return readMoment(text) ?? text;
  return text;
}
