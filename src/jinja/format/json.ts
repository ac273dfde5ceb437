import { sortedBy } from '../runtime/compare.ts';
import { str } from '../runtime/text.ts';
import { typeName } from '../runtime/type-name.ts';
import {
  isDict,
  isFloat,
  isNumber,
  type Mapping,
  mappingEntries,
  numberOf,
  PyRange,
  raise,
} from '../values/index.ts';
import { unmarked } from '../values/text-like.ts';
import { floatText } from './float-text.ts';

/** Options of Python's `json.dumps`. */
export interface JsonOptions {
  readonly sortKeys?: boolean;
  /** Spaces, or the text, per level; null for one line. */
  readonly indent?: number | string | null;
  /** Whether characters beyond ASCII are escaped. Default true, as in Python. */
  readonly asciiOnly?: boolean;
}

interface Style {
  readonly sortKeys: boolean;
  readonly indent: string | null;
  readonly asciiOnly: boolean;
}

function quote(text: string, { asciiOnly }: Style): string {
  const quoted = JSON.stringify(text);
  if (!asciiOnly) return quoted;
  return quoted.replace(/[\u007f-\uffff]/g, (each) =>
    each === '\u007f' ? each : `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function float(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? floatText(value) : value > 0 ? 'Infinity' : '-Infinity';
}

const CONSTANTS = new Map<unknown, string>([
  [null, 'null'],
  [true, 'true'],
  [false, 'false'],
]);

function keyText(key: unknown): string {
  if (typeof key === 'string') return key;
  const constant = CONSTANTS.get(key);
  if (constant !== undefined) return constant;
  if (isFloat(key)) return float(numberOf(key));
  if (isNumber(key)) return str(key);
  return raise('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function entriesOf(mapping: Mapping, { sortKeys }: Style): [unknown, unknown][] {
  const entries = mappingEntries(mapping);
  return sortKeys ? (sortedBy(entries, (entry) => (entry as unknown[])[0]) as [unknown, unknown][]) : entries;
}

function enclose(parts: readonly string[], brackets: string, depth: number, { indent }: Style): string {
  if (parts.length === 0) return brackets;
  const [open, close] = [brackets[0], brackets[1]];
  if (indent === null) return `${open}${parts.join(', ')}${close}`;
  const margin = `\n${indent.repeat(depth + 1)}`;
  return `${open}${margin}${parts.join(`,${margin}`)}\n${indent.repeat(depth)}${close}`;
}

function write(given: unknown, depth: number, style: Style): string {
  const value = unmarked(given);
  const constant = CONSTANTS.get(value);
  if (constant !== undefined) return constant;
  if (typeof value === 'string') return quote(value, style);
  if (isFloat(value)) return float(numberOf(value));
  if (isNumber(value)) return str(value);
  if (depth > 900) raise('ValueError', 'Circular reference detected');
  if (Array.isArray(value) && !(value instanceof PyRange)) {
    return enclose(
      Array.from(value, (item) => write(item, depth + 1, style)),
      '[]',
      depth,
      style,
    );
  }
  if (isDict(value)) {
    const parts = entriesOf(value, style).map(
      ([key, item]) => `${quote(keyText(key), style)}: ${write(item, depth + 1, style)}`,
    );
    return enclose(parts, '{}', depth, style);
  }
  return raise('TypeError', `Object of type ${typeName(value).split('.').at(-1)} is not JSON serializable`);
}

/** Python's `json.dumps`. Raises `TypeError` for what has no JSON. */
export function toJson(value: unknown, options: JsonOptions = {}): string {
  const { indent = null } = options;
  return write(value, 0, {
    sortKeys: options.sortKeys ?? false,
    indent: typeof indent === 'number' ? ' '.repeat(Math.max(0, indent)) : indent,
    asciiOnly: options.asciiOnly ?? true,
  });
}
