const literal = (char: string): string => `\\u{${(char.codePointAt(0) as number).toString(16)}}`;
const literals = (text: string): string => [...text].map(literal).join('');

interface Bracket {
  readonly source: string;
  /** Where the closing bracket stands. */
  readonly end: number;
}

/** The parts of a set between its hyphens: of `a-z_` the texts `a` and `z_`. A hyphen at the end stands for itself. */
function rangesOf(inside: string, from: number): string[] {
  const chunks: string[] = [];
  let start = 0;
  for (let at = inside.indexOf('-', from); at >= 0; at = inside.indexOf('-', at + 3)) {
    chunks.push(inside.slice(start, at));
    start = at + 1;
  }
  const rest = inside.slice(start);
  if (rest !== '') chunks.push(rest);
  else chunks.push(`${chunks.pop() ?? ''}-`);
  return chunks;
}

/** Ranges that run backwards hold nothing. */
function withoutEmptyRanges(chunks: readonly string[]): readonly string[] {
  const kept = [...chunks];
  for (let at = kept.length - 1; at > 0; at--) {
    const [left, right] = [kept[at - 1] as string, kept[at] as string];
    if ((left.at(-1) as string) <= (right[0] as string)) continue;
    kept.splice(at - 1, 2, left.slice(0, -1) + right.slice(1));
  }
  return kept;
}

/** `[abc]` and `[!abc]` from the bracket on; undefined when it is never closed, and so stands for itself. */
function bracketAt(pattern: string, at: number, any: string): Bracket | undefined {
  const negated = pattern[at + 1] === '!';
  const first = at + (negated ? 2 : 1);
  const end = pattern.indexOf(']', pattern[first] === ']' ? first + 1 : first);
  if (end < 0) return undefined;
  const inside = pattern.slice(first, end);
  if (inside === '') return { source: any, end };
  const chunks = inside.includes('-') ? withoutEmptyRanges(rangesOf(inside, 1)) : [inside];
  const source = chunks.map(literals).join('-');
  if (source === '') return { source: negated ? any : '(?!)', end };
  return { source: `[${negated ? '^' : ''}${source}]`, end };
}

function sourceOf(pattern: string): string {
  const any = '[^]';
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = String.fromCodePoint(pattern.codePointAt(at) as number);
    const bracket = char === '[' ? bracketAt(pattern, at, any) : undefined;
    if (bracket !== undefined) {
      source += bracket.source;
      at = bracket.end;
      continue;
    }
    source += char === '*' ? `${any}*` : char === '?' ? any : literal(char);
    at += char.length - 1;
  }
  return source;
}

const known = new Map<string, RegExp>();

/** A pattern as Python's `fnmatch` reads it: `*` and `?` cross every separator, `[...]` are sets. */
export function matches(text: string, pattern: string): boolean {
  let compiled = known.get(pattern);
  if (compiled === undefined) {
    compiled = new RegExp(`^${sourceOf(pattern)}$`, 'u');
    if (known.size > 500) known.clear();
    known.set(pattern, compiled);
  }
  return compiled.test(text);
}

/** Whether the text has a wildcard in the sense of `matches`. */
export function hasWildcard(text: string): boolean {
  return /[*?[\]]/.test(text);
}
