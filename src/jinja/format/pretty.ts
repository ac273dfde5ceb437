import { less, sortedBy } from '../runtime/compare.ts';
import { repr } from '../runtime/text.ts';
import { isDict, mappingEntries, PySet, PyTuple } from '../values/index.ts';

const WIDTH = 80;

/** Python's `pprint.pformat`: one line where it fits, else one item per line; dict keys sorted. */
export function prettyRepr(value: unknown): string {
  return pretty(value, 0, 0);
}

/** Keys in order; those that do not compare keep theirs. */
function sortedEntries(
  entries: readonly (readonly [unknown, unknown])[],
): readonly (readonly [unknown, unknown])[] {
  try {
    const keys = sortedBy(entries, (entry) => (entry as readonly unknown[])[0]);
    return keys as readonly (readonly [unknown, unknown])[];
  } catch {
    return [...entries].sort((a, b) => (less(repr(a[0]), repr(b[0])) ? -1 : 1));
  }
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
