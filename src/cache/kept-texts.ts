import { checksum } from '../base/index.ts';
import type { Files, OpenFile } from '../host/index.ts';
import { SectionReader, SectionWriter } from './sections.ts';

/** Where a text lies among all of them, and its checksum. */
type Place = readonly [start: number, length: number, sum: number];

interface Head {
  readonly owner: string;
  readonly places: Readonly<Record<string, Place>>;
}

/** Texts by hashes of what they were made of: those of the file, and those that were made since. */
export interface KeptTexts {
  /** Undefined for a text that is not there, or is not what was written. */
  get(key: string): string | undefined;
  put(key: string, text: string): void;
  /** Writes the file anew when there is anything new; it takes its place as a whole. Throws what the disk throws. */
  write(): void;
  close(): void;
}

export interface KeptTextsPlace {
  readonly files: Files;
  readonly path: string;
  /** Who writes such texts, down to the version: those of another one are of no use. */
  readonly owner: string;
}

/** Texts that nobody asked for are kept along, up to as many as were asked for and this many more. */
const SPARE = 1000;
/** Texts that are read one by one; after that the rest is read at once. */
const SINGLE = 50;

interface Opened {
  readonly reader: SectionReader;
  readonly file: OpenFile;
  readonly places: Head['places'];
}

function opened({ files, path, owner }: KeptTextsPlace): Opened | undefined {
  const file = files.open(path);
  if (file === undefined) return undefined;
  try {
    const reader = new SectionReader(file);
    const head = JSON.parse(reader.text('head')) as Head;
    if (head.owner === owner) return { reader, file, places: head.places };
  } catch {
    // Broken: as good as none.
  }
  file.close();
  return undefined;
}

/** Reads the texts of a file by their places. */
function textReader({ reader, places }: Opened): (key: string) => Uint8Array | undefined {
  let count = 0;
  let all: Uint8Array | undefined;
  return (key) => {
    const place = Object.hasOwn(places, key) ? places[key] : undefined;
    if (place === undefined) return undefined;
    const [start, length, sum] = place;
    if (++count > SINGLE) all ??= reader.part('texts');
    const bytes = all?.subarray(start, start + length) ?? reader.part('texts', { start, length });
    return checksum(bytes) === sum ? bytes : undefined;
  };
}

/** Opens texts that were kept. A file that is not there, broken or of another owner is as good as an empty one. */
export function openKeptTexts(place: KeptTextsPlace): KeptTexts {
  let file = opened(place);
  const read = file === undefined ? () => undefined : textReader(file);
  const used = new Map<string, Uint8Array>();
  let isChanged = false;

  function spare(): readonly [string, Uint8Array][] {
    const found: [string, Uint8Array][] = [];
    for (const key of Object.keys(file?.places ?? {})) {
      if (used.has(key)) continue;
      if (found.length === used.size + SPARE) break;
      const bytes = read(key);
      if (bytes !== undefined) found.push([key, bytes]);
    }
    return found;
  }

  return {
    get(key) {
      const bytes = used.get(key) ?? read(key);
      if (bytes === undefined) return undefined;
      used.set(key, bytes);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
    },
    put(key, text) {
      used.set(key, Buffer.from(text));
      isChanged = true;
    },
    write() {
      if (!isChanged) return;
      const replacement = place.files.replace(place.path);
      try {
        const writer = new SectionWriter(replacement);
        const places: Record<string, Place> = {};
        let at = 0;
        writer.section('texts', () => {
          for (const [key, bytes] of [...used, ...spare()]) {
            writer.write(bytes);
            places[key] = [at, bytes.length, checksum(bytes)];
            at += bytes.length;
          }
        });
        writer.text('head', JSON.stringify({ owner: place.owner, places } satisfies Head));
        writer.finish();
        isChanged = false;
      } finally {
        replacement.discard();
      }
    },
    close() {
      file?.file.close();
      file = undefined;
    },
  };
}
