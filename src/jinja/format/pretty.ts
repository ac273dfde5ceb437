import { splitLines } from '../methods/text-split.ts';
import { compare, sortedBy } from '../runtime/compare.ts';
import { repr } from '../runtime/text.ts';
import { classOf } from '../runtime/type-name.ts';
import { isDict, mappingEntries, PySet, PyTuple } from '../values/index.ts';

const WIDTH = 80;

/** Python's `pprint.pformat`: one line where it fits, else one item per line and long texts in pieces; dict keys sorted. */
export function prettyRepr(value: unknown): string {
  return pretty(value, { indent: 0, trailing: 0, isTop: true });
}

/** The order of keys as `pprint` has it: by value, or by type where values do not compare. */
function compareKeys(a: unknown, b: unknown): number {
  try {
    return compare(a, b, '<') || 0;
  } catch {
    const [left, right] = [classOf(a), classOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  }
}

function sortedEntries(
  entries: readonly (readonly [unknown, unknown])[],
): readonly (readonly [unknown, unknown])[] {
  return [...entries].sort(([a], [b]) => compareKeys(a, b));
}

function flat(value: unknown): string {
  if (isDict(value)) {
    return `{${sortedEntries(mappingEntries(value))
      .map(([key, item]) => `${flat(key)}: ${flat(item)}`)
      .join(', ')}}`;
  }
  if (value instanceof PyTuple)
    return `(${Array.from(value, flat).join(', ')}${value.length === 1 ? ',' : ''})`;
  if (Array.isArray(value) && value.constructor === Array) return `[${value.map(flat).join(', ')}]`;
  if (value instanceof PySet && value.size > 0)
    return `{${sortedBy([...value], (item) => item)
      .map(flat)
      .join(', ')}}`;
  return repr(value);
}

/** Where a value is printed: the column it begins at, what is to follow its last line, whether it is the whole. */
interface Place {
  readonly indent: number;
  readonly trailing: number;
  readonly isTop: boolean;
}

function pretty(value: unknown, { indent, trailing, isTop }: Place): string {
  const line = flat(value);
  if (line.length <= WIDTH - indent - trailing) return line;
  const itemLines = (items: readonly unknown[], close: string): string =>
    items
      .map((item, index) => {
        const isLast = index === items.length - 1;
        return pretty(item, {
          indent: indent + 1,
          trailing: isLast ? trailing + close.length : 1,
          isTop: false,
        });
      })
      .join(`,\n${' '.repeat(indent + 1)}`) + close;
  if (typeof value === 'string') return prettyText(value, { indent, trailing, isTop });
  if (isDict(value)) return prettyDict(sortedEntries(mappingEntries(value)), { indent, trailing });
  if (value instanceof PyTuple) return `(${itemLines([...value], value.length === 1 ? ',)' : ')')}`;
  if (Array.isArray(value) && value.constructor === Array) return `[${itemLines(value, ']')}`;
  if (value instanceof PySet && value.size > 0) return `{${itemLines([...value].sort(compareKeys), '}')}`;
  return line;
}

function prettyDict(
  entries: readonly (readonly [unknown, unknown])[],
  { indent, trailing }: Pick<Place, 'indent' | 'trailing'>,
): string {
  const lines = entries.map(([key, item], index) => {
    const shown = repr(key);
    const isLast = index === entries.length - 1;
    const place = { indent: indent + shown.length + 3, trailing: isLast ? trailing + 1 : 1, isTop: false };
    return `${shown}: ${pretty(item, place)}`;
  });
  return `{${lines.join(`,\n${' '.repeat(indent + 1)}`)}}`;
}

/** A text in pieces that fit: its lines, and lines that are too long broken behind white space. */
function prettyText(text: string, { indent, trailing, isTop }: Place): string {
  const column = isTop ? indent + 1 : indent;
  const after = isTop ? trailing + 1 : trailing;
  const width = WIDTH - column;
  const lines = splitLines(text, true);
  const pieces = lines.flatMap((line, index) => {
    const lastWidth = index === lines.length - 1 ? width - after : width;
    return repr(line).length <= lastWidth ? [repr(line)] : brokenLine(line, { width, lastWidth });
  });
  if (pieces.length === 1) return repr(text);
  const joined = pieces.join(`\n${' '.repeat(column)}`);
  return isTop ? `(${joined})` : joined;
}

function brokenLine(
  line: string,
  { width, lastWidth }: { readonly width: number; readonly lastWidth: number },
): readonly string[] {
  const words = line.match(/\S+\s*|\s+/g) ?? [];
  const pieces: string[] = [];
  let current = '';
  words.forEach((word, index) => {
    const room = index === words.length - 1 ? lastWidth : width;
    if (repr(current + word).length <= room) {
      current += word;
      return;
    }
    if (current !== '') pieces.push(repr(current));
    current = word;
  });
  return current === '' ? pieces : [...pieces, repr(current)];
}
