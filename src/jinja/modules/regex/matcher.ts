import { raise } from '../../values/index.ts';
import { casesOf, isAsciiWord, isWord } from './character-sets.ts';
import type { Instruction, Program } from './program.ts';
import type { CharacterSet, PositionTest } from './syntax-tree.ts';

/** Steps that one search may take: well under a second. A pattern that needs more would not end in sensible time. */
const MAX_STEPS = 20_000_000;

/** Where a choice was made: what to try next, and how far to undo. */
interface Choice {
  pc: number;
  at: number;
  /** For runs: positions down to (or up to) which other lengths can be tried. */
  limit: number;
  readonly kind: 'branch' | 'shorter' | 'longer';
  readonly trail: number;
  readonly set: CharacterSet | null;
}

export interface Attempt {
  readonly start: number;
  readonly end: number;
  /** The match has to reach the end. */
  readonly whole: boolean;
  /** A match that ends here does not count: that of an empty match found before. */
  readonly forbiddenEnd: number;
}

/** Runs a program over a text: backtracking with a stack of its own, so that long texts and deep patterns are safe. */
export class Matcher {
  readonly #code: readonly Instruction[];
  readonly #codes: ArrayLike<number>;
  readonly #slots: number[];
  /** For each loop: how many rounds, and where the last one began. */
  readonly #loops: number[];
  readonly #trail: number[] = [];
  readonly #choices: Choice[] = [];
  #end = 0;
  #steps = 0;

  constructor(program: Program, codes: ArrayLike<number>) {
    this.#code = program.code;
    this.#codes = codes;
    this.#slots = new Array((program.groupCount + 1) * 2 + 1).fill(-1);
    this.#loops = new Array(program.loopCount * 2).fill(0);
  }

