/** Where the parts of a record lie: its bulk, and its text in the body that is stored along (length 0: it has none there). */
export interface RecordPlace {
  readonly bulkStart: number;
  readonly bulkLength: number;
  readonly bodyStart: number;
  readonly bodyLength: number;
}

const NUMBERS = 4;

/** Places as bytes. */
export function placesBytes(places: readonly RecordPlace[]): Uint8Array {
  const numbers = new Float64Array(places.length * NUMBERS);
  places.forEach((each, at) => {
    numbers.set([each.bulkStart, each.bulkLength, each.bodyStart, each.bodyLength], at * NUMBERS);
  });
  return new Uint8Array(numbers.buffer);
}

/** The records of one map as they are stored, from which they are read, or copied to the next file as they are. */
export class StoredTable {
  /** A JSON list, one element a line: the shapes, then a row for each record. */
  readonly text: string;
  readonly #bulk: Buffer;
  readonly #places: Float64Array;
  #lines: readonly string[] | undefined;

  constructor(parts: { readonly text: string; readonly bulk: Buffer; readonly places: Buffer }) {
    this.text = parts.text;
    this.#bulk = parts.bulk;
    const { buffer, byteOffset, byteLength } = parts.places;
    this.#places = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
  }

  place(at: number): RecordPlace {
    const number = (which: number) => this.#places[at * NUMBERS + which] ?? 0;
    return { bulkStart: number(0), bulkLength: number(1), bodyStart: number(2), bodyLength: number(3) };
  }

  bulk(at: number): Buffer {
    const { bulkStart, bulkLength } = this.place(at);
    return this.#bulk.subarray(bulkStart, bulkStart + bulkLength);
  }

  bulkText(at: number): string {
    const { bulkStart, bulkLength } = this.place(at);
    return this.#bulk.toString('utf8', bulkStart, bulkStart + bulkLength);
  }

  /** The line of a record, or of the shapes at -1, without what joins it to the next. */
  line(at: number): string {
    this.#lines ??= this.text.slice(1).split('\n');
    const line = this.#lines[at + 1];
    if (line === undefined) throw new SyntaxError(`no such row: ${at}`);
    return line.slice(0, -1);
  }
}
