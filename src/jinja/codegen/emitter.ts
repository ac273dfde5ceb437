import type { Located, Statement } from '../ast.ts';
import type { Symbols } from './symbols.ts';

/** The variant of a template that code is generated for. */
export interface Variant {
  /** Calls may answer with promises, and text remembers where it comes from. */
  readonly asynchronous: boolean;
  /** The template evaluates to a value; output is collected piece by piece. */
  readonly native: boolean;
}

/** Where output goes: a text variable, an `Output` that remembers origins, or a list of values. */
export interface Buffer {
  readonly variable: string;
  readonly kind: 'text' | 'traced' | 'values';
  /** Whether this is the output of the template itself. */
  readonly isOuter?: boolean;
  /** Keeps errors of blocks until the text is complete; a function's own text has the variable `E` for them. */
  readonly failures?: { readonly variable: string; used: boolean };
}

/**
 * What `return(...)` can do in a function: nothing of its own; hand on the origin of its text, in a macro; or also end the
 * function, in the macro of a file, whose caller knows the value from text.
 */
export type Returns = 'nothing' | 'origin' | 'value';

/** What generated code needs to know about the function it is in. */
export interface FunctionState {
  readonly temporaries: string[];
  /** How many loops of this function are open; `break` is an error outside of them. */
  loops: number;
  readonly returns: Returns;
  /** Whether blocks may leave an error that is raised when the text is complete. */
  joinsBlocks: boolean;
}

/** Where statements are generated: the names, the buffer, and whether a missing filter is an error only when it is used. */
export interface Frame {
  readonly symbols: Symbols;
  readonly buffer: Buffer;
  readonly soft: boolean;
  /** Whether the expression is part of one that Jinja computes when it compiles. */
  readonly folded?: boolean;
  /** Whether the value of the expression is put out by the template itself. */
  readonly isShown?: boolean;
}

/** Generates statements. Handed to the emitter, since loops and macros, which statements consist of, need it too. */
export type StatementsGenerator = (emitter: Emitter, body: readonly Statement[], frame: Frame) => void;

/** Collects the generated code of one template. */
export class Emitter {
  readonly variant: Variant;
  /** Pairs of offsets: generated code names a place by its index. */
  readonly spans: number[] = [];
  /** Texts of the template. They are no part of the code, which is then the same for templates of the same form. */
  readonly texts: string[] = [];
  function: FunctionState = { temporaries: [], loops: 0, returns: 'nothing', joinsBlocks: false };
  #code: string[] = [];
  readonly #hoisted = new Map<string, string>();
  #identifiers = 0;

  readonly #generate: StatementsGenerator;

  constructor(variant: Variant, generate: StatementsGenerator) {
    this.variant = variant;
    this.#generate = generate;
  }

  /** Generates a list of statements. */
  statements(body: readonly Statement[], frame: Frame): void {
    this.#generate(this, body, frame);
  }

  write(code: string): void {
    this.#code.push(code);
  }

  /** A variable name that is not used elsewhere in the template. */
  identifier(prefix: string): string {
    this.#identifiers++;
    return `${prefix}${this.#identifiers}`;
  }

  /** A variable of the current function. */
  temporary(): string {
    const name = this.identifier('t');
    this.function.temporaries.push(name);
    return name;
  }

  /** A value made once per template. */
  hoist(code: string): string {
    const known = this.#hoisted.get(code);
    if (known !== undefined) return known;
    const name = this.identifier('h');
    this.#hoisted.set(code, name);
    return name;
  }

  get hoisted(): string {
    return [...this.#hoisted].map(([code, name]) => `const ${name}=${code};`).join('');
  }

  /** A text of the template, as code. */
  text(text: string): string {
    this.texts.push(text);
    return `K[${this.texts.length - 1}]`;
  }

  /** The index under which a node's place is known. */
  place(node: Located): number {
    this.spans.push(node.start, node.end);
    return this.spans.length / 2 - 1;
  }

  /** Remembers a place as the current one; written as an extra argument of whatever may fail there. */
  mark(node: Located): string {
    return `L=${this.place(node)}`;
  }

  /** The code that `generate` writes, as text. */
  captured(generate: () => void): string {
    const outer = this.#code;
    this.#code = [];
    generate();
    const code = this.#code.join('');
    this.#code = outer;
    return code;
  }

  /** The body of a function: its variables, the code that `generate` writes, and the catching of errors. */
  functionBody(frame: string, returns: Returns, generate: () => void): string {
    const outer = this.function;
    this.function = { temporaries: [], loops: 0, returns, joinsBlocks: false };
    const code = this.captured(generate);
    const failures = this.function.joinsBlocks ? ['E={first:null}'] : [];
    const variables = ['L=0', ...failures, ...this.function.temporaries].join(',');
    this.function = outer;
    return `let ${variables};try{${code}}catch(error){throw trace(error,${frame},L,C);}`;
  }

  /** The result of a block as text; an error waits until the text that it belongs to is complete. */
  blockText(code: string, node: Located, { failures }: Buffer): string {
    if (failures === undefined) this.function.joinsBlocks = true;
    else failures.used = true;
    return `blockText(${code},${failures?.variable ?? 'E'},${this.mark(node)})`;
  }

  /** Ends a function with its text. */
  returnText(code: string): void {
    this.write(this.function.joinsBlocks ? `joinBlocks(E);return ${code};` : `return ${code};`);
  }

  get functionKeyword(): string {
    return this.variant.asynchronous ? 'async function' : 'function';
  }
}

/** A JavaScript string literal. */
export function literal(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
