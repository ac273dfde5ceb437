import lexer, { type NunjucksToken } from 'nunjucks/src/lexer.js';
import { textRepr } from '../runtime/text.ts';
import { floatLiteral, intLiteral, normalizeNewlines, unescapeText } from './literals.ts';
import { TemplateSyntaxError } from './syntax-error.ts';

// nunjucks does not export the class of its tokenizer, only a function that makes one.
const NunjucksTokenizer = (lexer.lex('') as object)
  .constructor as typeof import('nunjucks/src/lexer.js').Tokenizer;

/** A token with the offsets of its source. nunjucks' own fields for line and column hold the offsets too. */
export interface Token extends NunjucksToken {
  readonly start: number;
  readonly end: number;
}

/** The type of the token after the last one. */
export const END_OF_TEMPLATE = 'end of template';

const SPACE = /\s+/y;
const FLOAT = /\d(?:_?\d)*(?:(?:\.\d(?:_?\d)*)?e[+-]?\d(?:_?\d)*|\.\d(?:_?\d)*)/iy;
const INT = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const NAME = /[\p{L}\p{N}_\p{Mn}\p{Mc}\p{Pc}]+/uy;
const IDENTIFIER = /^[\p{L}\p{Nl}_]/u;
const STRING = /'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y;
const OPERATORS = ['//', '**', '==', '!=', '>=', '<=', ...'+-/*%~[](){}><=.:|,;'];
const TAG_START = /\{%[-+]?\s*raw\s*(?:-%\}\s*|%\})|\{[{%#][-+]?/g;
const RAW_END = /\{%([-+]?)\s*endraw\s*(?:\+%\}|(-)%\}\s*|%\})/g;
const COMMENT_END = /(?:\+#\}|-#\}\s*|#\})/g;
const BLOCK_END = /\+%\}|-%\}\s*|%\}/y;
const VARIABLE_END = /-\}\}\s*|\}\}/y;
const TRAILING_NEWLINE = /(?:\r\n|\r|\n)$/;

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * nunjucks' tokenizer, taught Jinja2's lexical rules: brackets balance (so `}}` may close two dicts), Python's literals,
 * white space control in every tag, raw blocks, and offsets on every token.
 */
export class TemplateTokenizer extends NunjucksTokenizer {
  #open: string[] = [];
  #inVariable = false;

  /** Reads a text from `start` on. */
  constructor(source: string, start = 0) {
    super(source.replace(TRAILING_NEWLINE, ''), {});
    this.index = start;
  }

  override nextToken(): Token {
    return this.in_code ? this.#codeToken() : this.#dataToken();
  }

