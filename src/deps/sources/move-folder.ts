import { dirname } from 'node:path';
import type { Work } from '../work.ts';

/** Moves a folder; from one disk to another it is copied. */
export function moveFolder({ host }: Work, from: string, to: string): void {
  host.files.makeFolder(dirname(to));
  try {
    host.files.rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    host.files.copy(from, to);
    host.files.remove(from);
  }
}
