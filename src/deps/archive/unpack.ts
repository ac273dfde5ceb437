import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sha1 } from '../../base/index.ts';
import { fail } from '../failure.ts';
import { Passing } from '../retry.ts';
import type { Work } from '../work.ts';
import { MAX_UNPACKED, type Planned, planArchive } from './plan.ts';
import { DamagedArchive } from './read-tar.ts';

export interface ArchiveRequest {
  /** As downloaded: gzip around tar. */
  readonly bytes: Uint8Array;
  /** The package, in messages. */
  readonly what: string;
  /** Hex SHA-1 of the bytes as the hub announces it; anything that is no SHA-1 is not looked at. */
  readonly checksum?: unknown;
  /** Absolute; it does not exist yet. */
  readonly folder: string;
}

function gunzip({ bytes, what }: ArchiveRequest): Uint8Array {
  if (bytes.length === 0) throw new Passing('K012', 'empty file');
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') fail('K014', `the archive of ${what} is larger than 1 GiB unpacked`);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    throw new Passing('K012', isGzip ? `the archive of ${what} is damaged` : 'not a gzip file');
  }
}

function checkSum({ bytes, what, checksum }: ArchiveRequest): void {
  if (typeof checksum !== 'string' || !/^[0-9a-f]{40}$/i.test(checksum)) return;
  if (sha1(bytes) === checksum.toLowerCase()) return;
  throw new Passing('K012', `the archive of ${what} has another checksum than the hub announces`);
}

/** Links come last: nothing can be written through them. */
const isLink = ([, each]: readonly [string, Planned]) => (each.kind === 'link' ? 1 : 0);

/**
 * Writes what an archive holds into a folder that is new. Everything is looked at before anything is written. Throws a
 * `Passing` for bytes that another download may give whole, and a `DiagnosticError` for what is refused.
 */
export function unpackArchive(work: Work, request: ArchiveRequest): void {
  checkSum(request);
  const { files } = work.host;
  for (const [path, each] of readPlan(request).sort((a, b) => isLink(a) - isLink(b))) {
    const place = join(request.folder, path);
    if (each.kind === 'folder') files.makeFolder(place);
    else if (each.kind === 'file') files.write(place, each.content, each.isExecutable ? 0o755 : 0o644);
    else {
      files.makeFolder(dirname(place));
      files.linkFolder(each.target, place);
    }
  }
}

function readPlan(request: ArchiveRequest): (readonly [string, Planned])[] {
  try {
    return [...planArchive(gunzip(request), request.what)];
  } catch (error) {
    if (error instanceof DamagedArchive) throw new Passing('K012', error.message);
    throw error;
  }
}
