import lexer from 'nunjucks/src/lexer.js';
import type { Arguments, Expression, FilterExpression } from '../ast.ts';
import { textRepr } from '../runtime/text.ts';
import { describeToken, TokenReader } from './token-reader.ts';

/** Names that are values. */
export const CONSTANTS: ReadonlyMap<unknown, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

const ARGUMENT_STARTS: ReadonlySet<unknown> = new Set(['(', '[', '{']);
const LITERALS: ReadonlySet<string> = new Set([lexer.TOKEN_STRING, lexer.TOKEN_INT, lexer.TOKEN_FLOAT]);
const NOT_AN_ARGUMENT: ReadonlySet<unknown> = new Set(['else', 'or', 'and']);

const NO_ARGUMENTS: Arguments = Object.freeze({
  positional: [],
  keywords: [],
  spread: null,
  keywordSpread: null,
});

/** How far a tuple without parentheses goes, and whether its items may be conditional expressions. */
export interface TupleRules {
  readonly conditional?: boolean;
  readonly endName?: string;
  readonly parenthesised?: boolean;
}

/** The operands of Jinja2's expressions: literals, names, members, calls, filters and tests. */
export abstract class OperandParser extends TokenReader {
  protected abstract parseExpression(): Expression;

  protected abstract parseTuple(rules?: TupleRules): Expression;

  protected parsePrimary(): Expression {
    const token = this.peekToken();
    const { start } = token;
    if (token.type === lexer.TOKEN_SYMBOL) {
      this.nextToken();
      const constant = CONSTANTS.get(token.value);
      if (constant !== undefined) return { kind: 'constant', value: constant, start, end: token.end };
      return { kind: 'name', name: String(token.value), start, end: token.end };
    }
    if (token.type === lexer.TOKEN_STRING) return this.#parseStrings(start);
    if (token.type === lexer.TOKEN_INT || token.type === lexer.TOKEN_FLOAT) {
      this.nextToken();
      return { kind: 'constant', value: token.value, start, end: token.end };
    }
    if (this.skipOperator('(')) return this.#parseParenthesised(start);
    if (this.skipOperator('[')) {
      const items = this.#parseItems(']');
      return { kind: 'list', items, start, end: this.lastEnd };
    }
    if (this.skipOperator('{')) return this.#parseDict(start);
    return this.failAt(`unexpected ${textRepr(describeToken(token))}`);
  }

