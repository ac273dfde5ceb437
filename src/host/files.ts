import type { LineLog } from './line-log.ts';

/** What a file is, as far as callers need it. Times in milliseconds since 1970. */
export interface FileStat {
  readonly size: number;
  readonly modifiedAt: number;
  /** When anything about the file was changed, its name or its times included. No program can set it. */
  readonly changedAt: number;
  /** The file's number on its disk. */
  readonly number: number;
  readonly isDirectory: boolean;
}

/** A file being read piece by piece: always the one that was opened, even when another takes its name. */
export interface OpenFile {
  readonly size: number;
  /** Fewer bytes than `length` when the file ends before. */
  read(start: number, length: number): Uint8Array;
  close(): void;
}

/** A file being written beside the one that it takes the place of. */
export interface FileReplacement {
  write(bytes: Uint8Array): void;
  /** Puts the file in its place, synced before when `synced` is set: without it the file may be lost in a crash. */
  commit(options: { readonly synced: boolean }): void;
  /** Removes what was written. Nothing happens after `commit`. */
  discard(): void;
}

/** What stands in a folder. */
export interface FolderEntry {
  readonly name: string;
  /** Of a link: whether it leads to a folder. */
  readonly isFolder: boolean;
  readonly isLink: boolean;
}

/** Who hears of changes in a folder. */
export interface FolderListener {
  /**
   * Something under this name may be another, or gone; null where the system does not say what. `isRenamed` when the name
   * itself may be new or gone.
   */
  changed(name: string | null, isRenamed: boolean): void;
  /** The folder cannot be watched any more. */
  failed(error: unknown): void;
}

/** A folder that is being watched. */
export interface FolderWatch {
  close(): void;
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
  /** Whether a file has more bytes than that; false when there is none. */
  isLarger(path: string, bytes: number): boolean;
  /** Every file below `folder`, as sorted paths relative to it with forward slashes; symbolic links are followed. */
  walk(folder: string): readonly string[];
  /** Names in a folder, sorted; empty when it does not exist. */
  list(folder: string): readonly string[];
  /** What stands in a folder, in no order; empty when it cannot be read. */
  entries(folder: string): readonly FolderEntry[];
  /** Tells of changes right in a folder, not of those further down. Throws when the system can watch no more. */
  watchFolder(folder: string, listener: FolderListener): FolderWatch;
  /** Absolute paths that match a glob pattern below `folder`. */
  glob(pattern: string, folder: string): readonly string[];
  /** Undefined when there is no such file, or it cannot be read. */
  open(path: string): OpenFile | undefined;
  /** Begins a file that takes the place of `path` as a whole; makes missing folders. */
  replace(path: string): FileReplacement;
  /**
   * Writes over the beginning of a file where it stands. False when that cannot be done, or when the file has other names,
   * under which it must stay as it is.
   */
  overwriteStart(path: string, bytes: Uint8Array): boolean;
  /** Writes a temporary file beside `path`, syncs it and renames it into place; makes missing folders. */
  writeAtomic(path: string, content: string | Uint8Array): void;
  /** The same without the sync, for what can be made again: readers find the old file or the new one. */
  writeWhole(path: string, content: string | Uint8Array): void;
  /**
   * Plain write without a sync, for files that may be lost (compiled SQL); makes missing folders. A link at `path` makes way:
   * neither this nor `append` writes where it leads.
   */
  write(path: string, content: string | Uint8Array, mode?: number): void;
  /** The same for many files, some at a time, while other work goes on. Rejects with the first error, once nothing is written any more. */
  writeMany(files: readonly (readonly [path: string, content: string | Uint8Array])[]): Promise<void>;
  /** Takes away links between `folder` and the folder of a file below it, so that what is written there stays there. */
  realFolders(folder: string, path: string): void;
  append(path: string, content: string): void;
  /** Begins a file of lines that are written while other work goes on; makes missing folders. */
  openLog(path: string, firstLine: string): LineLog;
  makeFolder(path: string): void;
  /** A fresh folder of this name and a random end in the folder for temporary files, or in `parent`. */
  makeTemporaryFolder(name: string, parent?: string): string;
  /** Whether there is a symbolic link at `path`, broken or not. */
  isLink(path: string): boolean;
  /** Makes a symbolic link to a folder. */
  linkFolder(target: string, path: string): void;
  /** Copies a file or a whole folder, without moving data where the disk can share it; symbolic links stay links. */
  copy(from: string, to: string): void;
  /** Gives a file a second name, or copies it where the disk cannot; makes missing folders. */
  linkFile(from: string, to: string): void;
  /** Lets everybody run a file; on Windows nothing is to be done. */
  makeExecutable(path: string): void;
  rename(from: string, to: string): void;
  /** Makes sure that what was renamed in a folder survives a crash of the machine, where the system can. */
  syncFolder(path: string): void;
  /** Removes a file or a whole folder; nothing happens when it does not exist. */
  remove(path: string): void;
  /** The path with symbolic links resolved; the path itself when it does not exist. */
  realPath(path: string): string;
}
