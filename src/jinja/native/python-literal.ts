import { toFloat } from '../../base/index.ts';
import { unescapeText } from '../front/literals.ts';
import { bigOf, intOf, isFloat, isNumber, numberOf, PyDict, PySet, PyTuple } from '../values/index.ts';

/** Thrown inside the reader only: the text is not a literal. */
class NotALiteral extends Error {}

const SPACE = /(?:[ \t\r\n\f]|#[^\n]*|\\\n)*/y;
const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*|\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;
const TEXT =
  /[uUrR]?(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)')/y;
const WORD = /[A-Za-z_]\w*/y;
const WORDS = new Map<string, unknown>([
  ['None', null],
  ['True', true],
  ['False', false],
]);

/** Reads one Python literal: numbers, texts, tuples, lists, dicts, sets, True, False, None. */
class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): unknown {
    if (/^[\r\n]/.test(this.#text)) throw new NotALiteral();
    const value = this.#sequence('');
    this.#space();
    if (this.#at < this.#text.length) throw new NotALiteral();
    return value;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #peek(): string {
    this.#space();
    return this.#text[this.#at] ?? '';
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }

  #expect(character: string): void {
    if (this.#peek() !== character) throw new NotALiteral();
    this.#at++;
  }

  /** Values up to `close`: one value, or a tuple where there is a comma. */
  #sequence(close: string): unknown {
    const items: unknown[] = [];
    let isTuple = false;
    while (this.#peek() !== close) {
      items.push(this.#value());
      if (this.#peek() !== ',') break;
      this.#at++;
      isTuple = true;
    }
    if (items.length === 1 && !isTuple) return items[0];
    if (items.length === 0 && (isTuple || close === '')) throw new NotALiteral();
    return PyTuple.of_(items);
  }

  #items(close: string): unknown[] {
    const items: unknown[] = [];
    while (this.#peek() !== close) {
      items.push(this.#value());
      if (this.#peek() !== ',') break;
      this.#at++;
    }
    this.#expect(close);
    return items;
  }

  #dictOrSet(): unknown {
    if (this.#peek() === '}') {
      this.#at++;
      return new PyDict();
    }
    const first = this.#value();
    if (this.#peek() !== ':') return this.#restOfSet(first);
    const dict = new PyDict();
    for (let key = first; ; key = this.#value()) {
      this.#expect(':');
      dict.set(key, this.#value());
      if (this.#peek() !== ',') break;
      this.#at++;
      if (this.#peek() === '}') break;
    }
    this.#expect('}');
    return dict;
  }

  #restOfSet(first: unknown): unknown {
    if (this.#peek() === ',') {
      this.#at++;
      return new PySet([first, ...this.#items('}')]);
    }
    this.#expect('}');
    return new PySet([first]);
  }

  #value(): unknown {
    const character = this.#peek();
    if (character === '-' || character === '+') return this.#signed(character);
    if (character === '(' || character === '[' || character === '{') return this.#container(character);
    const text = this.#match(TEXT);
    if (text !== null) return this.#texts(text);
    const number = this.#match(NUMBER);
    if (number !== null) return this.#number(number[0]);
    const word = this.#match(WORD);
    if (word === null || !WORDS.has(word[0])) throw new NotALiteral();
    return WORDS.get(word[0]);
  }

  #container(open: string): unknown {
    this.#at++;
    if (open === '[') return this.#items(']');
    if (open === '{') return this.#dictOrSet();
    if (this.#peek() === ')') {
      this.#at++;
      return new PyTuple();
    }
    const value = this.#sequence(')');
    this.#expect(')');
    return value;
  }

  #signed(sign: string): unknown {
    this.#at++;
    const value = this.#value();
    if (!isNumber(value) || typeof value === 'boolean') throw new NotALiteral();
    if (sign === '+') return value;
    return isFloat(value) ? toFloat(-numberOf(value)) : intOf(-bigOf(value));
  }

  /** Texts beside each other are one. */
  #texts(first: RegExpExecArray): string {
    let text = '';
    for (let match: RegExpExecArray | null = first; match !== null; match = this.#nextText()) {
      const body = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
      const plain = /^[rR]/.test(match[0]) ? body : unescapeText(body);
      if (plain === null) throw new NotALiteral();
      text += plain;
    }
    return text;
  }

  #nextText(): RegExpExecArray | null {
    this.#space();
    return this.#match(TEXT);
  }

  #number(digits: string): unknown {
    const plain = digits.replaceAll('_', '');
    if (/^0[xXoObB]/.test(plain)) return intOf(BigInt(plain.toLowerCase()));
    if (/[.eE]/.test(plain)) return toFloat(Number(plain));
    if (/^0\d*[1-9]/.test(plain) || /^[\w.]/.test(this.#text[this.#at] ?? '')) throw new NotALiteral();
    return intOf(BigInt(plain));
  }
}

/** Python's `ast.literal_eval`; undefined when the text is not a literal. */
export function parsePythonLiteral(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: new LiteralReader(text.replace(/^[ \t]+/, '')).whole() };
  } catch {
    return undefined;
  }
}
