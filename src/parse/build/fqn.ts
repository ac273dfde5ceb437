/** The package and the folders of a path, without the file itself. */
export function fqnPrefix(packageName: string, path: string): readonly string[] {
  return [packageName, ...path.split('/').slice(0, -1)];
}

/** A path without its extension. */
export function withoutExtension(path: string): string {
  const slash = path.lastIndexOf('/');
  const dot = path.lastIndexOf('.');
  return dot > slash + 1 ? path.slice(0, dot) : path;
}

/** Package, folders and name: what selection and config trees match. */
export function fqnOf(packageName: string, path: string, name: string): readonly string[] {
  return [...fqnPrefix(packageName, path), name];
}
