import lexer from 'nunjucks/src/lexer.js';
import type {
  Expression,
  FilterExpression,
  If,
  Macro,
  Parameter,
  Statement,
  TemplateTree,
  Text,
} from '../ast.ts';
import { textRepr } from '../runtime/text.ts';
import { ExpressionParser } from './expression-parser.ts';
import { normalizeNewlines } from './literals.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import { END_OF_TEMPLATE, TemplateTokenizer, type Token } from './tokenizer.ts';

type Place = { readonly start: number; readonly end: number };

/** Blocks that dbt adds to Jinja's macros, and whether a signature follows their name. */
const MACRO_BLOCKS: Readonly<Record<string, { readonly hasSignature: boolean }>> = {
  macro: { hasSignature: true },
  test: { hasSignature: true },
  data_test: { hasSignature: true },
  materialization: { hasSignature: false },
  docs: { hasSignature: false },
  analysis: { hasSignature: false },
};

const LOADERS: ReadonlySet<string> = new Set(['include', 'import', 'from', 'extends']);

/** Jinja2's statements and dbt's blocks. */
class TemplateParser extends ExpressionParser {
  /** Tags that are open, innermost last. */
  readonly #tags: { readonly name: string; readonly tag: Place }[] = [];
  /** What each open block waits for. */
  readonly #ends: (readonly string[])[] = [];

