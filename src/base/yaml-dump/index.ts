import { Float, isMapping, mappingEntries, pythonFloat } from '../index.ts';
import { parseYaml } from '../yaml/index.ts';

const WIDTH = 80;
const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\u000b': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
};

/** Text that must be written with escapes: line breaks aside, control characters and what is not ASCII. */
const needsEscapes = (text: string): boolean => /[^\x20-\x7e\n]/.test(text);

/** Whether the text read back without quotes is the same text. */
function isPlain(text: string): boolean {
  if (text === '' || text !== text.trim() || /[\n#]|: |:$|^[-?:,[\]{}#&*!|>'"%@`]/.test(text)) {
    return /^-[^\s-]/.test(text) && readsBack(text);
  }
  return readsBack(text);
}

function readsBack(text: string): boolean {
  if (text.includes('\n') || text.includes(': ') || text.endsWith(':') || text.includes(' #')) return false;
  const parsed = parseYaml(text);
  return parsed.errors.length === 0 && parsed.value === text;
}

function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]|["\\]/g, (char) => {
    const code = char.charCodeAt(0);
    return ESCAPES[char] ?? (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
}

const hex = (code: number, width: number): string => code.toString(16).toUpperCase().padStart(width, '0');

/** Breaks a scalar at single spaces so that lines stay within the width, as PyYAML folds. */
function folded(text: string, indent: number, column: number): string {
  const lines: string[] = [];
  let line = '';
  let used = column;
  for (const word of text.split(/(?<=[^ ]) (?=[^ ])/)) {
    if (line !== '' && used + line.length > WIDTH) {
      lines.push(line);
      line = word;
      used = indent;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

function textScalar(text: string, indent: number, column: number): string {
  if (needsEscapes(text)) return `"${escaped(text)}"`;
  if (isPlain(text)) return folded(text, indent, column);
  const quoted = text.replaceAll("'", "''").replaceAll('\n', `\n\n${' '.repeat(indent)}`);
  return `'${text.includes('\n') ? quoted : folded(quoted, indent, column + 1)}'`;
}

function scalar(value: unknown, indent: number, column: number): string {
  if (Array.isArray(value)) return '[]';
  if (isMapping(value)) return '{}';
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : pythonFloat(value);
  if (value instanceof Float) return floatText(value.value);
  // Days and moments of templates show themselves.
  if (typeof value === 'object') return String(value);
  return textScalar(String(value), indent, column);
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
  return Number.isInteger(value) ? value.toFixed(1) : pythonFloat(value);
}

interface DumpOptions {
  readonly sortKeys: boolean;
  /** Whether a list under a key is indented further; PyYAML does not unless told to. */
  readonly indentsLists?: boolean;
}

function entriesOf(value: Parameters<typeof mappingEntries>[0], options: DumpOptions) {
  const entries = [...mappingEntries(value)];
  return options.sortKeys ? entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) : entries;
}

function block(value: unknown, indent: number, options: DumpOptions): string[] {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const lines = nested(item, indent + 2, options);
      return lines === null
        ? [`${pad}- ${scalar(item, indent + 2, indent + 2)}`]
        : [`${pad}- ${(lines[0] as string).slice(indent + 2)}`, ...lines.slice(1)];
    });
  }
  return entriesOf(value as Parameters<typeof mappingEntries>[0], options).flatMap(([key, item]) => {
    const name = scalar(key, indent, indent);
    const isFlush = Array.isArray(item) && options.indentsLists !== true;
    const lines = nested(item, isFlush ? indent : indent + 2, options);
    return lines === null
      ? [`${pad}${name}: ${scalar(item, indent + 2, indent + name.length + 2)}`]
      : [`${pad}${name}:`, ...lines];
  });
}

/** The lines of a list or dict that has items; null for what stands on its line. */
function nested(value: unknown, indent: number, options: DumpOptions): string[] | null {
  if (Array.isArray(value)) return value.length === 0 ? null : block(value, indent, options);
  if (isMapping(value)) return mappingEntries(value).length === 0 ? null : block(value, indent, options);
  return null;
}

/** A plain value as PyYAML's `safe_dump` writes it in block style. */
export function dumpYaml(value: unknown, options: DumpOptions): string {
  const lines = nested(value, 0, options);
  if (lines !== null) return `${lines.join('\n')}\n`;
  const text = scalar(value, 2, 0);
  // PyYAML marks the end of a document that is one plain scalar.
  return /^["'[{]/.test(text) ? `${text}\n` : `${text}\n...\n`;
}