  #token(type: string, value: unknown, start: number): Token {
    return { type, value, start, end: this.index, lineno: start, colno: this.index };
  }

  #fail(message: string, start: number, end: number): never {
    throw new TemplateSyntaxError(message, { start, end });
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.index;
    return pattern.exec(this.str);
  }

  #dataToken(): Token {
    while (this.index < this.len) {
      const start = this.index;
      const opening = this.#match(TAG_START);
      if (opening === null) {
        this.index = this.len;
        return this.#token(lexer.TOKEN_DATA, this.str.slice(start, this.len), start);
      }
      if (opening.index > start) {
        const text = this.str.slice(start, opening.index);
        this.index = opening.index;
        const kept = this.str[opening.index + 2] === '-' ? text.trimEnd() : text;
        if (kept !== '') return this.#token(lexer.TOKEN_DATA, kept, start);
      }
      const token = this.#openTag(opening);
      if (token !== null) return token;
    }
    return this.#token(END_OF_TEMPLATE, END_OF_TEMPLATE, this.len);
  }

  /** Enters a tag; comments and empty raw blocks give no token. */
  #openTag(opening: RegExpExecArray): Token | null {
    const [text] = opening;
    this.index = opening.index + text.length;
    if (text.length > 3) return this.#raw(opening);
    if (text[1] === '#') return this.#comment(opening);
    this.in_code = true;
    this.#open = [];
    this.#inVariable = text[1] === '{';
    const type = this.#inVariable ? lexer.TOKEN_VARIABLE_START : lexer.TOKEN_BLOCK_START;
    return this.#token(type, text, opening.index);
  }

  #comment(opening: RegExpExecArray): null {
    const end = this.#match(COMMENT_END);
    if (end === null) return this.#fail('Missing end of comment tag', opening.index, opening.index + 2);
    this.index = end.index + end[0].length;
    return null;
  }

  #raw(opening: RegExpExecArray): Token | null {
    const start = this.index;
    const end = this.#match(RAW_END);
    if (end === null) return this.#fail('Missing end of raw directive', opening.index, start);
    const text = this.str.slice(start, end.index);
    this.index = end.index + end[0].length;
    const kept = end[1] === '-' ? text.trimEnd() : text;
    return kept === '' ? null : this.#token(lexer.TOKEN_DATA, kept, start);
  }

  #codeToken(): Token {
    const space = this.#match(SPACE);
    if (space !== null) this.index += space[0].length;
    const start = this.index;
    if (start >= this.len) return this.#token(END_OF_TEMPLATE, END_OF_TEMPLATE, this.len);
    if (this.#open.length === 0) {
      const end = this.#match(this.#inVariable ? VARIABLE_END : BLOCK_END);
      if (end !== null) {
        this.index += end[0].length;
        this.in_code = false;
        return this.#token(
          this.#inVariable ? lexer.TOKEN_VARIABLE_END : lexer.TOKEN_BLOCK_END,
          end[0],
          start,
        );
      }
    }
    return this.#literal(start) ?? this.#operator(start);
  }

  #literal(start: number): Token | null {
    const code = this.str.charCodeAt(start);
    const isDigit = code >= 48 && code <= 57;
    const number = isDigit ? (this.str[start - 1] === '.' ? null : this.#match(FLOAT)) : null;
    if (number !== null) return this.#take(lexer.TOKEN_FLOAT, floatLiteral(number[0]), number, start);
    const int = isDigit ? this.#match(INT) : null;
    if (int !== null) return this.#take(lexer.TOKEN_INT, intLiteral(int[0]), int, start);
    if (code === 34 || code === 39) return this.#string(start);
    const name = this.#match(NAME);
    if (name === null) return null;
    if (!IDENTIFIER.test(name[0])) {
      this.#fail('Invalid character in identifier', start, start + name[0].length);
    }
    return this.#take(lexer.TOKEN_SYMBOL, name[0], name, start);
  }

  #take(type: string, value: unknown, match: RegExpExecArray, start: number): Token {
    this.index += match[0].length;
    return this.#token(type, value, start);
  }

  #string(start: number): Token | null {
    const match = this.#match(STRING);
    if (match === null) return null;
    const text = unescapeText(normalizeNewlines(match[1] ?? match[2] ?? ''));
    if (text === null) this.#fail('truncated escape in a string', start, start + match[0].length);
    return this.#take(lexer.TOKEN_STRING, text, match, start);
  }

  #operator(start: number): Token {
    const operator = OPERATORS.find((each) => this.str.startsWith(each, start));
    if (operator === undefined) {
      const character = String.fromCodePoint(this.str.codePointAt(start) as number);
      return this.#fail(`unexpected char ${textRepr(character)} at ${start}`, start, start + 1);
    }
    this.index += operator.length;
    const closer = CLOSERS[operator];
    if (closer !== undefined) this.#open.push(closer);
    else if (operator === ')' || operator === ']' || operator === '}') this.#close(operator, start);
    return this.#token(lexer.TOKEN_OPERATOR, operator, start);
  }

  #close(operator: string, start: number): void {
    const expected = this.#open.pop();
    if (expected === undefined) this.#fail(`unexpected '${operator}'`, start, start + 1);
    if (expected !== operator)
      this.#fail(`unexpected '${operator}', expected '${expected}'`, start, start + 1);
  }
}
