import type { Host } from '../host/index.ts';
import type { SectionIdentity } from './sections.ts';

/** A file that was written here, as it was right after: the same file with the same times was touched by nobody since. */
interface Mark extends SectionIdentity {
  readonly number: number;
  readonly size: number;
  readonly modifiedAt: number;
  readonly changedAt: number;
}

export interface MarkPlace {
  readonly host: Host;
  /** Where the mark is kept. */
  readonly path: string;
  /** The file that is marked. */
  readonly of: string;
}

function markOf({ host, of }: MarkPlace, { length, checksum }: SectionIdentity): string | undefined {
  const stat = host.files.stat(of);
  if (stat === undefined) return undefined;
  const { number, size, modifiedAt, changedAt } = stat;
  return JSON.stringify({ length, checksum, number, size, modifiedAt, changedAt } satisfies Mark);
}

/** Notes that a file holds the body of this identity. Called right after it was written. */
export function setMark(place: MarkPlace, identity: SectionIdentity): void {
  const mark = markOf(place, identity);
  if (mark !== undefined) place.host.files.write(place.path, mark);
}

/** Whether a file still is the one that was marked, with the body of this identity. */
export function isMarked(place: MarkPlace, identity: SectionIdentity): boolean {
  const { files } = place.host;
  const mark = markOf(place, identity);
  return mark !== undefined && files.exists(place.path) && files.readText(place.path) === mark;
}
