import { compare, sortedBy } from '../runtime/compare.ts';
import { repr } from '../runtime/text.ts';
import { classOf } from '../runtime/type-name.ts';
import { isDict, mappingEntries, PySet, PyTuple } from '../values/index.ts';

const WIDTH = 80;

/** Python's `pprint.pformat`: one line where it fits, else one item per line; dict keys sorted. */
export function prettyRepr(value: unknown): string {
  return pretty(value, 0, 0);
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

function pretty(value: unknown, indent: number, trailing: number): string {
  const line = flat(value);
  if (line.length <= WIDTH - indent - trailing) return line;
  const separator = `,\n${' '.repeat(indent + 1)}`;
  if (isDict(value)) {
    const entries = sortedEntries(mappingEntries(value));
    const lines = entries.map(([key, item], index) => {
      const shown = repr(key);
      const last = index === entries.length - 1;
      return `${shown}: ${pretty(item, indent + shown.length + 3, last ? trailing + 1 : 1)}`;
    });
    return `{${lines.join(separator)}}`;
  }
  if (Array.isArray(value) && (value instanceof PyTuple || value.constructor === Array)) {
    const items = Array.from(value, (item, index) =>
      pretty(item, indent + 1, index === value.length - 1 ? trailing + 1 : 1),
    );
    const [open, close] = value instanceof PyTuple ? ['(', value.length === 1 ? ',)' : ')'] : ['[', ']'];
    return open + items.join(separator) + close;
  }
  return line;
}
