import lexer from 'nunjucks/src/lexer.js';
import type {
  BinaryOperator,
  CompareOperator,
  Comparison,
  Expression,
  Name,
  NamespaceTarget,
  Parameter,
  Target,
} from '../ast.ts';
import { textRepr } from '../runtime/text.ts';
import { CONSTANTS, OperandParser, type TupleRules } from './operand-parser.ts';
import { describeToken } from './token-reader.ts';

/** Operators of one precedence, and how their operands are parsed. */
interface Level {
  readonly operators: ReadonlySet<unknown>;
  readonly type: string;
  readonly operand: (parser: ExpressionParser) => Expression;
}

const level = (type: string, operators: readonly BinaryOperator[], operand: Level['operand']): Level => ({
  type,
  operators: new Set(operators),
  operand,
});

const COMPARE_OPERATORS: ReadonlySet<unknown> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** Jinja2's expressions; its precedence, which is not nunjucks', is the order of the methods. */
export class ExpressionParser extends OperandParser {
  protected override parseExpression(): Expression {
    const start = this.peekToken().start;
    let value = this.parseOr();
    while (this.skipName('if')) {
      const test = this.parseOr();
      const otherwise = this.skipName('else') ? this.parseExpression() : null;
      value = { kind: 'conditional', test, value, otherwise, start, end: this.lastEnd };
    }
    return value;
  }

  override parseOr(): Expression {
    return this.#binary(ExpressionParser.#or);
  }

  override parseAnd(): Expression {
    return this.#binary(ExpressionParser.#and);
  }

