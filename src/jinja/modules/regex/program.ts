import type { CharacterSet, Node, ParsedPattern, PositionTest } from './syntax-tree.ts';

/** One step of a compiled pattern. Targets are positions in the program. */
export type Instruction =
  | { readonly op: 'character'; readonly set: CharacterSet }
  /** Tries `first`, and `second` when that fails. */
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'mark'; readonly slot: number }
  /** So many characters of a set at once: the common repeat, without a loop in the program. */
  | {
      readonly op: 'run';
      readonly set: CharacterSet;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  | { readonly op: 'enterLoop'; readonly loop: number }
  | {
      readonly op: 'loop';
      readonly loop: number;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
      readonly exit: number;
    }
  | { readonly op: 'round'; readonly loop: number }
  | { readonly op: 'reference'; readonly group: number; readonly ignoreCase: boolean }
  | { readonly op: 'position'; readonly test: PositionTest }
  | { readonly op: 'look'; readonly behind: number | null; readonly negated: boolean; readonly after: number }
  | { readonly op: 'atomic'; readonly after: number }
  | { readonly op: 'condition'; readonly group: number; readonly no: number }
  | { readonly op: 'accept' };

export interface Program {
  readonly code: readonly Instruction[];
  readonly loopCount: number;
  readonly groupCount: number;
}

class Assembler {
  readonly code: Instruction[] = [];
  loopCount = 0;

  /** Reserves a place and fills it once its targets are known. */
  private later(make: () => Instruction): () => void {
    const at = this.code.length;
    this.code.push({ op: 'accept' });
    return () => {
      this.code[at] = make();
    };
  }

  private get here(): number {
    return this.code.length;
  }

  emit(node: Node): void {
    switch (node.kind) {
      case 'sequence':
        for (const item of node.items) this.emit(item);
        return;
      case 'character':
        this.code.push({ op: 'character', set: node.set });
        return;
      case 'alternatives':
        this.alternatives(node.branches);
        return;
      case 'repeat':
        this.repeat(node);
        return;
      case 'group':
        this.code.push({ op: 'mark', slot: node.index * 2 });
        this.emit(node.body);
        this.code.push({ op: 'mark', slot: node.index * 2 + 1 });
        return;
      case 'reference':
        this.code.push({ op: 'reference', group: node.index, ignoreCase: node.ignoreCase });
        return;
      case 'position':
        this.code.push({ op: 'position', test: node.test });
        return;
      case 'look':
        this.apart(node.body, (after) => ({ op: 'look', behind: node.behind, negated: node.negated, after }));
        return;
      case 'atomic':
        this.apart(node.body, (after) => ({ op: 'atomic', after }));
        return;
      case 'condition':
        this.condition(node);
    }
  }

  private alternatives(branches: readonly Node[]): void {
    const ends: (() => void)[] = [];
    branches.forEach((branch, index) => {
      if (index === branches.length - 1) {
        this.emit(branch);
        return;
      }
      let second = 0;
      const first = this.here + 1;
      const split = this.later(() => ({ op: 'split', first, second }));
      this.emit(branch);
      ends.push(this.later(() => ({ op: 'jump', to: end })));
      second = this.here;
      split();
    });
    const end = this.here;
    for (const fill of ends) fill();
  }

  /** A part that is matched on its own, without going back into it. */
  private apart(body: Node, make: (after: number) => Instruction): void {
    let after = 0;
    const fill = this.later(() => make(after));
    this.emit(body);
    this.code.push({ op: 'accept' });
    after = this.here;
    fill();
  }

  private repeat({ body, min, max, mode }: Extract<Node, { kind: 'repeat' }>): void {
    if (mode === 'possessive') {
      this.apart({ kind: 'repeat', body, min, max, mode: 'greedy' }, (after) => ({ op: 'atomic', after }));
      return;
    }
    const lazy = mode === 'lazy';
    if (body.kind === 'character') {
      this.code.push({ op: 'run', set: body.set, min, max, lazy });
      return;
    }
    const loop = this.loopCount++;
    this.code.push({ op: 'enterLoop', loop });
    let exit = 0;
    const start = this.here;
    const check = this.later(() => ({ op: 'loop', loop, min, max, lazy, exit }));
    this.code.push({ op: 'round', loop });
    this.emit(body);
    this.code.push({ op: 'jump', to: start });
    exit = this.here;
    check();
  }

  private condition({ index, yes, no }: Extract<Node, { kind: 'condition' }>): void {
    let noAt = 0;
    const check = this.later(() => ({ op: 'condition', group: index, no: noAt }));
    this.emit(yes);
    let end = 0;
    const jump = this.later(() => ({ op: 'jump', to: end }));
    noAt = this.here;
    this.emit(no);
    end = this.here;
    check();
    jump();
  }
}

/** The program of a parsed pattern. */
export function assemble({ root, groupCount }: ParsedPattern): Program {
  const assembler = new Assembler();
  assembler.emit(root);
  assembler.code.push({ op: 'accept' });
  return { code: assembler.code, loopCount: assembler.loopCount, groupCount };
}
