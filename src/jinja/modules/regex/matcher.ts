import { raise } from '../../values/index.ts';
import { casesOf, isAsciiWord, isWord } from './character-sets.ts';
import type { Instruction, Program } from './program.ts';
import type { CharacterSet, PositionTest } from './syntax-tree.ts';

/** Steps that one search may take: seconds at most. A pattern that needs more would not end in sensible time. */
const MAX_STEPS = 10_000_000;

/** Kinds of choices: another branch, fewer characters of a run, more of them. */
const BRANCH = 0;
const SHORTER = 1;
const LONGER = 2;
/** Numbers that a choice takes on the stack: kind, where to go on, position, limit of a run, length of the trail. */
const CHOICE = 5;

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
  /** Choices that are still open, as plain numbers: making objects of them would take most of the time. */
  readonly #choices: number[] = [];
  #pc = 0;
  #at = 0;
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

  private choose(kind: number, pc: number, at: number, limit = 0): void {
    this.#choices.push(kind, pc, at, limit, this.#trail.length);
  }

  /** Runs from an instruction: where the text was accepted, or -1. Choices made before are left alone. */
  private run(from: number, start: number, accepts: (at: number) => boolean): number {
    const base = this.#choices.length;
    const code = this.#code;
    this.#pc = from;
    this.#at = start;
    for (;;) {
      if (++this.#steps > MAX_STEPS) {
        raise('RuntimeError', 'the regular expression takes too many steps on this text');
      }
      const instruction = code[this.#pc] as Instruction;
      const isDone = instruction.op === 'accept';
      if (isDone && accepts(this.#at)) {
        this.#choices.length = base;
        return this.#at;
      }
      if (!isDone && this.step(instruction)) continue;
      if (!this.backtrack(base)) return -1;
    }
  }

  /** Goes on with the last choice; false when there is none left. */
  private backtrack(base: number): boolean {
    const choices = this.#choices;
    while (choices.length > base) {
      const top = choices.length - CHOICE;
      const kind = choices[top];
      const at = choices[top + 2] as number;
      this.#pc = choices[top + 1] as number;
      this.#at = at;
      this.undo(choices[top + 4] as number);
      if (kind === SHORTER && at > (choices[top + 3] as number)) {
        choices[top + 2] = at - 1;
        return true;
      }
      if (kind !== LONGER) {
        choices.length = top;
        return true;
      }
      if (this.lengthen(at, choices[top + 3] as number)) {
        choices[top + 2] = at + 1;
        return true;
      }
      choices.length = top;
    }
    return false;
  }

  /** One more character for a lazy run, whose instruction stands before the place to go on. */
  private lengthen(at: number, limit: number): boolean {
    const run = this.#code[this.#pc - 1] as Extract<Instruction, { op: 'run' }>;
    if (at >= limit || at >= this.#end || !run.set(this.#codes[at] as number)) return false;
    this.#at = at + 1;
    return true;
  }

  /** One instruction; false when it fails. */
  private step(instruction: Exclude<Instruction, { op: 'accept' }>): boolean {
    switch (instruction.op) {
      case 'character':
        if (this.#at >= this.#end || !instruction.set(this.#codes[this.#at] as number)) return false;
        this.#at++;
        break;
      case 'run':
        if (!this.runOf(instruction)) return false;
        break;
      case 'split':
        this.choose(BRANCH, instruction.second, this.#at);
        this.#pc = instruction.first;
        return true;
      case 'jump':
        this.#pc = instruction.to;
        return true;
      case 'mark':
        this.setSlot(instruction.slot, this.#at);
        if (instruction.slot % 2 === 1) this.setSlot(this.#slots.length - 1, (instruction.slot - 1) / 2);
        break;
      case 'enterLoop':
        this.setLoop(instruction.loop * 2, 0);
        this.setLoop(instruction.loop * 2 + 1, -1);
        break;
      case 'loop':
        this.loop(instruction);
        return true;
      case 'round':
        this.setLoop(instruction.loop * 2, (this.#loops[instruction.loop * 2] as number) + 1);
        this.setLoop(instruction.loop * 2 + 1, this.#at);
        break;
      case 'reference':
        if (!this.reference(instruction)) return false;
        break;
      case 'position':
        if (!this.holds(instruction.test, this.#at)) return false;
        break;
      case 'look':
        return this.look(instruction);
      case 'atomic':
        if (this.run(this.#pc + 1, this.#at, () => true) === -1) return false;
        this.#pc = instruction.after;
        return true;
      case 'condition':
        if (this.#slots[instruction.group * 2 + 1] !== -1) break;
        this.#pc = instruction.no;
        return true;
    }
    this.#pc++;
    return true;
  }

  private runOf({ set, min, max, lazy }: Extract<Instruction, { op: 'run' }>): boolean {
    const at = this.#at;
    const furthest = Math.min(this.#end, at + max);
    const least = at + min;
    const goal = lazy ? Math.min(least, furthest) : furthest;
    let reached = at;
    while (reached < goal && set(this.#codes[reached] as number)) reached++;
    this.#steps += reached - at;
    if (reached < least) return false;
    if (lazy) this.choose(LONGER, this.#pc + 1, reached, furthest);
    else if (reached > least) this.choose(SHORTER, this.#pc + 1, reached - 1, least);
    this.#at = reached;
    return true;
  }

  private loop({ loop, min, max, lazy, exit }: Extract<Instruction, { op: 'loop' }>): void {
    const round = this.#pc + 1;
    const rounds = this.#loops[loop * 2] as number;
    if (rounds < min) {
      this.#pc = round;
      return;
    }
    const canGoOn = rounds < max && this.#loops[loop * 2 + 1] !== this.#at;
    if (canGoOn) this.choose(BRANCH, lazy ? round : exit, this.#at);
    this.#pc = canGoOn && !lazy ? round : exit;
  }

  private reference({ group, ignoreCase }: Extract<Instruction, { op: 'reference' }>): boolean {
    const at = this.#at;
    const start = this.#slots[group * 2] as number;
    const end = this.#slots[group * 2 + 1] as number;
    if (start === -1 || end === -1 || at + end - start > this.#end) return false;
    for (let offset = 0; offset < end - start; offset++) {
      const wanted = this.#codes[start + offset] as number;
      const found = this.#codes[at + offset] as number;
      if (wanted !== found && !(ignoreCase && casesOf(wanted, false).includes(found))) return false;
    }
    this.#at = at + end - start;
    return true;
  }

  private look({ behind, negated, after }: Extract<Instruction, { op: 'look' }>): boolean {
    const at = this.#at;
    const start = behind === null ? at : at - behind;
    const trail = this.#trail.length;
    const found = start >= 0 && this.run(this.#pc + 1, start, () => true) !== -1;
    if (negated) this.undo(trail);
    if (found === negated) return false;
    this.#pc = after;
    this.#at = at;
    return true;
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
