const MOTHERDUCK = /^(md|motherduck):/i;
const DUCKLAKE = /^ducklake:/i;

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Whether a path names a database of MotherDuck. */
export function isMotherduckPath(path: string): boolean {
  return MOTHERDUCK.test(path);
}

/** Whether a path names a DuckLake catalog. */
export function isDucklakePath(path: string): boolean {
  return path.toLowerCase().includes('ducklake:');
}

/** Whether a path stands for a file on this machine. */
export function isFilePath(path: string): boolean {
  return path !== ':memory:' && !/^[a-z][a-z0-9+]+:/i.test(path);
}

/**
 * The name under which DuckDB knows the database at `path`: the first non-empty part of the file's name. `:memory:` is
 * called `memory`, a MotherDuck path without a name `my_db`.
 */
export function databaseNameOf(path: string): string {
  if (path === ':memory:') return 'memory';
  if (MOTHERDUCK.test(path)) {
    const name = baseName(path.replace(MOTHERDUCK, '').split('?')[0] as string);
    return name.replace(/(.)\.[^.]*$/, '$1') || 'my_db';
  }
  if (DUCKLAKE.test(path)) {
    const name = baseName(path.replace(DUCKLAKE, '').split('?')[0] as string);
    return name.replace(/(.)\.[^.]*$/, '$1').replace(/^[a-z]+:/i, '');
  }
  return baseName(path).replace(/^\.+/, '').split('.')[0] as string;
}
