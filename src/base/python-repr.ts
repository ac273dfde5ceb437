import { Float } from './float.ts';
import { pythonFloat } from './python-json.ts';
import { isMapping, mappingEntries } from './yaml/mapping.ts';
import { YamlDate, YamlTimestamp } from './yaml/moments.ts';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** Text as Python's `repr` quotes it: single quotes unless only they occur inside. */
function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what repr escapes
  const escaped = text.replace(/[\x00-\x1f\\\x7f-\xa0\xad]/g, (c) => {
    return ESCAPES[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

function reprMoment(value: YamlDate | YamlTimestamp): string {
  const parts = (String(value).match(/\d+/g) ?? []).map(Number);
  if (value instanceof YamlDate) return `datetime.date(${parts.join(', ')})`;
  const shown = parts.length > 5 && parts[5] === 0 && parts.length === 6 ? parts.slice(0, 5) : parts;
  return `datetime.datetime(${shown.join(', ')})`;
}

/** A YAML value as Python's `repr` prints it: `'a'`, `True`, `None`, `1.0`, `['a', 1]`, `{'k': 'v'}`. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return reprText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : pythonFloat(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Float) return reprFloat(value.value);
  if (value instanceof YamlDate || value instanceof YamlTimestamp) return reprMoment(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (isMapping(value)) {
    const pairs = mappingEntries(value).map(([key, each]) => `${pythonRepr(key)}: ${pythonRepr(each)}`);
    return `{${pairs.join(', ')}}`;
  }
  return String(value);
}

function reprFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? pythonFloat(value) : value > 0 ? 'inf' : '-inf';
}

/** A YAML value as Python's `str` prints it: text bare, everything else as `repr` but for dates. */
export function pythonStr(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof YamlDate || value instanceof YamlTimestamp) return String(value);
  return pythonRepr(value);
}

/** The name of the Python type of a YAML value, as `type()` shows it: `<class 'str'>`. */
export function pythonTypeName(value: unknown): string {
  if (value === null || value === undefined) return "<class 'NoneType'>";
  if (typeof value === 'string') return "<class 'str'>";
  if (typeof value === 'boolean') return "<class 'bool'>";
  if (typeof value === 'number') return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>";
  if (typeof value === 'bigint') return "<class 'int'>";
  if (value instanceof Float) return "<class 'float'>";
  if (value instanceof YamlDate) return "<class 'datetime.date'>";
  if (value instanceof YamlTimestamp) return "<class 'datetime.datetime'>";
  return Array.isArray(value) ? "<class 'list'>" : "<class 'dict'>";
}
