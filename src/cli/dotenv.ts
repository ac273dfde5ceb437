import { dirname, join } from 'node:path';
import type { Environment, Files } from '../host/index.ts';

/** A line of the file: `export NAME = value`, where a value in quotes may hold line breaks. The rules are python-dotenv's. */
const BINDING =
  /^[^\S\r\n]*(?:export[^\S\r\n]+)?(?:'([^']+)'|([^=#\s]+))[^\S\r\n]*(?:=[^\S\r\n]*(?:'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)"|(?!['"])([^\r\n]*)))?[^\S\r\n]*(?:#[^\r\n]*)?$/gm;

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function doubleQuoted(text: string): string {
  return text.replace(/\\([\\'"abfnrtv])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

function readValue([, , , single, double, plain]: RegExpMatchArray): string | undefined {
  if (single !== undefined) return single.replace(/\\([\\'])/g, '$1');
  if (double !== undefined) return doubleQuoted(double);
  return plain?.replace(/(?:^|\s+)#.*$/, '').trimEnd();
}

/** `${NAME}` and `${NAME:-otherwise}`. */
const REFERENCE = /\$\{([^}:]*)(?::-([^}]*))?\}/g;

/**
 * The variables of a `.env` file. What a value refers to is looked up by `get` first, then among the variables above it.
 */
export function parseDotenv(
  text: string,
  get: (name: string) => string | undefined = () => undefined,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(BINDING)) {
    const value = readValue(match);
    if (value === undefined) continue;
    const resolved = value.replace(
      REFERENCE,
      (_, name: string, otherwise: string | undefined) => get(name) ?? found.get(name) ?? otherwise ?? '',
    );
    found.set((match[1] ?? match[2]) as string, resolved);
  }
  return found;
}

/** The nearest `.env` in or above a folder. */
function findDotenv(files: Files, folder: string): string | undefined {
  const path = join(folder, '.env');
  if (files.stat(path)?.isDirectory === false) return path;
  const above = dirname(folder);
  return above === folder ? undefined : findDotenv(files, above);
}

/** The environment with the variables of a `.env` file behind it: what is set already wins. */
export function withDotenv(env: Environment, files: Files, folder: string): Environment {
  const path = findDotenv(files, folder);
  if (path === undefined) return env;
  const variables = parseDotenv(files.readText(path), (name) => env.get(name));
  return {
    get: (name) => env.get(name) ?? variables.get(name),
    names: () => [...new Set([...env.names(), ...variables.keys()])],
  };
}
