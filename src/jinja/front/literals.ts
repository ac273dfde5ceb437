import { toFloat } from '../../base/index.ts';
import { intOf } from '../values/index.ts';

const ESCAPE =
  /\\(?:(\n)|([\\'"abfnrtv])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([xuU]))/g;

const CONTROL: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The text of a string literal, given what stands between its quotes. Null when an escape is cut short. */
export function unescapeText(body: string): string | null {
  if (!body.includes('\\')) return body;
  let valid = true;
  const text = body.replace(
    ESCAPE,
    (
      whole,
      newline,
      simple: string | undefined,
      x,
      u,
      U,
      octal: string | undefined,
      bad: string | undefined,
    ) => {
      if (newline !== undefined) return '';
      if (simple !== undefined) return CONTROL[simple] ?? simple;
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      const code = Number.parseInt(x ?? u ?? U ?? '', 16);
      if (bad !== undefined || code > 0x10ffff) {
        valid = false;
        return whole;
      }
      return String.fromCodePoint(code);
    },
  );
  return valid ? text : null;
}

/** The value of an int literal: decimal, `0x`, `0o`, `0b`, with underscores. */
export function intLiteral(digits: string): number | bigint {
  return intOf(BigInt(digits.replaceAll('_', '').toLowerCase()));
}

/** The value of a float literal. */
export function floatLiteral(digits: string): unknown {
  return toFloat(Number(digits.replaceAll('_', '')));
}

/** Line breaks of every kind as `\n`, as Jinja reads them. */
export function normalizeNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
