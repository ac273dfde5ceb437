import { ownValue } from '../../base/index.ts';
import type { SourceText } from '../../diagnostics/index.ts';
import type { RefCall, SourceCall } from '../../domain/index.ts';
import { type CallArgument, LiteralReader, NOT_LITERAL, NotLiteral } from './literal-reader.ts';

/** What a file says when it holds nothing but text, comments and literal `ref`, `source` and `config` calls. */
export interface StaticCalls {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  /** One entry per keyword argument, in order: `[key, value]`. */
  readonly configs: readonly (readonly [string, unknown])[];
}

interface Found {
  readonly refs: RefCall[];
  readonly sources: SourceCall[];
  readonly configs: (readonly [string, unknown])[];
  readonly source: SourceText;
}

interface Call {
  readonly args: readonly CallArgument[];
  readonly start: number;
  readonly end: number;
}

function textOf(argument: CallArgument | undefined): string {
  if (argument === undefined || typeof argument.literal.value !== 'string') throw NOT_LITERAL;
  return argument.literal.value;
}

function splitNamed(args: readonly CallArgument[]): readonly [CallArgument[], CallArgument[]] {
  const positional = args.filter((each) => each.name === null);
  const named = args.slice(positional.length);
  if (named.some((each) => each.name === null)) throw NOT_LITERAL;
  return [positional, named];
}

function addRef(call: Call, found: Found): void {
  const [positional, named] = splitNamed(call.args);
  if (positional.length < 1 || positional.length > 2 || named.length > 1) throw NOT_LITERAL;
  const version = named[0];
  if (version !== undefined && version.name !== 'version' && version.name !== 'v') throw NOT_LITERAL;
  const value = version?.literal.value ?? null;
  if (value !== null && typeof value !== 'string' && !version?.literal.isNumber) throw NOT_LITERAL;
  const names = positional.map(textOf);
  found.refs.push({
    name: names[names.length - 1] as string,
    package: names.length === 2 ? (names[0] as string) : null,
    version: value as string | number | null,
    span: { source: found.source, start: call.start, end: call.end },
  });
}

const SOURCE_ARGUMENTS = ['source_name', 'table_name'];

function addSource(call: Call, found: Found): void {
  const [positional] = splitNamed(call.args);
  if (call.args.length !== 2) throw NOT_LITERAL;
  call.args.forEach((each, index) => {
    if (each.name !== null && each.name !== SOURCE_ARGUMENTS[index]) throw NOT_LITERAL;
  });
  if (positional.length > 2) throw NOT_LITERAL;
  const [source, table] = [textOf(call.args[0]), textOf(call.args[1])];
  const known = found.sources.some((each) => each.source === source && each.table === table);
  if (!known) {
    found.sources.push({ source, table, span: { source: found.source, start: call.start, end: call.end } });
  }
}

function addConfig(call: Call, found: Found): void {
  if (call.args.length === 0) throw NOT_LITERAL;
  for (const { name, literal } of call.args) {
    if (name === null || !literal.simple || name === 'pre_hook' || name === 'post_hook') throw NOT_LITERAL;
    found.configs.push([name, literal.value]);
  }
}

const CALLS: Readonly<Record<string, (call: Call, found: Found) => void>> = {
  ref: addRef,
  source: addSource,
  config: addConfig,
};

function readCall(reader: LiteralReader, found: Found): boolean {
  reader.skipSpace();
  const start = reader.at;
  const name = reader.name();
  const add = name === null ? undefined : ownValue(CALLS, name);
  if (add === undefined || !reader.take('(')) {
    reader.at = start;
    return false;
  }
  const args = reader.arguments();
  add({ args, start, end: reader.at }, found);
  return true;
}

/** Reads one `{{ ... }}`; the reader stands behind its opening. */
function readExpression(reader: LiteralReader, found: Found): void {
  if (!readCall(reader, found)) reader.literal();
  if (!reader.take('}}')) throw NOT_LITERAL;
}

/**
 * Reads a file as dbt's static parser does, and gives null where that gives up: statements, white-space control, other
 * functions, values that it has no words for. Whether it gives up is visible in `unrendered_config`, so its limits are kept
 * exactly.
 */
export function readStaticCalls(source: SourceText): StaticCalls | null {
  const { text } = source;
  const found: Found = { refs: [], sources: [], configs: [], source };
  try {
    let at = text.indexOf('{');
    while (at !== -1) {
      const next = text[at + 1];
      if (next === '%') return null;
      if (next === '#') {
        at = text.indexOf('#}', at + 2);
        if (at === -1) return null;
        at += 2;
      } else if (next === '{') {
        const reader = new LiteralReader(text, at + 2);
        readExpression(reader, found);
        at = reader.at;
      } else {
        at++;
      }
      at = text.indexOf('{', at);
    }
  } catch (error) {
    if (error instanceof NotLiteral) return null;
    throw error;
  }
  return found;
}
