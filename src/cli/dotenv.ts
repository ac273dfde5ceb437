import type { Environment, Files } from '../host/index.ts';

const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*)$/;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function readValue(written: string): string {
  const text = written.trim();
  const quoted = /^(["'])(.*?)\1\s*(#.*)?$/.exec(text);
  if (quoted === null) return text.replace(/\s+#.*$/, '').trim();
  const inside = quoted[2] as string;
  if (quoted[1] === "'") return inside;
  return inside.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

/** The variables of a `.env` file. */
export function parseDotenv(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = LINE.exec(line);
    if (match !== null) found.set(match[1] as string, readValue(match[2] as string));
  }
  return found;
}

/** The environment with the variables of a `.env` file behind it: what is set already wins. */
export function withDotenv(env: Environment, files: Files, path: string): Environment {
  if (files.stat(path)?.isDirectory !== false) return env;
  const variables = parseDotenv(files.readText(path));
  return {
    get: (name) => env.get(name) ?? variables.get(name),
    names: () => [...new Set([...env.names(), ...variables.keys()])],
  };
}
