import { offsetOfByte } from '../../base/index.ts';
import { lineExcerpt } from './line-excerpt.ts';

/** An error as DuckDB states it. */
export interface EngineError {
  /** `Catalog`, `Binder`, `Parser`, `IO`, `Out of Memory`, ...; empty when the text has no such beginning. */
  readonly type: string;
  readonly message: string;
  /** Offset into the SQL in UTF-16 code units; null when the engine names no place. */
  readonly offset: number | null;
  readonly subtype: string | null;
  /** The name that was looked for. */
  readonly name: string | null;
  /** Names that exist and are like it. */
  readonly candidates: readonly string[];
  /** The whole text as Python's driver prints it: type, message and the line with a caret. */
  readonly text: string;
}

function parseJson(text: string): Record<string, unknown> | null {
  const start = text.indexOf('{');
  if (start === -1 || !text.includes('"exception_type"')) return null;
  try {
    return JSON.parse(text.slice(start)) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** `Candidate bindings: "a", "b"`: some errors name candidates only in their sentence. */
function candidatesIn(message: string): string[] {
  const list = /Candidate (?:bindings|tables)[: ]*((?:"[^"]+"(?:, )?)+)/.exec(message)?.[1] ?? '';
  return [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1] as string);
}

/** `Table "t" does not have a column named "x"` and its like, where the engine gives no `name`. */
function nameIn(message: string): string | null {
  return /(?:column named|Referenced (?:table|column)) "([^"]+)"/.exec(message)?.[1] ?? null;
}

/** Python's driver has no exception of this type, and prints its message alone. */
const UNNAMED = 'Extension Autoloading';

function plainError(text: string): EngineError {
  const match = /^([A-Z][\w ]*?) Error: ([\s\S]*)$/.exec(text);
  const message = match?.[2] ?? text;
  const type = match?.[1] ?? '';
  const base = { offset: null, subtype: null, name: null, candidates: [] };
  return { ...base, type, message, text: type === UNNAMED ? message : text };
}

/** Reads an exception of the driver. Errors come as JSON where `errors_as_json` is set, and as text before that. */
export function readEngineError(error: unknown, sql: string): EngineError {
  const text = error instanceof Error ? error.message : String(error);
  const json = parseJson(text);
  if (json === null) return plainError(text);
  const type = stringOf(json['exception_type']) ?? '';
  const message = stringOf(json['exception_message']) ?? text;
  const position = Number(json['position'] ?? Number.NaN);
  const offset = Number.isInteger(position) && position >= 0 ? offsetOfByte(sql, position) : null;
  const excerpt = offset === null ? null : lineExcerpt(sql, offset);
  const listed = stringOf(json['candidates']);
  return {
    type,
    message,
    offset,
    subtype: stringOf(json['error_subtype']),
    name: stringOf(json['name']) ?? nameIn(message),
    candidates: listed === null ? candidatesIn(message) : listed.split(','),
    text: `${type === UNNAMED ? '' : `${type} Error: `}${message}${excerpt === null ? '' : `\n\n${excerpt}`}`,
  };
}
