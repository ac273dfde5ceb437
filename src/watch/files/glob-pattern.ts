import { isAbsolute, join, resolve } from 'node:path';

/** Files of data that something reads: a folder, and what below it counts. */
export interface DataPlace {
  /** Absolute. */
  readonly folder: string;
  /** Whether an absolute path below the folder is meant. */
  readonly matches: (path: string) => boolean;
}

const MAGIC = /[*?[{]/;

function alternatives(text: string): string {
  return `(?:${text.split(',').map(translated).join('|')})`;
}

/** A glob as a regular expression over forward slashes: `*`, `**`, `?`, `[...]` and `{a,b}`, as DuckDB reads them. */
function translated(glob: string): string {
  let found = '';
  for (let at = 0; at < glob.length; at++) {
    const letter = glob[at] as string;
    const close = letter === '[' ? glob.indexOf(']', at) : letter === '{' ? glob.indexOf('}', at) : -1;
    if (glob.startsWith('**/', at)) {
      found += '(?:.*/)?';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      found += '.*';
      at += 1;
    } else if (letter === '*') found += '[^/]*';
    else if (letter === '?') found += '[^/]';
    else if (close !== -1) {
      const inside = glob.slice(at + 1, close);
      found +=
        letter === '[' ? `[${inside.replace(/^!/, '^').replaceAll('\\', '\\\\')}]` : alternatives(inside);
      at = close;
    } else found += letter.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  }
  return found;
}

/** A file or a glob of files on this machine, from `root` where it is relative; undefined for what lies on a network. */
export function dataPlace(location: string, root: string): DataPlace | undefined {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(location) && !location.startsWith('file://')) return undefined;
  const path = location.replace(/^file:\/\//, '').replaceAll('\\', '/');
  const whole = (isAbsolute(path) ? path : resolve(root, path)).replaceAll('\\', '/');
  const parts = whole.split('/');
  const magicAt = parts.findIndex((part) => MAGIC.test(part));
  const end = magicAt === -1 ? parts.length - 1 : magicAt;
  const folder = end <= 1 ? '/' : parts.slice(0, end).join('/');
  const pattern = new RegExp(`^${translated(parts.slice(end).join('/'))}$`);
  const prefix = join(folder, '/');
  return {
    folder,
    matches: (each) =>
      each.startsWith(prefix) && pattern.test(each.slice(prefix.length).replaceAll('\\', '/')),
  };
}
