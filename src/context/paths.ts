/** Whether a path stands by itself: `/x`, `C:\x`, `s3://x`. */
export function isAbsolutePath(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/]|[A-Za-z][\w+.-]+:\/\/)/.test(path);
}

/** Two parts of a path, joined as Python's `os.path.join` does. */
export function joinPath(folder: string, path: string): string {
  return /[\\/]$/.test(folder) ? `${folder}${path}` : `${folder}/${path}`;
}