  static readonly #or = level(lexer.TOKEN_SYMBOL, ['or'], (parser) => parser.parseAnd());
  static readonly #and = level(lexer.TOKEN_SYMBOL, ['and'], (parser) => parser.#parseNot());
  static readonly #sum = level(lexer.TOKEN_OPERATOR, ['+', '-'], (parser) => parser.#parseConcatenation());
  static readonly #product = level(lexer.TOKEN_OPERATOR, ['*', '/', '//', '%'], (parser) =>
    parser.#parsePower(),
  );
  static readonly #power = level(lexer.TOKEN_OPERATOR, ['**'], (parser) => parser.#parseUnary(true));

  #binary({ operators, type, operand }: Level): Expression {
    let left = operand(this);
    for (;;) {
      const token = this.peekToken();
      if (token.type !== type || !operators.has(token.value)) return left;
      const operator = this.nextToken().value as BinaryOperator;
      const right = operand(this);
      left = { kind: 'binary', operator, left, right, start: left.start, end: this.lastEnd };
    }
  }

  #parseNot(): Expression {
    const { start } = this.peekToken();
    if (!this.skipName('not')) return this.#parseComparison();
    const operand = this.#parseNot();
    return { kind: 'unary', operator: 'not', operand, start, end: this.lastEnd };
  }

  #compareOperator(): CompareOperator | null {
    const token = this.peekToken();
    if (token.type === lexer.TOKEN_OPERATOR && COMPARE_OPERATORS.has(token.value)) {
      return this.nextToken().value as CompareOperator;
    }
    if (this.skipName('in')) return 'in';
    if (!this.isName('not')) return null;
    this.nextToken();
    if (this.skipName('in')) return 'not in';
    // Only `not in` can follow an operand.
    return this.failAt(`expected token 'end of print statement', got 'not'`, token);
  }

  #parseComparison(): Expression {
    const first = this.#parseSum();
    const operations: Comparison['operations'][number][] = [];
    for (let operator = this.#compareOperator(); operator !== null; operator = this.#compareOperator()) {
      operations.push({ operator, operand: this.#parseSum() });
    }
    if (operations.length === 0) return first;
    return { kind: 'comparison', first, operations, start: first.start, end: this.lastEnd };
  }

  #parseSum(): Expression {
    return this.#binary(ExpressionParser.#sum);
  }

  #parseConcatenation(): Expression {
    const items = [this.#parseProduct()];
    while (this.skipOperator('~')) items.push(this.#parseProduct());
    const [first] = items as [Expression];
    return items.length === 1
      ? first
      : { kind: 'concatenation', items, start: first.start, end: this.lastEnd };
  }

  #parseProduct(): Expression {
    return this.#binary(ExpressionParser.#product);
  }

  #parsePower(): Expression {
    return this.#binary(ExpressionParser.#power);
  }

  #parseUnary(withFilters: boolean): Expression {
    const { start, type, value } = this.peekToken();
    let node: Expression;
    if (type === lexer.TOKEN_OPERATOR && (value === '-' || value === '+')) {
      this.nextToken();
      const operand = this.#parseUnary(false);
      node = { kind: 'unary', operator: value, operand, start, end: this.lastEnd };
    } else node = this.parsePrimary();
    node = this.parsePostfix(node);
    return withFilters ? this.parseFilters(node) : node;
  }

  #isTupleEnd(endName: string | undefined): boolean {
    const { type } = this.peekToken();
    if (type === lexer.TOKEN_VARIABLE_END || type === lexer.TOKEN_BLOCK_END) return true;
    return this.isOperator(')') || (endName !== undefined && this.isName(endName));
  }

  /** `a, b` without parentheses of its own, or one expression. */
  protected override parseTuple(rules: TupleRules = {}): Expression {
    const { start } = this.peekToken();
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.expectOperator(',');
      if (this.#isTupleEnd(rules.endName)) break;
      items.push(rules.conditional === false ? this.parseOr() : this.parseExpression());
      if (!this.isOperator(',')) break;
      isTuple = true;
    }
    const [first] = items;
    if (!isTuple && first !== undefined) return first;
    if (!isTuple && rules.parenthesised !== true) {
      this.failAt(`Expected an expression, got ${textRepr(describeToken(this.peekToken()))}`);
    }
    return { kind: 'tuple', items, start, end: this.lastEnd };
  }

  /** Names left of `=` or after `for`; `namespaces` allows `ns.name`. */
  protected parseTarget(options: { readonly namespaces: boolean; readonly endName?: string }): Target {
    const { start } = this.peekToken();
    const items: Target[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.expectOperator(',');
      if (items.length > 0 && this.#isTupleEnd(options.endName)) break;
      items.push(this.#oneTarget(options));
      if (!this.isOperator(',')) break;
      isTuple = true;
    }
    const [first] = items as [Target];
    return isTuple ? { kind: 'tuple target', items, start, end: this.lastEnd } : first;
  }

  #oneTarget(options: { readonly namespaces: boolean }): Target {
    if (this.isOperator('(')) {
      this.nextToken();
      const inner = this.parseTarget(options);
      this.expectOperator(')');
      return inner;
    }
    if (!this.isType(lexer.TOKEN_SYMBOL)) return this.#cannotAssign();
    const token = this.nextToken();
    const name = String(token.value);
    if (CONSTANTS.has(token.value)) this.failAt("can't assign to 'const'", token);
    const place = { start: token.start, end: token.end };
    if (!options.namespaces || !this.skipOperator('.'))
      return { kind: 'name', name, ...place } satisfies Name;
    const attribute = this.anyName();
    return {
      kind: 'namespace target',
      name,
      attribute,
      ...place,
      end: this.lastEnd,
    } satisfies NamespaceTarget;
  }

  #cannotAssign(): never {
    const token = this.peekToken();
    const node = this.parsePrimary();
    return this.failAt(`can't assign to '${node.kind === 'constant' ? 'const' : node.kind}'`, token);
  }

  /** `(a, b: string, c=1)`. */
  protected parseSignature(): Parameter[] {
    this.expectOperator('(');
    const parameters: Parameter[] = [];
    while (!this.isOperator(')')) {
      if (parameters.length > 0) this.expectOperator(',');
      const name = this.anyName();
      const type = this.skipOperator(':') ? this.#parseType() : null;
      const fallback = this.skipOperator('=') ? this.parseExpression() : null;
      if (fallback === null && parameters.at(-1)?.fallback) {
        this.failAt('non-default argument follows default argument');
      }
      parameters.push({ name, fallback, type });
    }
    this.nextToken();
    return parameters;
  }

  /** `string`, `list[dict[string, any]]`. */
  #parseType(): string {
    const name = this.anyName();
    if (!this.skipOperator('[')) return name;
    const inner: string[] = [];
    while (!this.isOperator(']')) {
      if (inner.length > 0) this.expectOperator(',');
      inner.push(this.#parseType());
    }
    this.nextToken();
    return `${name}[${inner.join(', ')}]`;
  }
}
