import { type Diagnostic, diagnostic } from '../diagnostics/index.ts';

/** What helps, for the refusals that people meet most. */
const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room on the disk.',
  EDQUOT: 'Make room: your share of the disk is used up.',
  EROFS: 'The disk can only be read: choose another folder with --target-path and --log-path.',
  EACCES: 'Look at who may read and write there.',
  EPERM: 'Look at who may read and write there.',
  EMFILE: 'Close other programs, or allow more open files (ulimit -n).',
  ENFILE: 'Close other programs: the machine has too many files open.',
  ENOENT: 'There is nothing at this path, or it is a link that leads nowhere.',
  ELOOP: 'The link leads to itself: remove it.',
  EISDIR: 'A folder stands where a file is expected.',
  ENOTDIR: 'A file stands where a folder is expected.',
  ENAMETOOLONG: 'The system takes no names of this length.',
};

/** An error of the operating system about a file, as Node throws it. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !('code' in error)) return false;
  // A path with a zero byte in it never gets to the system.
  if (error.code === 'ERR_INVALID_ARG_VALUE') return true;
  return 'syscall' in error && ('path' in error || String(error.code) in HINTS);
}

/** What the system refused, as a diagnostic: the project or the disk is at fault. Undefined for every other error. */
export function systemDiagnostic(error: unknown): Diagnostic | undefined {
  if (!isSystemError(error)) return undefined;
  return diagnostic('C018', error.message, { hint: HINTS[error.code ?? ''] });
}
