import { checksum } from '../base/index.ts';
import type { FileReplacement, OpenFile } from '../host/index.ts';

/**
 * A file of named sections: their bytes one after the other, then a table of them, then an end of fixed length. The table
 * comes last, so that sections are written as they are made.
 */

/** What a file must begin and end with. The number is that of the format. */
const MAGIC = Buffer.from('sluice-parse-02\n');
/** Length and checksum of the table, four bytes each. */
const END = 8 + MAGIC.length;
/** Bytes are collected to pieces of about this many before they are written. */
const PIECE = 1 << 18;

/** What tells the content of one section from that of another. */
export interface SectionIdentity {
  readonly length: number;
  readonly checksum: number;
}

interface Section extends SectionIdentity {
  readonly start: number;
}

type Table = Readonly<Record<string, Section>>;

/** The file is not what was written: cut off, overwritten, or of another kind. */
export class BrokenFile extends Error {}

/** Writes sections one after the other. */
export class SectionWriter {
  readonly #file: FileReplacement;
  readonly #table: Record<string, Section> = {};
  #pieces: Uint8Array[] = [];
  #waiting = 0;
  #at = 0;
  #open = { name: '', start: 0, sum: 0 };

  constructor(file: FileReplacement) {
    this.#file = file;
    this.#put(MAGIC);
  }

  #put(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#waiting += bytes.length;
    this.#at += bytes.length;
    if (this.#waiting >= PIECE) this.#flush();
  }

  #flush(): void {
    this.#file.write(Buffer.concat(this.#pieces));
    this.#pieces = [];
    this.#waiting = 0;
  }

  /** Begins a section; what is written from here on belongs to it. */
  begin(name: string): void {
    this.#open = { name, start: this.#at, sum: 0 };
  }

  write(bytes: Uint8Array): void {
    this.#open.sum = checksum(bytes, this.#open.sum);
    this.#put(bytes);
  }

  end(): SectionIdentity {
    const { name, start, sum } = this.#open;
    const section = { start, length: this.#at - start, checksum: sum };
    this.#table[name] = section;
    return { length: section.length, checksum: sum };
  }

  /** A section of what `make` writes; answers what it answers. */
  section<Value>(name: string, make: () => Value): Value {
    this.begin(name);
    const made = make();
    this.end();
    return made;
  }

  text(name: string, text: string): void {
    this.section(name, () => this.write(Buffer.from(text)));
  }

  finish(): void {
    const table = Buffer.from(JSON.stringify(this.#table));
    const end = Buffer.alloc(8);
    end.writeUInt32LE(table.length, 0);
    end.writeUInt32LE(checksum(table), 4);
    for (const each of [table, end, MAGIC]) this.#put(each);
    this.#flush();
    this.#file.commit({ synced: false });
  }
}

/** Reads sections of a file that was opened, each checked. Every method throws `BrokenFile`. */
export class SectionReader {
  readonly #file: OpenFile;
  readonly #table: Table;
  readonly #identity: SectionIdentity;

  constructor(file: OpenFile) {
    this.#file = file;
    const { table, sum } = this.#readTable();
    this.#table = table;
    this.#identity = { length: file.size, checksum: sum };
  }

  #readTable(): { readonly table: Table; readonly sum: number } {
    const { size } = this.#file;
    if (size < MAGIC.length + END) throw new BrokenFile('too short');
    const end = Buffer.from(this.#file.read(size - END, END));
    const isOurs = MAGIC.equals(end.subarray(8)) && MAGIC.equals(this.#file.read(0, MAGIC.length));
    if (!isOurs) throw new BrokenFile('of another kind');
    const length = end.readUInt32LE(0);
    if (length > size - END) throw new BrokenFile('cut off');
    const table = this.#file.read(size - END - length, length);
    const sum = checksum(table);
    if (sum !== end.readUInt32LE(4)) throw new BrokenFile('overwritten');
    return { table: JSON.parse(Buffer.from(table).toString()) as Table, sum };
  }

  #place(name: string): Section {
    const place = this.#table[name];
    if (place === undefined) throw new BrokenFile(`without ${name}`);
    return place;
  }

  /** Tells this file from others, by its table and so by all of its sections. */
  get file(): SectionIdentity {
    return this.#identity;
  }

  /** Tells sections of different content apart, without reading them. */
  identity(name: string): SectionIdentity {
    const { length, checksum: sum } = this.#place(name);
    return { length, checksum: sum };
  }

  /** A part of a section, or all of it, that whoever wrote it can check for himself. */
  part(name: string, part?: { readonly start: number; readonly length: number }): Uint8Array {
    const place = this.#place(name);
    const { start, length } = part ?? { start: 0, length: place.length };
    return this.#file.read(place.start + start, Math.min(length, place.length - start));
  }

  bytes(name: string): Buffer {
    const place = this.#place(name);
    const { buffer, byteOffset, byteLength } = this.#file.read(place.start, place.length);
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    if (checksum(bytes) !== place.checksum) throw new BrokenFile(`with another ${name}`);
    return bytes;
  }

  text(name: string): string {
    return this.bytes(name).toString();
  }

  /** A large section piece by piece; throws after the last one when they are not what was written. */
  *pieces(name: string): Generator<Uint8Array> {
    const place = this.#place(name);
    let sum = 0;
    for (let done = 0; done < place.length; done += PIECE * 4) {
      const bytes = this.#file.read(place.start + done, Math.min(PIECE * 4, place.length - done));
      sum = checksum(bytes, sum);
      yield bytes;
    }
    if (sum !== place.checksum) throw new BrokenFile(`with another ${name}`);
  }
}
