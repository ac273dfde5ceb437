import lexer from 'nunjucks/src/lexer.js';
import parser from 'nunjucks/src/parser.js';
import { textRepr } from '../runtime/text.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import { END_OF_TEMPLATE, type TemplateTokenizer, type Token } from './tokenizer.ts';

/** Jinja2's words for kinds of tokens. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  [lexer.TOKEN_BLOCK_START]: 'begin of statement block',
  [lexer.TOKEN_BLOCK_END]: 'end of statement block',
  [lexer.TOKEN_VARIABLE_START]: 'begin of print statement',
  [lexer.TOKEN_VARIABLE_END]: 'end of print statement',
  [lexer.TOKEN_DATA]: 'template data / text',
  [lexer.TOKEN_SYMBOL]: 'name',
  [lexer.TOKEN_STRING]: 'string',
  [lexer.TOKEN_INT]: 'integer',
  [lexer.TOKEN_FLOAT]: 'float',
};

/** What Jinja2 calls a token in its messages. */
export function describeToken(token: Token): string {
  if (token.type === lexer.TOKEN_SYMBOL || token.type === lexer.TOKEN_OPERATOR) return String(token.value);
  return DESCRIPTIONS[token.type] ?? token.type;
}

/** nunjucks' token plumbing with our tokens and Jinja2's messages. */
export class TokenReader extends parser.Parser {
  /** Where the last consumed token ends. */
  protected lastEnd = 0;

  constructor(tokens: TemplateTokenizer) {
    super(tokens);
  }

  override nextToken(): Token {
    const token = super.nextToken() as Token;
    this.lastEnd = token.end;
    return token;
  }

  override peekToken(): Token {
    if (this.peeked === null) {
      const end = this.lastEnd;
      this.peeked = this.nextToken();
      this.lastEnd = end;
    }
    return this.peeked as Token;
  }

  /** Raises a syntax error at a token, by default the one that comes next. */
  protected failAt(message: string, place: { start: number; end: number } = this.peekToken()): never {
    throw new TemplateSyntaxError(message, place);
  }

  protected isType(type: string): boolean {
    return this.peekToken().type === type;
  }

  protected isOperator(operator: string): boolean {
    const token = this.peekToken();
    return token.type === lexer.TOKEN_OPERATOR && token.value === operator;
  }

  protected isName(name: string): boolean {
    const token = this.peekToken();
    return token.type === lexer.TOKEN_SYMBOL && token.value === name;
  }

  protected skipOperator(operator: string): boolean {
    if (!this.isOperator(operator)) return false;
    this.nextToken();
    return true;
  }

  protected skipName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.nextToken();
    return true;
  }

  /** The next token, which has to be of a kind; `shown` is what the message calls it. */
  protected expectType(type: string, shown = DESCRIPTIONS[type] ?? type): Token {
    return this.isType(type) ? this.nextToken() : this.unexpected(shown);
  }

  protected expectOperator(operator: string): Token {
    return this.isOperator(operator) ? this.nextToken() : this.unexpected(operator);
  }

  protected expectName(name: string): Token {
    return this.isName(name) ? this.nextToken() : this.unexpected(name);
  }

  /** The name that comes next. */
  protected anyName(): string {
    return String(this.expectType(lexer.TOKEN_SYMBOL).value);
  }

  protected unexpected(shown: string): never {
    const token = this.peekToken();
    if (token.type === END_OF_TEMPLATE) {
      return this.failAt(`unexpected end of template, expected ${textRepr(shown)}.`);
    }
    return this.failAt(`expected token ${textRepr(shown)}, got ${textRepr(describeToken(token))}`);
  }
}
