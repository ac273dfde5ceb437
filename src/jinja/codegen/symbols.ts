/** How a variable of generated code gets its first value. */
export type Load =
  | { readonly from: 'parameter' }
  | { readonly from: 'scope'; readonly name: string }
  | { readonly from: 'variable'; readonly variable: string }
  | { readonly from: 'nothing' };

/**
 * The names of one frame of a template: a template, loop, macro, block. Jinja decides when it compiles which variable a name
 * means, and these are its rules: a name is resolved from outside where it is read before it is set, and an assignment stays
 * within its frame. `if` is not a frame.
 */
export class Symbols {
  readonly level: number;
  readonly parent: Symbols | null;
  readonly refs: Map<string, string>;
  readonly loads: Map<string, Load>;
  readonly stores: Set<string>;

  constructor(parent: Symbols | null, copied?: Symbols) {
    this.parent = parent;
    this.level = copied?.level ?? (parent === null ? 0 : parent.level + 1);
    this.refs = new Map(copied?.refs);
    this.loads = new Map(copied?.loads);
    this.stores = new Set(copied?.stores);
  }

  /** A frame inside this one. */
  inner(): Symbols {
    return new Symbols(this);
  }

  /** The same frame, to try a branch on. */
  copy(): Symbols {
    return new Symbols(this.parent, this);
  }

  #define(name: string, load: Load): string {
    const variable = `l${this.level}_${variableSuffix(name)}`;
    this.refs.set(name, variable);
    this.loads.set(variable, load);
    return variable;
  }

  /** The variable that a name means here, or null. */
  find(name: string): string | null {
    return this.refs.get(name) ?? this.parent?.find(name) ?? null;
  }

  /** Where the variable gets its value from. */
  findLoad(variable: string): Load | null {
    return this.loads.get(variable) ?? this.parent?.findLoad(variable) ?? null;
  }

  /** The name is read. */
  load(name: string): void {
    if (this.find(name) === null) this.#define(name, { from: 'scope', name });
  }

  /** The name is assigned. */
  store(name: string): void {
    this.stores.add(name);
    if (this.refs.has(name)) return;
    const outer = this.parent?.find(name) ?? null;
    this.#define(name, outer === null ? { from: 'nothing' } : { from: 'variable', variable: outer });
  }

  /** The name is a parameter or a loop variable. */
  declare(name: string): string {
    this.stores.add(name);
    return this.#define(name, { from: 'parameter' });
  }

  /** What the branches of an `if` did: a name that only some of them set may keep its outer value. */
  merge(branches: readonly Symbols[]): void {
    const stored = new Set(branches.flatMap((branch) => [...branch.stores]));
    for (const name of this.stores) stored.delete(name);
    for (const branch of branches) {
      for (const [name, variable] of branch.refs) this.refs.set(name, variable);
      for (const [variable, load] of branch.loads) this.loads.set(variable, load);
      for (const name of branch.stores) this.stores.add(name);
    }
    for (const name of stored) {
      const outer = this.parent?.find(name) ?? null;
      const load: Load = outer === null ? { from: 'scope', name } : { from: 'variable', variable: outer };
      this.loads.set(this.find(name) as string, load);
    }
  }
}

/** A name as part of a JavaScript identifier: letters beyond ASCII as their code. */
function variableSuffix(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/gu, (each) => `$${(each.codePointAt(0) as number).toString(16)}$`);
}
