import { toFloat } from '../../base/index.ts';

/** A literal of a template with the classes of literals that occur in it. */
export interface Literal {
  readonly value: unknown;
  /** Only strings, `True`, `False`, and lists and dicts of them: what dbt's static parser accepts in a config. */
  readonly simple: boolean;
  readonly isNumber: boolean;
}

export interface CallArgument {
  readonly name: string | null;
  readonly literal: Literal;
}

/** Thrown inside the reader where the text is not a literal; never leaves this folder. */
export class NotLiteral {}

/** Thrown often, so it is made once and has no stack. */
export const NOT_LITERAL = new NotLiteral();

const SPACE = /[ \t\r\n]*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /[+-]?\d+(\.\d+)?/y;

/**
 * How literals are read: as dbt's static parser does (strings as written, no `true`, no `none`), or as Jinja does, as far as
 * that is simple: a string with a backslash is none.
 */
export type LiteralRules = 'dbt' | 'jinja';

const JINJA_WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

/** Reads literals and calls with literal arguments at a moving position. */
export class LiteralReader {
  readonly text: string;
  readonly rules: LiteralRules;
  at: number;

  constructor(text: string, at: number, rules: LiteralRules = 'dbt') {
    this.text = text;
    this.at = at;
    this.rules = rules;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  skipSpace(): void {
    this.match(SPACE);
  }

  /** Takes `token` if it comes next, after white space. */
  take(token: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  name(): string | null {
    this.skipSpace();
    return this.match(NAME);
  }

  literal(): Literal {
    this.skipSpace();
    const next = this.text[this.at];
    if (next === "'" || next === '"') return { value: this.string(next), simple: true, isNumber: false };
    if (next === '[') return this.list();
    if (next === '{') return this.dict();
    const number = this.match(NUMBER);
    if (number !== null) return { value: this.number(number), simple: false, isNumber: true };
    return this.word();
  }

  private number(text: string): unknown {
    if (this.rules === 'dbt') return Number(text);
    // `1_000`, `1e3` and numbers beyond what JavaScript holds are left to the template engine.
    if (/[\w.]/.test(this.text[this.at] ?? '') || /^\+/.test(text)) throw NOT_LITERAL;
    const value = Number(text);
    if (!text.includes('.') && !Number.isSafeInteger(value)) throw NOT_LITERAL;
    return text.includes('.') ? toFloat(value) : value;
  }

  private word(): Literal {
    const name = this.match(NAME);
    if (this.rules === 'jinja') {
      const value = name === null ? undefined : JINJA_WORDS.get(name);
      if (value === undefined) throw NOT_LITERAL;
      return { value, simple: false, isNumber: false };
    }
    if (name === 'True' || name === 'False') return { value: name === 'True', simple: true, isNumber: false };
    throw NOT_LITERAL;
  }

  private string(quote: string): string {
    const start = this.at + 1;
    let at = start;
    while (at < this.text.length && this.text[at] !== quote) at += this.text[at] === '\\' ? 2 : 1;
    if (at >= this.text.length) throw NOT_LITERAL;
    this.at = at + 1;
    const value = this.text.slice(start, at);
    if (this.rules === 'jinja' && value.includes('\\')) throw NOT_LITERAL;
    return value;
  }

  private list(): Literal {
    this.at++;
    const items: Literal[] = [];
    while (!this.take(']')) {
      items.push(this.literal());
      if (!this.take(',') && !this.peek(']')) throw NOT_LITERAL;
    }
    return {
      value: items.map((each) => each.value),
      simple: items.every((each) => each.simple),
      isNumber: false,
    };
  }

  private dict(): Literal {
    this.at++;
    const entries: [string, Literal][] = [];
    while (!this.take('}')) {
      const key = this.literal();
      if (typeof key.value !== 'string' || !this.take(':')) throw NOT_LITERAL;
      entries.push([key.value, this.literal()]);
      if (!this.take(',') && !this.peek('}')) throw NOT_LITERAL;
    }
    return {
      value: Object.fromEntries(entries.map(([key, each]) => [key, each.value])),
      simple: entries.every(([, each]) => each.simple),
      isNumber: false,
    };
  }

  private peek(token: string): boolean {
    this.skipSpace();
    return this.text.startsWith(token, this.at);
  }

  /** The arguments of a call; the reader stands behind its opening parenthesis. */
  arguments(): readonly CallArgument[] {
    const found: CallArgument[] = [];
    while (!this.take(')')) {
      found.push(this.argument());
      if (!this.take(',') && !this.peek(')')) throw NOT_LITERAL;
    }
    return found;
  }

  private argument(): CallArgument {
    this.skipSpace();
    const before = this.at;
    const name = this.match(NAME);
    if (name !== null && this.take('=') && !this.peek('=')) return { name, literal: this.literal() };
    this.at = before;
    return { name: null, literal: this.literal() };
  }
}