  readonly #statements: Readonly<Record<string, (tag: Token) => Statement | readonly Statement[]>> = {
    if: (tag) => this.#if(tag),
    for: (tag) => this.#for(tag),
    set: (tag) => this.#set(tag),
    do: (tag) => ({ kind: 'do', value: this.parseTuple(), ...this.#from(tag) }),
    call: (tag) => this.#callBlock(tag),
    filter: (tag) => this.#filterBlock(tag),
    with: (tag) => this.#with(tag),
    print: (tag) => this.#print(tag),
    block: (tag) => this.#block(tag),
    break: (tag) => ({ kind: 'break', ...this.#from(tag) }),
    continue: (tag) => ({ kind: 'continue', ...this.#from(tag) }),
    autoescape: () => this.#autoescape(),
  };

  readonly #macroPrefix: string;

  constructor(tokens: TemplateTokenizer, macroPrefix: string) {
    super(tokens);
    this.#macroPrefix = macroPrefix;
  }

  /** The statements up to a tag that an enclosing block waits for, or to the end. */
  override parse(): Statement[] {
    const body: Statement[] = [];
    for (;;) {
      const token = this.nextToken();
      if (token.type === lexer.TOKEN_DATA) this.#pushText(token, body);
      else if (token.type === lexer.TOKEN_VARIABLE_START) body.push(this.#output(token));
      else if (token.type === END_OF_TEMPLATE) return body;
      else if (this.#isAwaited()) return body;
      else {
        const parsed = this.#statement();
        if (Array.isArray(parsed)) body.push(...(parsed as readonly Statement[]));
        else body.push(parsed as Statement);
        this.expectType(lexer.TOKEN_BLOCK_END);
      }
    }
  }

  #isAwaited(): boolean {
    const token = this.peekToken();
    const awaited = this.#ends.at(-1);
    return (
      token.type === lexer.TOKEN_SYMBOL && awaited !== undefined && awaited.includes(String(token.value))
    );
  }

  /** Text, line by line where line breaks are rewritten, so that offsets stay true within each piece. */
  #pushText(token: Token, body: Statement[]): void {
    const raw = String(token.value);
    if (!raw.includes('\r')) {
      body.push({
        kind: 'text',
        text: raw,
        start: token.start,
        end: token.start + raw.length,
      } satisfies Text);
      return;
    }
    let start = token.start;
    for (const line of raw.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []) {
      body.push({ kind: 'text', text: normalizeNewlines(line), start, end: start + line.length });
      start += line.length;
    }
  }

  #output(open: Token): Statement {
    const value = this.parseTuple();
    const close = this.expectType(lexer.TOKEN_VARIABLE_END);
    const end = close.start + String(close.value).trimEnd().length;
    return { kind: 'output', value, start: open.start, end };
  }

  #from(tag: Token): Place {
    return { start: tag.start, end: Math.max(tag.end, this.lastEnd) };
  }

  #statement(): Statement | readonly Statement[] {
    const tag = this.peekToken();
    if (tag.type !== lexer.TOKEN_SYMBOL) this.failAt('tag name expected', tag);
    const name = String(tag.value);
    const parse = Object.hasOwn(this.#statements, name) ? this.#statements[name] : undefined;
    const isMacro = Object.hasOwn(MACRO_BLOCKS, name);
    if (parse === undefined && !isMacro && !LOADERS.has(name)) this.#failAtEnd(name, tag);
    this.nextToken();
    this.#tags.push({ name, tag });
    const statement =
      parse !== undefined ? parse(tag) : isMacro ? this.#macro(tag, name) : this.#load(tag, name);
    this.#tags.pop();
    return statement;
  }

  /** An unknown tag, or the end of the template inside a block: what Jinja waits for. */
  #failAtEnd(name: string | null, place: Place): never {
    const awaited = this.#ends.at(-1);
    const parts = [
      name === null ? 'Unexpected end of template.' : `Encountered unknown tag ${textRepr(name)}.`,
    ];
    if (awaited !== undefined) {
      const list = awaited.map((each) => `'${each}'`).join(' or ');
      const misplaced = name !== null && this.#ends.some((ends) => ends.includes(name));
      parts.push(
        misplaced
          ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${list}.`
          : `Jinja was looking for the following tags: ${list}.`,
      );
    }
    const innermost = this.#tags.at(-1)?.name;
    if (innermost !== undefined) parts.push(`The innermost block that needs to be closed is '${innermost}'.`);
    throw new TemplateSyntaxError(parts.join(' '), place);
  }

  /** The body of a block, up to one of the tags, which is left to be read. */
  #body(...ends: string[]): Statement[] {
    this.skipOperator(':');
    this.expectType(lexer.TOKEN_BLOCK_END);
    this.#ends.push(ends);
    const body = this.parse();
    if (this.isType(END_OF_TEMPLATE) || !this.#isAwaited())
      this.#failAtEnd(null, this.#tags.at(-1)?.tag as Place);
    this.#ends.pop();
    return body;
  }

  /** The body of a block that only its own end tag closes. */
  #blockBody(end: string): Statement[] {
    const body = this.#body(end);
    this.nextToken();
    return body;
  }

  #if(tag: Token): If {
    const test = this.parseTuple({ conditional: false });
    const body = this.#body('elif', 'else', 'endif');
    const next = this.nextToken();
    const otherwise =
      next.value === 'elif' ? [this.#if(next)] : next.value === 'else' ? this.#blockBody('endif') : [];
    return { kind: 'if', test, body, otherwise, ...this.#from(tag) };
  }

  #for(tag: Token): Statement {
    const target = this.parseTarget({ namespaces: false, endName: 'in' });
    this.expectName('in');
    const iterable = this.parseTuple({ conditional: false, endName: 'recursive' });
    const test = this.skipName('if') ? this.parseExpression() : null;
    const recursive = this.skipName('recursive');
    const body = this.#body('endfor', 'else');
    const otherwise = this.nextToken().value === 'else' ? this.#blockBody('endfor') : [];
    return { kind: 'for', target, iterable, body, otherwise, test, recursive, ...this.#from(tag) };
  }

  #set(tag: Token): Statement {
    const target = this.parseTarget({ namespaces: true });
    if (this.skipOperator('=')) return { kind: 'set', target, value: this.parseTuple(), ...this.#from(tag) };
    const filter = this.isOperator('|') ? this.parseFilter(null, false) : null;
    const body = this.#blockBody('endset');
    return { kind: 'set block', target, filter, body, ...this.#from(tag) };
  }

  #callBlock(tag: Token): Statement {
    const parameters = this.isOperator('(') ? this.parseSignature() : [];
    const call = this.parseExpression();
    if (call.kind !== 'call') return this.failAt('expected call', tag);
    const body = this.#blockBody('endcall');
    return { kind: 'call block', call, parameters, body, ...this.#from(tag) };
  }

  #filterBlock(tag: Token): Statement {
    const filter: FilterExpression = this.parseFilter(null, true);
    const body = this.#blockBody('endfilter');
    return { kind: 'filter block', filter, body, ...this.#from(tag) };
  }

  #with(tag: Token): Statement {
    const targets = [];
    const values: Expression[] = [];
    while (!this.isType(lexer.TOKEN_BLOCK_END)) {
      if (targets.length > 0) this.expectOperator(',');
      targets.push(this.parseTarget({ namespaces: false, endName: '=' }));
      this.expectOperator('=');
      values.push(this.parseExpression());
    }
    const body = this.#blockBody('endwith');
    return { kind: 'with', targets, values, body, ...this.#from(tag) };
  }

  #print(tag: Token): readonly Statement[] {
    const outputs: Statement[] = [];
    while (!this.isType(lexer.TOKEN_BLOCK_END)) {
      if (outputs.length > 0) this.expectOperator(',');
      outputs.push({ kind: 'output', value: this.parseExpression(), ...this.#from(tag) });
    }
    return outputs;
  }

  #block(tag: Token): Statement {
    const name = this.anyName();
    this.skipName('scoped');
    this.skipName('required');
    const body = this.#blockBody('endblock');
    this.skipName(name);
    return { kind: 'block', name, body, ...this.#from(tag) };
  }

  /** Nothing is escaped here: the block is what it holds. */
  #autoescape(): readonly Statement[] {
    this.parseExpression();
    return this.#blockBody('endautoescape');
  }

  #load(tag: Token, name: string): Statement {
    const template = this.parseExpression();
    while (!this.isType(lexer.TOKEN_BLOCK_END) && !this.isType(END_OF_TEMPLATE)) this.nextToken();
    return { kind: 'load', tag: name, template, ...this.#from(tag) };
  }

  #macro(tag: Token, block: string): Macro {
    const name = this.anyName();
    const { hasSignature } = MACRO_BLOCKS[block] as { readonly hasSignature: boolean };
    const parameters: Parameter[] = hasSignature ? this.parseSignature() : [];
    const options = hasSignature ? new Map<string, Expression | null>() : this.#options();
    const body = this.#blockBody(`end${block}`);
    return {
      kind: 'macro',
      block,
      name: this.#macroPrefix + name,
      parameters,
      body,
      options,
      ...this.#from(tag),
    };
  }

  /** `, adapter='duckdb', default`. */
  #options(): Map<string, Expression | null> {
    const options = new Map<string, Expression | null>();
    while (this.skipOperator(',')) {
      const name = this.anyName();
      options.set(name, this.skipOperator('=') ? this.parseExpression() : null);
    }
    return options;
  }
}

/** How to read a template. */
export interface ParseOptions {
  /** The stretch of the text that is the template. */
  readonly stretch?: { readonly start: number; readonly end: number };
  /** Put before the names of macros, which hides them from calls in the same text. */
  readonly macroPrefix?: string;
}

/** Reads a template. Throws `TemplateSyntaxError` with Jinja2's message and the place; offsets count from the start of the text. */
export function parseTemplateTree(
  text: string,
  { stretch, macroPrefix = '' }: ParseOptions = {},
): TemplateTree {
  const tokens =
    stretch === undefined
      ? new TemplateTokenizer(text)
      : new TemplateTokenizer(text.slice(0, stretch.end), stretch.start);
  return { body: new TemplateParser(tokens, macroPrefix).parse() };
}
