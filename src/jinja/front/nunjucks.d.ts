/** The part of nunjucks 3.2.4 that our front end builds on; the package ships no types. */
declare module 'nunjucks/src/lexer.js' {
  export interface NunjucksToken {
    readonly type: string;
    readonly value: unknown;
    readonly lineno: number;
    readonly colno: number;
  }

  export class Tokenizer {
    constructor(source: string, options: Record<string, never>);
    str: string;
    index: number;
    len: number;
    in_code: boolean;
    isFinished(): boolean;
    nextToken(): NunjucksToken | null;
  }

  const lexer: {
    lex(source: string): Tokenizer;
    readonly TOKEN_STRING: string;
    readonly TOKEN_DATA: string;
    readonly TOKEN_BLOCK_START: string;
    readonly TOKEN_BLOCK_END: string;
    readonly TOKEN_VARIABLE_START: string;
    readonly TOKEN_VARIABLE_END: string;
    readonly TOKEN_OPERATOR: string;
    readonly TOKEN_INT: string;
    readonly TOKEN_FLOAT: string;
    readonly TOKEN_SYMBOL: string;
  };
  export default lexer;
}

declare module 'nunjucks/src/parser.js' {
  import type { NunjucksToken, Tokenizer } from 'nunjucks/src/lexer.js';

  class Parser {
    constructor(tokens: Tokenizer);
    tokens: Tokenizer;
    peeked: NunjucksToken | null;
    breakOnBlocks: readonly string[] | null;
    nextToken(): NunjucksToken | null;
    peekToken(): NunjucksToken | null;
    pushToken(token: NunjucksToken): void;
    skip(type: string): boolean;
    skipValue(type: string, value: string): boolean;
    skipSymbol(value: string): boolean;
    expect(type: string): NunjucksToken;
    fail(message: string, line?: number, column?: number): never;
    parse(): unknown;
    parseUntilBlocks(...names: string[]): unknown;
    parseOr(): unknown;
    parseAnd(): unknown;
  }

  const parser: { readonly Parser: typeof Parser };
  export default parser;
}
