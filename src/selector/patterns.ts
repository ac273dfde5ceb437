const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `[abc]` and `[!abc]` from the bracket on; undefined when it is never closed, and so stands for itself. */
function bracketAt(
  pattern: string,
  at: number,
): { readonly source: string; readonly end: number } | undefined {
  const negated = pattern[at + 1] === '!';
  const first = at + (negated ? 2 : 1);
  const end = pattern.indexOf(']', first + 1);
  if (end < 0) return undefined;
  const inside = pattern.slice(first, end).replace(/[\\\]^]/g, '\\$&');
  return { source: `[${negated ? '^' : ''}${inside}]`, end };
}

function sourceOf(pattern: string, star: string, one: string): string {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    const bracket = char === '[' ? bracketAt(pattern, at) : undefined;
    if (bracket !== undefined) {
      source += bracket.source;
      at = bracket.end;
    } else if (char === '*') source += star;
    else if (char === '?') source += one;
    else source += escaped(char);
  }
  return source;
}

const known = new Map<string, RegExp>();

/** A pattern as Python's `fnmatch` reads it: `*` and `?` cross every separator, `[...]` are sets. */
export function matches(text: string, pattern: string): boolean {
  let compiled = known.get(pattern);
  if (compiled === undefined) {
    compiled = new RegExp(`^${sourceOf(pattern, '[^]*', '[^]')}$`, 'u');
    if (known.size > 500) known.clear();
    known.set(pattern, compiled);
  }
  return compiled.test(text);
}

/** Whether the text has a wildcard in the sense of `matches`. */
export function hasWildcard(text: string): boolean {
  return /[*?[\]]/.test(text);
}

/** A glob over paths with forward slashes: `*` stays in one folder, `**` crosses any number of them. */
export function pathPattern(glob: string): RegExp {
  const parts = glob.split('/').filter((part) => part !== '' && part !== '.');
  let source = '';
  parts.forEach((part, at) => {
    const isLast = at === parts.length - 1;
    if (part === '**') source += isLast ? '(?:[^/]+(?:/[^/]+)*)?' : '(?:[^/]+/)*';
    else source += sourceOf(part, '[^/]*', '[^/]') + (isLast ? '' : '/');
  });
  // `models/**` is `models` as well as everything below it.
  return new RegExp(`^${source.replace(/\/\(\?:\[\^\/\]\+\(\?:\/\[\^\/\]\+\)\*\)\?$/, '(?:/[^/]+)*')}$`, 'u');
}
