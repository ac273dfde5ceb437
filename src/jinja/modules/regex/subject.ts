import { typeName } from '../../runtime/type-name.ts';
import { raise } from '../../values/index.ts';

const SURROGATE = /[\ud800-\udfff]/;

/** A text by code points, as Python counts it. */
export interface Subject {
  readonly text: string;
  readonly codes: ArrayLike<number>;
  slice(start: number, end: number): string;
}

/** The text to search; raises `TypeError` for anything else. */
export function subjectOf(value: unknown): Subject {
  if (typeof value !== 'string')
    return raise('TypeError', `expected string or bytes-like object, got '${typeName(value)}'`);
  if (!SURROGATE.test(value)) {
    const codes = new Uint16Array(value.length);
    for (let index = 0; index < value.length; index++) codes[index] = value.charCodeAt(index);
    return { text: value, codes, slice: (start, end) => value.slice(start, end) };
  }
  const characters = [...value];
  const codes = characters.map((character) => character.codePointAt(0) as number);
  return { text: value, codes, slice: (start, end) => characters.slice(start, end).join('') };
}
