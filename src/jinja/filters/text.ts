import { requireIndex, requireText } from '../methods/method.ts';
import { pad, replaceText } from '../methods/text.ts';
import { capitalize } from '../methods/text-case.ts';
import { splitLines, strip } from '../methods/text-split.ts';
import { add, modulo, multiply } from '../runtime/arithmetic.ts';
import { characters, length, truth } from '../runtime/iteration.ts';
import { alike } from '../runtime/markup.ts';
import { str } from '../runtime/text.ts';
import { typeName } from '../runtime/type-name.ts';
import { type PyDict, type PyTuple, raise, Undefined } from '../values/index.ts';
import { checkTextLength } from '../values/limits.ts';
import { TextLike, unmarked } from '../values/text-like.ts';
import { defineFilters } from './define.ts';
import { wrapText } from './wrap.ts';

type Bound = readonly unknown[];

function title([value]: Bound): string {
  return str(value)
    .split(/([-\s({[<]+)/)
    .map((word) => {
      const [first = ''] = word;
      return first.toUpperCase() + word.slice(first.length).toLowerCase();
    })
    .join('');
}

function replace([value, old, replacement, count]: Bound): string {
  const limit = count === undefined || count === null ? -1 : requireIndex(count);
  return replaceText(str(value), str(old), str(replacement), limit);
}

/** A value that does `value += text` and has lines, as `indent` needs it. */
function requireLines(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && typeName(value) === 'list') {
    raise('AttributeError', "'list' object has no attribute 'splitlines'");
  }
  return str(add(value, '\n'));
}

function indent([value, width = 4, first, blank]: Bound): unknown {
  const margin = typeof width === 'string' ? width : str(multiply(' ', width));
  const lines = splitLines(`${requireLines(unmarked(value))}\n`, false);
  checkTextLength(lines.length * margin.length);
  const [head = '', ...rest] = lines;
  const indented = rest.map((line) => (line !== '' || truth(blank) ? margin + line : line));
  const body = [head, ...indented].join('\n');
  return alike(value, truth(first) ? margin + body : body);
}

function truncate([given, ...rest]: Bound): unknown {
  const result = truncateText([unmarked(given), ...rest]);
  return typeof result === 'string' ? alike(given, result) : result;
}

function truncateText([value, limit = 255, killWords, end = '...', leeway]: Bound): unknown {
  const slack = leeway === undefined || leeway === null ? 5 : requireIndex(leeway);
  const ending = end as string;
  const size = requireIndex(limit);
  if (size < length(ending)) raise('AssertionError', `expected length >= ${length(ending)}, got ${size}`);
  if (slack < 0) raise('AssertionError', `expected leeway >= 0, got ${slack}`);
  if (length(value) <= size + slack) return value;
  if (typeof value !== 'string') {
    if (Array.isArray(value))
      return truth(killWords)
        ? add(value.slice(0, size - ending.length), ending)
        : noAttribute(value, 'rsplit');
    return value instanceof Undefined ? value.fail() : raise('TypeError', "unhashable type: 'slice'");
  }
  const all = characters(value);
  const part = all.slice(0, size - length(ending));
  const kept = typeof part === 'string' ? part : part.join('');
  const space = kept.lastIndexOf(' ');
  return (truth(killWords) || space === -1 ? kept : kept.slice(0, space)) + ending;
}

function noAttribute(value: unknown, name: string): never {
  if (value instanceof Undefined) value.fail();
  return raise('AttributeError', `'${typeName(value)}' object has no attribute '${name}'`);
}

function wordWrap([given, width = 79, breakLong = true, joiner, breakHyphens = true]: Bound): string {
  const value = unmarked(given);
  if (typeof value !== 'string') return noAttribute(value, 'splitlines');
  const lineBreak =
    joiner === undefined || joiner === null
      ? '\n'
      : requireText(joiner, "'%' object has no attribute 'join'");
  const options = {
    width: requireIndex(width),
    breakLongWords: truth(breakLong),
    breakOnHyphens: truth(breakHyphens),
  };
  return splitLines(value, false)
    .map((line) => wrapText(line, options).join(lineBreak))
    .join(lineBreak);
}

function format([value, positional, keywords]: Bound): unknown {
  const named = keywords as PyDict;
  const list = positional as PyTuple;
  if (list.length > 0 && named.size > 0) {
    raise('FilterArgumentError', "can't handle positional and keyword arguments at the same time");
  }
  return modulo(value instanceof TextLike ? value : str(value), named.size > 0 ? named : list);
}

function trim([value, characters_]: Bound): unknown {
  return alike(value, strip(str(value), unmarked(characters_), 'both'));
}

function isDefault([value, fallback = '', boolean]: Bound): unknown {
  return value instanceof Undefined || (truth(boolean) && !truth(value)) ? fallback : value;
}

function center([value, width = 80]: Bound): unknown {
  return alike(value, pad(str(value), requireIndex(width), 'both'));
}

/** Filters over texts, and `default`. */
export const textFilters = defineFilters({
  capitalize: ['s', ([value]) => alike(value, capitalize(str(value)))],
  center: ['value width?', center],
  d: ['value default_value? boolean?', isDefault],
  default: ['value default_value? boolean?', isDefault],
  format: ['value / * **', format],
  indent: ['s width? first? blank?', indent],
  lower: ['s', ([value]) => alike(value, str(value).toLowerCase())],
  replace: ['s old new count?', replace],
  string: ['s /', ([value]) => alike(value, str(value))],
  title: ['s', title],
  trim: ['value chars?', trim],
  truncate: ['s length? killwords? end? leeway?', truncate],
  upper: ['s', ([value]) => alike(value, str(value).toUpperCase())],
  wordcount: ['s', ([value]) => (str(value).match(/[\p{L}\p{N}_]+/gu) ?? []).length],
  wordwrap: ['s width? break_long_words? wrapstring? break_on_hyphens?', wordWrap],
});