  #parseStrings(start: number): Expression {
    let value = '';
    while (this.isType(lexer.TOKEN_STRING)) value += String(this.nextToken().value);
    return { kind: 'constant', value, start, end: this.lastEnd };
  }

  #parseParenthesised(start: number): Expression {
    const inner = this.parseTuple({ parenthesised: true });
    this.expectOperator(')');
    return { ...inner, start, end: this.lastEnd };
  }

  #parseItems(close: string): Expression[] {
    const items: Expression[] = [];
    while (!this.isOperator(close)) {
      if (items.length > 0) this.expectOperator(',');
      if (this.isOperator(close)) break;
      items.push(this.parseExpression());
    }
    this.nextToken();
    return items;
  }

  #parseDict(start: number): Expression {
    const entries: [Expression, Expression][] = [];
    while (!this.isOperator('}')) {
      if (entries.length > 0) this.expectOperator(',');
      if (this.isOperator('}')) break;
      const key = this.parseExpression();
      this.expectOperator(':');
      entries.push([key, this.parseExpression()]);
    }
    this.nextToken();
    return { kind: 'dict', entries, start, end: this.lastEnd };
  }

  protected parsePostfix(start: Expression): Expression {
    let node = start;
    for (;;) {
      if (this.isOperator('.')) node = this.#parseMember(node);
      else if (this.isOperator('[')) node = this.#parseSubscript(node);
      else if (this.isOperator('(')) node = this.#parseCall(node);
      else return node;
    }
  }

  #parseMember(object: Expression): Expression {
    this.nextToken();
    const token = this.nextToken();
    const place = { start: object.start, end: token.end };
    if (token.type === lexer.TOKEN_SYMBOL)
      return { kind: 'attribute', object, name: String(token.value), ...place };
    if (token.type !== lexer.TOKEN_INT) this.failAt('expected name or number', token);
    const key: Expression = { kind: 'constant', value: token.value, start: token.start, end: token.end };
    return { kind: 'item', object, key, ...place };
  }

  #parseSubscript(object: Expression): Expression {
    const { start } = this.nextToken();
    const keys: Expression[] = [];
    while (!this.isOperator(']')) {
      if (keys.length > 0) this.expectOperator(',');
      keys.push(this.#parseSubscribed());
    }
    this.nextToken();
    const [first] = keys;
    const key: Expression =
      keys.length === 1 && first !== undefined
        ? first
        : { kind: 'tuple', items: keys, start, end: this.lastEnd };
    return { kind: 'item', object, key, start: object.start, end: this.lastEnd };
  }

  /** A key, or `start:stop:step`. */
  #parseSubscribed(): Expression {
    const { start } = this.peekToken();
    const isAbsent = () => this.isOperator(':') || this.isOperator(']') || this.isOperator(',');
    const part = () => (isAbsent() ? null : this.parseExpression());
    let first: Expression | null = null;
    if (!this.isOperator(':')) {
      first = this.parseExpression();
      if (!this.isOperator(':')) return first;
    }
    this.nextToken();
    const stop = part();
    const step = this.skipOperator(':') ? part() : null;
    return { kind: 'slice', first, stop, step, start, end: this.lastEnd };
  }

  #parseCall(callee: Expression): Expression {
    const args = this.#parseArguments();
    return { kind: 'call', callee, args, start: callee.start, end: this.lastEnd };
  }

  #parseArguments(): Arguments {
    const open = this.expectOperator('(');
    const positional: Expression[] = [];
    const keywords: [string, Expression][] = [];
    let spread: Expression | null = null;
    let keywordSpread: Expression | null = null;
    const ensure = (valid: boolean) => {
      if (!valid) this.failAt('invalid syntax for function call expression', open);
    };
    for (let first = true; !this.isOperator(')'); first = false) {
      if (!first) this.expectOperator(',');
      if (this.isOperator(')')) break;
      if (this.skipOperator('*')) {
        ensure(spread === null && keywordSpread === null);
        spread = this.parseExpression();
      } else if (this.skipOperator('**')) {
        ensure(keywordSpread === null);
        keywordSpread = this.parseExpression();
      } else {
        const named = this.#parseArgument();
        if (named.name !== null) ensure(keywordSpread === null);
        else ensure(spread === null && keywordSpread === null && keywords.length === 0);
        if (named.name === null) positional.push(named.value);
        else keywords.push([named.name, named.value]);
      }
    }
    this.nextToken();
    return { positional, keywords, spread, keywordSpread };
  }

  #parseArgument(): { readonly name: string | null; readonly value: Expression } {
    const isName = this.isType(lexer.TOKEN_SYMBOL);
    const token = this.peekToken();
    const value = this.parseExpression();
    const isBareName =
      isName && value.end === token.end && (value.kind === 'name' || value.kind === 'constant');
    if (!isBareName || !this.skipOperator('=')) return { name: null, value };
    return { name: String(token.value), value: this.parseExpression() };
  }

  protected parseFilters(start: Expression): Expression {
    let node = start;
    for (;;) {
      if (this.isOperator('|')) node = this.parseFilter(node, false);
      else if (this.isName('is')) node = this.#parseTest(node);
      else if (this.isOperator('(')) node = this.#parseCall(node);
      else return node;
    }
  }

  #dottedName(): string {
    let name = this.anyName();
    while (this.skipOperator('.')) name += `.${this.anyName()}`;
    return name;
  }

  /** `| name(...)`; `inline` where the bar is left out, as after `{% filter`. */
  #oneFilter(value: Expression | null, inline: boolean): FilterExpression {
    if (!inline) this.expectOperator('|');
    const { start } = this.peekToken();
    const name = this.#dottedName();
    const args = this.isOperator('(') ? this.#parseArguments() : NO_ARGUMENTS;
    return { kind: 'filter', value, name, args, start: value?.start ?? start, end: this.lastEnd };
  }

  /** A chain of filters. */
  protected parseFilter(value: Expression | null, inline: boolean): FilterExpression {
    let node = this.#oneFilter(value, inline);
    while (this.isOperator('|')) node = this.#oneFilter(node, false);
    return node;
  }

  #isTestArgument(): boolean {
    const token = this.peekToken();
    if (token.type === lexer.TOKEN_OPERATOR) return ARGUMENT_STARTS.has(token.value);
    if (token.type === lexer.TOKEN_SYMBOL) return !NOT_AN_ARGUMENT.has(token.value);
    return LITERALS.has(token.type);
  }

  #testArguments(): Arguments {
    if (this.isOperator('(')) return this.#parseArguments();
    if (!this.#isTestArgument()) return NO_ARGUMENTS;
    if (this.isName('is')) this.failAt('You cannot chain multiple tests with is');
    return { ...NO_ARGUMENTS, positional: [this.parsePostfix(this.parsePrimary())] };
  }

  #parseTest(value: Expression): Expression {
    this.nextToken();
    const negated = this.skipName('not');
    const name = this.#dottedName();
    const args = this.#testArguments();
    const place = { start: value.start, end: this.lastEnd };
    const test: Expression = { kind: 'test', value, name, args, ...place };
    return negated ? { kind: 'unary', operator: 'not', operand: test, ...place } : test;
  }
}
