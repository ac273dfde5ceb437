import type { Span } from '../../diagnostics/index.ts';
import type { RefCall, SourceCall } from '../../domain/index.ts';
import { isDict } from '../config/plain.ts';

export interface LiteralCalls {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
}

const JINJA = /\{[{%#]|[#}%]\}/;
const LOOKS_LIKE_CALL = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/s;
const TEXT = `\\s*(?:'([^'\\\\]*)'|"([^"\\\\]*)")\\s*`;
const REF = new RegExp(`^\\s*ref\\s*\\(${TEXT}\\)\\s*$`);
const SOURCE = new RegExp(`^\\s*source\\s*\\(${TEXT},${TEXT}\\)\\s*$`);

interface Collected {
  readonly refs: RefCall[];
  readonly sources: SourceCall[];
}

/** Takes what a text refers to; false when it has to be rendered to know. */
function collectText(text: string, span: Span, found: Collected): boolean {
  if (JINJA.test(text)) return false;
  if (!LOOKS_LIKE_CALL.test(text)) return true;
  const ref = REF.exec(text);
  if (ref !== null) {
    found.refs.push({ name: (ref[1] ?? ref[2]) as string, package: null, version: null, span });
    return true;
  }
  const source = SOURCE.exec(text);
  if (source === null) return false;
  const [, a, b, c, d] = source;
  found.sources.push({ source: (a ?? b) as string, table: (c ?? d) as string, span });
  return true;
}

function collect(value: unknown, span: Span, found: Collected): boolean {
  if (typeof value === 'string') return collectText(value, span, found);
  if (Array.isArray(value)) return value.every((each) => collect(each, span, found));
  return !isDict(value) || Object.values(value).every((each) => collect(each, span, found));
}

/** What the arguments of a test refer to when all of them are literal; null when one has to be rendered. */
export function literalCalls(kwargs: Readonly<Record<string, unknown>>, span: Span): LiteralCalls | null {
  const found: Collected = { refs: [], sources: [] };
  for (const [key, value] of Object.entries(kwargs)) {
    if (key === 'column_name' && typeof value === 'string') continue;
    if (!collect(value, span, found)) return null;
  }
  return found;
}
