/** What a file is, as far as callers need it. Times in milliseconds since 1970. */
export interface FileStat {
  readonly size: number;
  readonly modifiedAt: number;
  readonly isDirectory: boolean;
}

/**
 * The disk as a port. Paths are absolute or relative to the process's working directory. Calls are synchronous, because
 * parsing reads thousands of small files and that is several times faster in Node than promises.
 * Everything but `exists` and `stat` throws Node's own errors (`ENOENT`, `EACCES`, ...); callers turn them into diagnostics.
 */
export interface Files {
  readText(path: string): string;
  readBytes(path: string): Uint8Array;
  exists(path: string): boolean;
  /** Undefined when there is nothing at `path`. */
  stat(path: string): FileStat | undefined;
  /** Every file below `folder`, as sorted paths relative to it with forward slashes; symbolic links are followed. */
  walk(folder: string): readonly string[];
  /** Names in a folder, sorted; empty when it does not exist. */
  list(folder: string): readonly string[];
  /** Absolute paths that match a glob pattern below `folder`. */
  glob(pattern: string, folder: string): readonly string[];
  /** Writes a temporary file beside `path`, syncs it and renames it into place; makes missing folders. */
  writeAtomic(path: string, content: string | Uint8Array | Iterable<Uint8Array>): void;
  /** Plain write without a sync, for files that may be lost (compiled SQL); makes missing folders. */
  write(path: string, content: string | Uint8Array): void;
  append(path: string, content: string): void;
  makeFolder(path: string): void;
  rename(from: string, to: string): void;
  /** Removes a file or a whole folder; nothing happens when it does not exist. */
  remove(path: string): void;
  /** The path with symbolic links resolved; the path itself when it does not exist. */
  realPath(path: string): string;
}
