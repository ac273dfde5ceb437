import { characters } from '../runtime/iteration.ts';
import { typeName } from '../runtime/type-name.ts';
import { isInt, PyTuple, raise } from '../values/index.ts';
import { type MethodTable, requireText } from './method.ts';

/** The stretch `[start:stop]` of a text that search methods look at, in code units, with its offset in code points. */
interface Window {
  readonly text: string;
  readonly offset: number;
  /** Whether the window lies within the text at all. */
  readonly valid: boolean;
}

function bound(value: unknown, size: number, absent: number): number {
  if (value === undefined || value === null) return absent;
  if (!isInt(value)) raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
  const index = Number(value);
  return index < 0 ? Math.max(0, index + size) : index;
}

function windowOf(text: string, start: unknown, stop: unknown): Window {
  if (start === undefined && stop === undefined) return { text, offset: 0, valid: true };
  const all = characters(text);
  const from = bound(start, all.length, 0);
  const to = Math.min(all.length, bound(stop, all.length, all.length));
  const part = from > to ? '' : all.slice(from, to);
  return {
    text: typeof part === 'string' ? part : part.join(''),
    offset: from,
    valid: from <= to && from <= all.length,
  };
}

function position(window: Window, codeUnits: number): number {
  return codeUnits < 0 ? -1 : window.offset + characters(window.text.slice(0, codeUnits)).length;
}

const needle = (value: unknown): string => requireText(value, 'must be str, not %');

function find(text: string, [wanted, start, stop]: readonly unknown[]): number {
  const searched = needle(wanted);
  const window = windowOf(text, start, stop);
  return window.valid ? position(window, window.text.indexOf(searched)) : -1;
}

function findLast(text: string, [wanted, start, stop]: readonly unknown[]): number {
  const searched = needle(wanted);
  const window = windowOf(text, start, stop);
  return window.valid ? position(window, window.text.lastIndexOf(searched)) : -1;
}

function count(text: string, [wanted, start, stop]: readonly unknown[]): number {
  const searched = needle(wanted);
  const window = windowOf(text, start, stop);
  if (!window.valid) return 0;
  return searched === '' ? characters(window.text).length + 1 : window.text.split(searched).length - 1;
}

function found(at: number): number {
  return at === -1 ? raise('ValueError', 'substring not found') : at;
}

type Check = (text: string, affix: string) => boolean;

function hasAffix(name: string, check: Check) {
  return (text: string, [affix, start, stop]: readonly unknown[]): boolean => {
    const wrong = (value: unknown) =>
      raise('TypeError', `${name} first arg must be str or a tuple of str, not ${typeName(value)}`);
    if (typeof affix !== 'string' && !(affix instanceof PyTuple)) wrong(affix);
    const window = windowOf(text, start, stop);
    const affixes = typeof affix === 'string' ? [affix] : (affix as PyTuple);
    return affixes.some((each) => {
      if (typeof each !== 'string') {
        raise('TypeError', `tuple for ${name} must only contain str, not ${typeName(each)}`);
      }
      return window.valid && check(window.text, each as string);
    });
  };
}

/** Methods that look for a text in a text. */
export const searchTable: MethodTable<string> = {
  count: ['sub start? end? /', count],
  endswith: ['suffix start? end? /', hasAffix('endswith', (text, affix) => text.endsWith(affix))],
  find: ['sub start? end? /', find],
  index: ['sub start? end? /', (text, args) => found(find(text, args))],
  rfind: ['sub start? end? /', findLast],
  rindex: ['sub start? end? /', (text, args) => found(findLast(text, args))],
  startswith: ['prefix start? end? /', hasAffix('startswith', (text, affix) => text.startsWith(affix))],
};
