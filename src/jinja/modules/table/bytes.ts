import { BOOL, EQ, HASH, LEN, REPR, STR, TYPE } from '../../values/index.ts';

const ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** Python's `bytes`. */
export class PyBytes {
  readonly bytes: Uint8Array;
  readonly [TYPE] = 'bytes';

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  [STR](): string {
    return this[REPR]();
  }

  [REPR](): string {
    const quote = this.bytes.includes(39) && !this.bytes.includes(34) ? '"' : "'";
    const shown = Array.from(this.bytes, (byte) => {
      if (byte === quote.charCodeAt(0)) return `\\${quote}`;
      const known = ESCAPES[byte];
      if (known !== undefined) return known;
      return byte < 32 || byte > 126 ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte);
    });
    return `b${quote}${shown.join('')}${quote}`;
  }

  [BOOL](): boolean {
    return this.bytes.length > 0;
  }

  [LEN](): number {
    return this.bytes.length;
  }

  [HASH](): string {
    return `bytes:${this[REPR]()}`;
  }

  [EQ](other: unknown): boolean {
    return other instanceof PyBytes && other[REPR]() === this[REPR]();
  }
}
