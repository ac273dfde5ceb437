import { ownValue, pythonRepr } from '../../base/index.ts';
import type { SourceText } from '../../diagnostics/index.ts';
import type { RefCall, SourceCall } from '../../domain/index.ts';
import type { Dict } from '../config/plain.ts';
import { type CallArgument, LiteralReader, NOT_LITERAL, NotLiteral } from './literal-reader.ts';

/** What a template says that holds nothing but literal `ref`, `source`, `config` and `var` calls, `this` and text. */
export interface LiteralTemplate {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  /** The keyword arguments of each `config()` call; hooks under their dashed names. */
  readonly configs: readonly Dict[];
  /** Those of the first call as written, for `unrendered_config`. */
  readonly written: Dict | null;
}

interface Found {
  readonly refs: RefCall[];
  readonly sources: SourceCall[];
  readonly configs: Dict[];
  written: Dict | null;
  readonly source: SourceText;
}

interface Call {
  readonly args: readonly CallArgument[];
  readonly start: number;
  readonly end: number;
}

function texts(args: readonly CallArgument[], least: number, most: number): readonly string[] {
  if (args.length < least || args.length > most) throw NOT_LITERAL;
  return args.map(({ name, literal }) => {
    if (name !== null || typeof literal.value !== 'string') throw NOT_LITERAL;
    return literal.value;
  });
}

function addRef({ args, start, end }: Call, found: Found): void {
  const version = args.find((each) => each.name !== null);
  const names = texts(version === undefined ? args : args.slice(0, -1), 1, 2);
  if (version !== undefined && version.name !== 'v' && version.name !== 'version') throw NOT_LITERAL;
  const value = version?.literal.value ?? null;
  if (value !== null && typeof value !== 'string' && typeof value !== 'number') throw NOT_LITERAL;
  found.refs.push({
    name: names[names.length - 1] as string,
    package: names.length === 2 ? (names[0] as string) : null,
    version: value === '' || value === 0 ? null : value,
    span: { source: found.source, start, end },
  });
}

function addSource({ args, start, end }: Call, found: Found): void {
  const [source, table] = texts(args, 2, 2) as [string, string];
  found.sources.push({ source, table, span: { source: found.source, start, end } });
}

const DASHED: Readonly<Record<string, string>> = { pre_hook: 'pre-hook', post_hook: 'post-hook' };

function addConfig({ args }: Call, found: Found): void {
  if (args.length === 0) throw NOT_LITERAL;
  const config: Record<string, unknown> = {};
  const written: Record<string, unknown> = {};
  for (const { name, literal } of args) {
    if (name === null || Object.hasOwn(written, name)) throw NOT_LITERAL;
    const { value } = literal;
    config[ownValue(DASHED, name) ?? name] = value;
    written[name] = typeof value === 'string' ? value : pythonRepr(value);
  }
  found.configs.push(config);
  found.written ??= written;
}

/** A variable that is missing is nothing while parsing, so that its value does not matter. */
function passVar({ args }: Call): void {
  if (args.length > 2 || args.some((each) => each.name !== null)) throw NOT_LITERAL;
  texts(args.slice(0, 1), 1, 1);
}

const CALLS: Readonly<Record<string, (call: Call, found: Found) => void>> = {
  ref: addRef,
  source: addSource,
  config: addConfig,
  var: passVar,
};

function readExpression(reader: LiteralReader, found: Found): void {
  reader.skipSpace();
  const start = reader.at;
  const name = reader.name();
  const add = name === null ? undefined : ownValue(CALLS, name);
  if (add !== undefined) {
    if (!reader.take('(')) throw NOT_LITERAL;
    const args = reader.arguments();
    add({ args, start, end: reader.at }, found);
  } else if (name !== 'this') {
    reader.at = start;
    reader.literal();
  }
  if (!reader.take('-}}') && !reader.take('}}')) throw NOT_LITERAL;
}

/** Where the next template tag starts, or -1; throws where there is a statement. */
function nextExpression(text: string, from: number): number {
  let at = text.indexOf('{', from);
  while (at !== -1) {
    const next = text[at + 1];
    if (next === '%') throw NOT_LITERAL;
    if (next === '{') return at;
    if (next === '#') {
      const end = text.indexOf('#}', at + 2);
      if (end === -1) throw NOT_LITERAL;
      at = end + 1;
    }
    at = text.indexOf('{', at + 1);
  }
  return -1;
}

/**
 * Reads a template without rendering it, when that gives what rendering would: most templates need no more. Null when it
 * holds statements, macros, filters, or anything else that has to be evaluated.
 */
export function readLiteralTemplate(source: SourceText): LiteralTemplate | null {
  const { text } = source;
  const found: Found = { refs: [], sources: [], configs: [], written: null, source };
  try {
    for (let at = nextExpression(text, 0); at !== -1; ) {
      const sign = text[at + 2];
      const reader = new LiteralReader(text, at + (sign === '-' || sign === '+' ? 3 : 2), 'jinja');
      readExpression(reader, found);
      at = nextExpression(text, reader.at);
    }
  } catch (error) {
    if (error instanceof NotLiteral) return null;
    throw error;
  }
  return found;
}
