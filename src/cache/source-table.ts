import { type DecodeTag, tagged } from '../base/index.ts';
import type { SourceText } from '../diagnostics/index.ts';

const KIND = 's';

function isSourceText(value: object): value is SourceText {
  const { path, text } = value as Partial<SourceText>;
  return typeof path === 'string' && typeof text === 'string' && Object.keys(value).length === 2;
}

/** Where the text of a source lies among the bytes of all of them. */
type Place = readonly [path: string, start: number, length: number];

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

  get isContinued(): boolean {
    return this.#earlier !== undefined;
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

  /** Writes the texts. What comes back is what `SourceReader` needs beside the bytes. */
  finish(write: (bytes: Uint8Array) => void): readonly Place[] {
    const before = this.#earlier;
    if (before !== undefined) write(before.bytes);
    let start = before?.bytes.length ?? 0;
    const places = [...this.#numbers.keys()].map(({ path, text }): Place => {
      const bytes = Buffer.from(text);
      write(bytes);
      start += bytes.length;
      return [path, start - bytes.length, bytes.length];
    });
    return before === undefined ? places : [...before.places, ...places];
  }
}

/** Gives sources back by their number; each is read when it is first asked for, and stays the same object. */
export class SourceReader {
  readonly places: readonly Place[];
  readonly bytes: Buffer;
  readonly #made = new Map<number, SourceText>();
  readonly #numbers = new Map<SourceText, number>();

  constructor(places: readonly Place[], bytes: Buffer) {
    this.places = places;
    this.bytes = bytes;
  }

  get size(): number {
    return this.places.length;
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
    const place = this.places[number];
    if (place === undefined) throw new SyntaxError(`no such source: ${number}`);
    const [path, start, length] = place;
    const made = Object.freeze({ path, text: this.bytes.toString('utf8', start, start + length) });
    this.#made.set(number, made);
    this.#numbers.set(made, number);
    return made;
  }
}
