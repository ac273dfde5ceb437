import { characters, iterate } from '../runtime/iteration.ts';
import { typeName } from '../runtime/type-name.ts';
import { isDict, isInt, mappingEntries, mappingGet, PyDict, raise } from '../values/index.ts';
import { checkTextLength } from '../values/limits.ts';
import { unmarked } from '../values/text-like.ts';
import { methodTable, requireIndex, requireText } from './method.ts';
import { caseTable } from './text-case.ts';
import { searchTable } from './text-search.ts';
import { splitTable } from './text-split.ts';

/** Fills a text up to a width, by default with spaces. */
export function pad(text: string, width: number, side: 'left' | 'right' | 'both', fill = ' '): string {
  const missing = width - characters(text).length;
  if (missing <= 0) return text;
  checkTextLength(width);
  if (side === 'left') return fill.repeat(missing) + text;
  if (side === 'right') return text + fill.repeat(missing);
  const left = (missing >> 1) + (missing & width & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function padding(side: 'left' | 'right' | 'both') {
  return (text: string, [width, fill]: readonly unknown[]): string => {
    const size = requireIndex(width);
    if (fill === undefined) return pad(text, size, side);
    const character = requireText(fill, 'The fill character must be a unicode character, not %');
    if (characters(character).length !== 1) {
      raise('TypeError', 'The fill character must be exactly one character long');
    }
    return pad(text, size, side, character);
  };
}

/** `replace`, at most `limit` times where that is not negative. */
export function replaceText(text: string, old: string, replacement: string, limit: number): string {
  const parts = old === '' ? [...text] : [];
  if (old === '') return replaceEmpty(parts, replacement, limit);
  const pieces = text.split(old);
  const rounds = limit < 0 ? pieces.length - 1 : Math.min(limit, pieces.length - 1);
  checkTextLength(text.length + rounds * (replacement.length - old.length));
  if (rounds === pieces.length - 1) return pieces.join(replacement);
  return (
    pieces.slice(0, rounds + 1).join(replacement) +
    pieces
      .slice(rounds)
      .slice(1)
      .map((piece) => old + piece)
      .join('')
  );
}

/** Replacing nothing puts the replacement before every character and at the end. */
function replaceEmpty(all: readonly string[], replacement: string, limit: number): string {
  const most = limit < 0 ? all.length + 1 : limit;
  checkTextLength((all.length + 1) * (replacement.length + 1));
  const body = all.map((each, index) => (index < most ? replacement : '') + each).join('');
  return all.length < most ? body + replacement : body;
}

function join(separator: string, [items]: readonly unknown[]): string {
  const isIterableArgument = items !== null && typeof items !== 'number' && typeof items !== 'boolean';
  if (!isIterableArgument) raise('TypeError', 'can only join an iterable');
  const texts = Array.from(iterate(items), (each, index) => {
    const item = unmarked(each);
    return typeof item === 'string'
      ? item
      : raise('TypeError', `sequence item ${index}: expected str instance, ${typeName(item)} found`);
  });
  checkTextLength(texts.reduce((sum, each) => sum + each.length + separator.length, 0));
  return texts.join(separator);
}

function zeroFill(text: string, [width]: readonly unknown[]): string {
  const size = requireIndex(width);
  const sign = /^[+-]/.test(text) ? (text[0] as string) : '';
  return sign + pad(text.slice(sign.length), size - sign.length, 'left', '0');
}

function expandTabs(text: string, [tabSize]: readonly unknown[]): string {
  const size = tabSize === undefined ? 8 : requireIndex(tabSize);
  let column = 0;
  return text.replace(/[^\t\n\r]+|[\t\n\r]/g, (piece) => {
    if (piece === '\t') {
      const width = size > 0 ? size - (column % size) : 0;
      column += width;
      return ' '.repeat(width);
    }
    column = piece === '\n' || piece === '\r' ? 0 : column + characters(piece).length;
    return piece;
  });
}

function makeTranslation([from, to, removed]: readonly unknown[]): PyDict {
  const code = (key: unknown) => (typeof key === 'string' ? (key.codePointAt(0) as number) : key);
  if (isDict(from))
    return PyDict.from(mappingEntries(from).map(([key, value]) => [code(key), value] as const));
  const sources = [...requireText(from, 'if you give only one argument to maketrans it must be a dict')];
  const targets = [...requireText(to, 'maketrans() argument 2 must be str, not %')];
  if (sources.length !== targets.length) {
    raise('ValueError', 'the first two maketrans arguments must have equal length');
  }
  const table = PyDict.from(sources.map((each, index) => [code(each), code(targets[index])] as const));
  for (const each of typeof removed === 'string' ? removed : '') table.set(code(each), null);
  return table;
}

function translate(text: string, [table]: readonly unknown[]): string {
  return Array.from(text, (each) => {
    const target = isDict(table) ? mappingGet(table, each.codePointAt(0)) : undefined;
    if (target === undefined) return each;
    if (target === null) return '';
    return isInt(target) ? String.fromCodePoint(Number(target)) : String(target);
  }).join('');
}

/** Methods of strings. */
export const textMethods = methodTable<string>({
  ...searchTable,
  ...splitTable,
  ...caseTable,
  center: ['width fillchar? /', padding('both')],
  expandtabs: ['tabsize?', expandTabs],
  join: ['iterable /', join],
  ljust: ['width fillchar? /', padding('right')],
  maketrans: ['x y? z? /', (_text, bound) => makeTranslation(bound)],
  replace: [
    'old new count? /',
    (text, [old, replacement, count]) =>
      replaceText(
        text,
        requireText(old, 'replace() argument 1 must be str, not %'),
        requireText(replacement, 'replace() argument 2 must be str, not %'),
        count === undefined ? -1 : requireIndex(count),
      ),
  ],
  rjust: ['width fillchar? /', padding('left')],
  translate: ['table /', translate],
  zfill: ['width /', zeroFill],
});
