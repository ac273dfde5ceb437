import { raise } from '../../values/index.ts';

/** Raises `re.error` with the position in the pattern. */
export function patternError(message: string, source: string, position: number): never {
  const before = source.slice(0, position);
  const line = before.split('\n').length;
  const where = source.includes('\n') ? ` (line ${line}, column ${position - before.lastIndexOf('\n')})` : '';
  return raise('error', `${message} at position ${position}${where}`);
}

/** Reads a pattern by code points. */
export class PatternReader {
  readonly source: string;
  readonly #characters: readonly string[];
  position = 0;

  constructor(source: string) {
    this.source = source;
    this.#characters = [...source];
  }

  /** The next character, not yet taken; the empty text at the end. */
  get next(): string {
    return this.#characters[this.position] ?? '';
  }

  get atEnd(): boolean {
    return this.position >= this.#characters.length;
  }

  peek(offset: number): string {
    return this.#characters[this.position + offset] ?? '';
  }

  take(): string {
    const character = this.next;
    this.position++;
    return character;
  }

  /** Takes the text when it comes next. */
  skip(text: string): boolean {
    const length = [...text].length;
    if (this.#characters.slice(this.position, this.position + length).join('') !== text) return false;
    this.position += length;
    return true;
  }

  /** Takes characters while they pass, at most `limit`. */
  takeWhile(test: (character: string) => boolean, limit = Number.POSITIVE_INFINITY): string {
    let text = '';
    while (!this.atEnd && [...text].length < limit && test(this.next)) text += this.take();
    return text;
  }

  /** Takes everything up to a terminator and the terminator itself; `what` stands in the error where it is missing. */
  takeUntil(terminator: string, what: string): string {
    const start = this.position;
    const text = this.takeWhile((character) => character !== terminator);
    if (this.atEnd) {
      if (text === '') this.fail(`missing ${what}`, start);
      this.fail(`missing ${terminator}, unterminated name`, start);
    }
    this.position++;
    if (text === '') this.fail(`missing ${what}`, start);
    return text;
  }

  fail(message: string, position: number = this.position): never {
    return patternError(message, this.source, position);
  }
}
