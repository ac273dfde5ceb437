import { type DecodeTag, tagged } from '../base/index.ts';
import type { SourceText } from '../diagnostics/index.ts';

const KIND = 's';

function isSourceText(value: object): value is SourceText {
  const { text, path } = value as Partial<SourceText>;
  return typeof text === 'string' && typeof path === 'string' && Object.keys(value).length === 2;
}

/** Where the text of a source lies among the bytes of all of them. */
export type SourcePlace = readonly [path: string, start: number, length: number];

/** The texts that one file holds. */
export interface StoredSources {
  readonly places: readonly SourcePlace[];
  readonly bytes: Buffer;
}

/**
 * Collects the texts that spans point into: each is stored once, and values name its number. It may go on from what is stored:
 * then all numbers of before stay what they are.
 */
export class SourceWriter {
  readonly #numbers = new Map<SourceText, number>();
  readonly #earlier: SourceReader | undefined;

  constructor(earlier?: SourceReader) {
    this.#earlier = earlier;
  }

  /** For `encodePlain`. */
  readonly encode = (value: object): string | undefined => {
    if (!isSourceText(value)) return undefined;
    let number = this.#numbers.get(value) ?? this.#earlier?.numberOf(value);
    if (number === undefined) {
      number = (this.#earlier?.size ?? 0) + this.#numbers.size;
      this.#numbers.set(value, number);
    }
    return tagged(KIND, [String(number)]);
  };

  /** Writes the texts that were collected here behind those of `before`. */
  finish(write: (bytes: Uint8Array) => void, before?: StoredSources): readonly SourcePlace[] {
    if (before !== undefined) write(before.bytes);
    let start = before?.bytes.length ?? 0;
    const places = [...this.#numbers.keys()].map(({ path, text }): SourcePlace => {
      const bytes = Buffer.from(text);
      write(bytes);
      start += bytes.length;
      return [path, start - bytes.length, bytes.length];
    });
    return before === undefined ? places : [...before.places, ...places];
  }
}

/** Gives sources back by their number, one file after the other; each is read when it is first asked for, and stays the same object. */
export class SourceReader {
  readonly size: number;
  readonly #files: readonly StoredSources[];
  readonly #made = new Map<number, SourceText>();
  readonly #numbers = new Map<SourceText, number>();

  constructor(files: readonly StoredSources[]) {
    this.#files = files;
    this.size = files.reduce((sum, { places }) => sum + places.length, 0);
  }

  numberOf(source: SourceText): number | undefined {
    return this.#numbers.get(source);
  }

  /** For `decodePlain`. */
  readonly decode: DecodeTag = (kind, [number]) => {
    if (kind !== KIND) throw new SyntaxError(`no such tag: ${kind}`);
    return this.#source(number as number);
  };

  #source(number: number): SourceText {
    const known = this.#made.get(number);
    if (known !== undefined) return known;
    let before = 0;
    for (const { places, bytes } of this.#files) {
      const place = places[number - before];
      before += places.length;
      if (place === undefined) continue;
      const [path, start, length] = place;
      const made = Object.freeze({ path, text: bytes.toString('utf8', start, start + length) });
      this.#made.set(number, made);
      this.#numbers.set(made, number);
      return made;
    }
    throw new SyntaxError(`no such source: ${number}`);
  }
}