  /**
   * Tries to match at a position: the starts and ends of the groups, unmatched ones -1, and last the group that closed last;
   * null for no match.
   */
  attempt({ start, end, whole, forbiddenEnd }: Attempt): readonly number[] | null {
    this.#slots.fill(-1);
    this.#trail.length = 0;
    this.#choices.length = 0;
    this.#end = end;
    const accepts = (at: number): boolean => (!whole || at === end) && at !== forbiddenEnd;
    const reached = this.run(0, start, accepts);
    if (reached === -1) return null;
    this.#slots[0] = start;
    this.#slots[1] = reached;
    return [...this.#slots];
  }

  private setSlot(slot: number, value: number): void {
    this.#trail.push(slot, this.#slots[slot] as number);
    this.#slots[slot] = value;
  }

  private setLoop(index: number, value: number): void {
    this.#trail.push(-1 - index, this.#loops[index] as number);
    this.#loops[index] = value;
  }

  private undo(to: number): void {
    const trail = this.#trail;
    while (trail.length > to) {
      const value = trail.pop() as number;
      const slot = trail.pop() as number;
      if (slot >= 0) this.#slots[slot] = value;
      else this.#loops[-1 - slot] = value;
    }
  }

  private choose(choice: Omit<Choice, 'trail'>): void {
    this.#choices.push({ ...choice, trail: this.#trail.length });
  }

  /** Runs from an instruction: where the text was accepted, or -1. Choices made before are left alone. */
  private run(from: number, start: number, accepts: (at: number) => boolean): number {
    const base = this.#choices.length;
    let pc = from;
    let at = start;
    for (;;) {
      if (++this.#steps > MAX_STEPS)
        raise('RuntimeError', 'the regular expression takes too many steps on this text');
      const instruction = this.#code[pc] as Instruction;
      if (instruction.op === 'accept' && accepts(at)) {
        this.#choices.length = base;
        return at;
      }
      const next = instruction.op === 'accept' ? null : this.step(instruction, pc, at);
      if (next !== null) {
        [pc, at] = next;
        continue;
      }
      const resumed = this.backtrack(base);
      if (resumed === null) return -1;
      [pc, at] = resumed;
    }
  }

  private backtrack(base: number): readonly [number, number] | null {
    const choice = this.#choices.at(-1);
    if (choice === undefined || this.#choices.length <= base) return null;
    this.undo(choice.trail);
    if (choice.kind === 'shorter' && choice.at > choice.limit) return [choice.pc, choice.at--];
    if (choice.kind === 'longer') {
      const { at, limit, set } = choice;
      if (at < limit && at < this.#end && set?.(this.#codes[at] as number)) {
        choice.at++;
        return [choice.pc, choice.at];
      }
      this.#choices.pop();
      return this.backtrack(base);
    }
    this.#choices.pop();
    return [choice.pc, choice.at];
  }

  /** One instruction: where to go on, or null when it fails. */
  private step(
    instruction: Exclude<Instruction, { op: 'accept' }>,
    pc: number,
    at: number,
  ): readonly [number, number] | null {
    switch (instruction.op) {
      case 'character':
        return at < this.#end && instruction.set(this.#codes[at] as number) ? [pc + 1, at + 1] : null;
      case 'run':
        return this.runOf(instruction, pc, at);
      case 'split':
        this.choose({ kind: 'branch', pc: instruction.second, at, limit: 0, set: null });
        return [instruction.first, at];
      case 'jump':
        return [instruction.to, at];
      case 'mark':
        this.setSlot(instruction.slot, at);
        if (instruction.slot % 2 === 1) this.setSlot(this.#slots.length - 1, (instruction.slot - 1) / 2);
        return [pc + 1, at];
      case 'enterLoop':
        this.setLoop(instruction.loop * 2, 0);
        this.setLoop(instruction.loop * 2 + 1, -1);
        return [pc + 1, at];
      case 'loop':
        return this.loop(instruction, pc, at);
      case 'round':
        this.setLoop(instruction.loop * 2, (this.#loops[instruction.loop * 2] as number) + 1);
        this.setLoop(instruction.loop * 2 + 1, at);
        return [pc + 1, at];
      case 'reference':
        return this.reference(instruction, pc, at);
      case 'position':
        return this.holds(instruction.test, at) ? [pc + 1, at] : null;
      case 'look':
        return this.look(instruction, pc, at);
      case 'atomic': {
        const reached = this.run(pc + 1, at, () => true);
        return reached === -1 ? null : [instruction.after, reached];
      }
      case 'condition':
        return [this.#slots[instruction.group * 2 + 1] === -1 ? instruction.no : pc + 1, at];
    }
  }

  private runOf(
    { set, min, max, lazy }: Extract<Instruction, { op: 'run' }>,
    pc: number,
    at: number,
  ): readonly [number, number] | null {
    const furthest = Math.min(this.#end, at + max);
    const least = at + min;
    const goal = lazy ? Math.min(least, furthest) : furthest;
    let reached = at;
    while (reached < goal && set(this.#codes[reached] as number)) reached++;
    this.#steps += reached - at;
    if (reached < least) return null;
    if (lazy) this.choose({ kind: 'longer', pc: pc + 1, at: reached, limit: furthest, set });
    else if (reached > least)
      this.choose({ kind: 'shorter', pc: pc + 1, at: reached - 1, limit: least, set: null });
    return [pc + 1, reached];
  }

  private loop(
    instruction: Extract<Instruction, { op: 'loop' }>,
    pc: number,
    at: number,
  ): readonly [number, number] {
    const { loop, min, max, lazy, exit } = instruction;
    const rounds = this.#loops[loop * 2] as number;
    if (rounds < min) return [pc + 1, at];
    const canGoOn = rounds < max && this.#loops[loop * 2 + 1] !== at;
    if (!canGoOn) return [exit, at];
    this.choose({ kind: 'branch', pc: lazy ? pc + 1 : exit, at, limit: 0, set: null });
    return [lazy ? exit : pc + 1, at];
  }

  private reference(
    { group, ignoreCase }: Extract<Instruction, { op: 'reference' }>,
    pc: number,
    at: number,
  ): readonly [number, number] | null {
    const start = this.#slots[group * 2] as number;
    const end = this.#slots[group * 2 + 1] as number;
    if (start === -1 || end === -1 || at + end - start > this.#end) return null;
    for (let offset = 0; offset < end - start; offset++) {
      const wanted = this.#codes[start + offset] as number;
      const found = this.#codes[at + offset] as number;
      if (wanted !== found && !(ignoreCase && casesOf(wanted, false).includes(found))) return null;
    }
    return [pc + 1, at + end - start];
  }

  private look(
    { behind, negated, after }: Extract<Instruction, { op: 'look' }>,
    pc: number,
    at: number,
  ): readonly [number, number] | null {
    const start = behind === null ? at : at - behind;
    const trail = this.#trail.length;
    const found = start >= 0 && this.run(pc + 1, start, () => true) !== -1;
    if (negated) this.undo(trail);
    return found === negated ? null : [after, at];
  }

  private holds(test: PositionTest, at: number): boolean {
    switch (test) {
      case 'start':
        return at === 0;
      case 'lineStart':
        return at === 0 || this.#codes[at - 1] === 10;
      case 'end':
        return at === this.#end;
      case 'beforeLastNewline':
        return at === this.#end || (at === this.#end - 1 && this.#codes[at] === 10);
      case 'lineEnd':
        return at === this.#end || this.#codes[at] === 10;
      default:
        return (
          this.isBoundary(
            test.endsWith('AsciiBoundary') || test === 'asciiBoundary' ? isAsciiWord : isWord,
            at,
          ) === !test.startsWith('not')
        );
    }
  }

  private isBoundary(word: CharacterSet, at: number): boolean {
    const before = at > 0 && word(this.#codes[at - 1] as number);
    const after = at < this.#end && word(this.#codes[at] as number);
    return before !== after;
  }
}
