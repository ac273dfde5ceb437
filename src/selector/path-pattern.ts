import { matches } from './patterns.ts';

/** A glob over paths with forward slashes: `*` stays in one folder, `**` crosses any number of them and means folders only. */
export interface PathPattern {
  /** The path of the pattern's own folder is the empty text. */
  test(path: string, isFolder: boolean): boolean;
}

const segmentsOf = (path: string): readonly string[] =>
  path.split('/').filter((part) => part !== '' && part !== '.');

function fits(parts: readonly string[], segments: readonly string[]): boolean {
  const [part, ...others] = parts;
  if (part === undefined) return segments.length === 0;
  if (part === '**') return segments.some((_, at) => fits(others, segments.slice(at))) || fits(others, []);
  const [segment, ...rest] = segments;
  return segment !== undefined && matches(segment, part) && fits(others, rest);
}

/** What is wrong with a glob, in Python's words; undefined for one that can be used. */
export function globFault(glob: string): string | undefined {
  if (glob.startsWith('/')) return 'Non-relative patterns are unsupported';
  const parts = segmentsOf(glob);
  if (parts.length === 0) return `Unacceptable pattern: '${glob}'`;
  return parts.some((part) => part !== '**' && part.includes('**'))
    ? "Invalid pattern: '**' can only be an entire path component"
    : undefined;
}

/** Reads a glob as Python's `pathlib` does. */
export function pathPattern(glob: string): PathPattern {
  const parts = segmentsOf(glob);
  const foldersOnly = glob.endsWith('/') || parts.at(-1) === '**';
  return {
    test: (path, isFolder) => (isFolder || !foldersOnly) && fits(parts, segmentsOf(path)),
  };
}
