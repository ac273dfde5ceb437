import { anyOf, anything, between, exactly, ignoringCase, not, notNewline } from './character-sets.ts';
import { escapeInSet, escapeOutside } from './escapes.ts';
import { bitOf, type FlagLetter, hasFlag } from './flags.ts';
import { PatternReader } from './pattern-reader.ts';
import {
  type CharacterSet,
  EMPTY,
  type Node,
  type ParsedPattern,
  type PositionTest,
  widthOf,
} from './syntax-tree.ts';

const MAX_REPEAT = Number.POSITIVE_INFINITY;
const IDENTIFIER = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u;

/** Parses Python's syntax; raises `re.error` as Python does. */
export function parsePattern(source: string, flags: number): ParsedPattern {
  const withDefault = hasFlag(flags, 'A') ? flags : flags | bitOf('U');
  const global = leadingFlags(source);
  return new PatternParser(source, withDefault | global).parse();
}

/** Flags at the very start, `(?i)`, hold for the whole pattern; reading them first spares a second pass. */
function leadingFlags(source: string): number {
  const letters = /^\(\?([aimsux]+)\)/.exec(source)?.[1] ?? '';
  return [...letters].reduce((bits, letter) => bits | bitOf(letter.toUpperCase() as FlagLetter), 0);
}

const POSITIONS: Readonly<Record<string, PositionTest>> = { A: 'start', Z: 'end' };

class PatternParser {
  readonly #reader: PatternReader;
  readonly #names = new Map<string, number>();
  readonly #closed = new Map<number, Node>();
  readonly #open = new Set<number>();
  #groupCount = 0;
  #flags: number;

  constructor(source: string, flags: number) {
    this.#reader = new PatternReader(source);
    this.#flags = flags;
  }

  parse(): ParsedPattern {
    const root = this.alternatives();
    if (!this.#reader.atEnd) this.#reader.fail('unbalanced parenthesis');
    const bits = hasFlag(this.#flags, 'A') ? this.#flags & ~bitOf('U') : this.#flags;
    return { root, flags: bits, groupCount: this.#groupCount, groupNames: this.#names };
  }

  private get ascii(): boolean {
    return hasFlag(this.#flags, 'A');
  }

  private alternatives(): Node {
    const branches = [this.sequence()];
    while (this.#reader.skip('|')) branches.push(this.sequence());
    return branches.length === 1 ? (branches[0] as Node) : { kind: 'alternatives', branches };
  }

  private sequence(): Node {
    const items: Node[] = [];
    for (;;) {
      if (hasFlag(this.#flags, 'X')) this.skipBlank();
      const { next } = this.#reader;
      if (next === '' || next === '|' || next === ')') break;
      const start = this.#reader.position;
      const item = this.item();
      if (item !== null) items.push(this.repeated(item, start));
    }
    return items.length === 1 ? (items[0] as Node) : { kind: 'sequence', items };
  }

  private skipBlank(): void {
    for (;;) {
      this.#reader.takeWhile((character) => /\s/.test(character));
      if (this.#reader.next !== '#') return;
      this.#reader.takeWhile((character) => character !== '\n');
    }
  }

  private item(): Node | null {
    const reader = this.#reader;
    const start = reader.position;
    const character = reader.take();
    switch (character) {
      case '.':
        return { kind: 'character', set: hasFlag(this.#flags, 'S') ? anything : notNewline };
      case '^':
        return { kind: 'position', test: hasFlag(this.#flags, 'M') ? 'lineStart' : 'start' };
      case '$':
        return { kind: 'position', test: hasFlag(this.#flags, 'M') ? 'lineEnd' : 'beforeLastNewline' };
      case '[':
        return this.set(start);
      case '(':
        return this.parenthesis(start);
      case '\\':
        return this.escape(start);
      case '*':
      case '+':
      case '?':
        return reader.fail('nothing to repeat', start);
      default:
        return this.literal(character.codePointAt(0) as number);
    }
  }

  private literal(code: number): Node {
    return { kind: 'character', set: this.cased(exactly(code)) };
  }

  private cased(set: CharacterSet): CharacterSet {
    return hasFlag(this.#flags, 'I') ? ignoringCase(set, this.ascii) : set;
  }

  private escape(start: number): Node {
    const reader = this.#reader;
    const letter = reader.next;
    const position = this.positionEscape(letter);
    if (position !== undefined) {
      reader.take();
      return { kind: 'position', test: position };
    }
    const found = escapeOutside(reader, this.ascii);
    if ('set' in found) return { kind: 'character', set: found.set };
    return 'code' in found ? this.literal(found.code) : this.reference(found.group, start);
  }

  private positionEscape(letter: string): PositionTest | undefined {
    if (letter === 'b') return this.ascii ? 'asciiBoundary' : 'boundary';
    if (letter === 'B') return this.ascii ? 'notAsciiBoundary' : 'notBoundary';
    return Object.hasOwn(POSITIONS, letter) ? POSITIONS[letter] : undefined;
  }

  private reference(index: number, start: number): Node {
    if (index > this.#groupCount) this.#reader.fail(`invalid group reference ${index}`, start + 1);
    if (this.#open.has(index)) this.#reader.fail('cannot refer to an open group', start);
    return { kind: 'reference', index, ignoreCase: hasFlag(this.#flags, 'I') };
  }

  private repeated(item: Node, itemStart: number): Node {
    const reader = this.#reader;
    const start = reader.position;
    const bounds = this.bounds();
    if (bounds === null) return item;
    if (
      item.kind === 'position' ||
      (item.kind === 'sequence' && item.items.length === 0 && itemStart === start)
    ) {
      reader.fail('nothing to repeat', start);
    }
    const mode = reader.skip('?') ? 'lazy' : reader.skip('+') ? 'possessive' : 'greedy';
    const again = reader.position;
    if (this.bounds() !== null) reader.fail('multiple repeat', again);
    return { kind: 'repeat', body: item, min: bounds[0], max: bounds[1], mode };
  }

  private bounds(): readonly [number, number] | null {
    const reader = this.#reader;
    if (reader.skip('*')) return [0, MAX_REPEAT];
    if (reader.skip('+')) return [1, MAX_REPEAT];
    if (reader.skip('?')) return [0, 1];
    return reader.next === '{' ? this.countedBounds() : null;
  }

  /** `{2}`, `{2,}`, `{,3}`, `{2,3}`; braces with anything else in them are literal. */
  private countedBounds(): readonly [number, number] | null {
    const reader = this.#reader;
    const start = reader.position;
    reader.take();
    const isDigit = (character: string): boolean => /[0-9]/.test(character);
    const low = reader.takeWhile(isDigit);
    const comma = reader.skip(',');
    const high = comma ? reader.takeWhile(isDigit) : low;
    if (!reader.skip('}') || (low === '' && !comma)) {
      reader.position = start;
      return null;
    }
    const min = low === '' ? 0 : Number(low);
    const max = high === '' ? MAX_REPEAT : Number(high);
    if (max < min) reader.fail('min repeat greater than max repeat', start);
    return [min, max];
  }

  private set(start: number): Node {
    const reader = this.#reader;
    const negated = reader.skip('^');
    const sets: CharacterSet[] = [];
    for (let first = true; first || reader.next !== ']'; first = false) {
      if (reader.atEnd) reader.fail('unterminated character set', start);
      sets.push(this.setMember(start));
    }
    reader.take();
    const set = this.cased(anyOf(sets));
    return { kind: 'character', set: negated ? not(set) : set };
  }

  private setMember(start: number): CharacterSet {
    const reader = this.#reader;
    const from = reader.position;
    const first = this.setCharacter();
    if (reader.next !== '-' || reader.peek(1) === ']')
      return typeof first === 'number' ? exactly(first) : first;
    reader.take();
    if (reader.atEnd) reader.fail('unterminated character set', start);
    const last = this.setCharacter();
    const shown = [...reader.source].slice(from, reader.position).join('');
    if (typeof first !== 'number' || typeof last !== 'number' || last < first) {
      return reader.fail(`bad character range ${shown}`, from);
    }
    return between(first, last);
  }

  private setCharacter(): number | CharacterSet {
    const character = this.#reader.take();
    if (character !== '\\') return character.codePointAt(0) as number;
    const found = escapeInSet(this.#reader, this.ascii);
    return 'code' in found ? found.code : found.set;
  }

  private parenthesis(start: number): Node | null {
    if (!this.#reader.skip('?')) return this.capture(start, null);
    const reader = this.#reader;
    if (reader.skip('P')) return this.named(start);
    if (reader.skip(':')) return this.enclosed(start, this.#flags);
    if (reader.skip('>')) return { kind: 'atomic', body: this.enclosed(start, this.#flags) };
    if (reader.skip('#')) return this.comment(start);
    if (reader.skip('(')) return this.condition(start);
    const behind = reader.skip('<');
    if (reader.next === '=' || reader.next === '!') return this.look(start, behind);
    if (behind) reader.fail(`unknown extension ?<${reader.next}`, start + 1);
    return this.inlineFlags(start);
  }

  private comment(start: number): null {
    this.#reader.takeWhile((character) => character !== ')');
    if (!this.#reader.skip(')')) this.#reader.fail('missing ), unterminated comment', start);
    return null;
  }

  private named(start: number): Node {
    const reader = this.#reader;
    if (reader.skip('<')) {
      const at = reader.position;
      const name = reader.takeUntil('>', 'group name');
      this.checkName(name, at);
      return this.capture(start, name);
    }
    if (reader.skip('=')) {
      const at = reader.position;
      const name = reader.takeUntil(')', 'group name');
      this.checkName(name, at);
      const index = this.#names.get(name);
      if (index === undefined) return reader.fail(`unknown group name '${name}'`, at);
      if (this.#open.has(index)) reader.fail('cannot refer to an open group', at - 4);
      return { kind: 'reference', index, ignoreCase: hasFlag(this.#flags, 'I') };
    }
    if (reader.atEnd) return reader.fail('unexpected end of pattern');
    return reader.fail(`unknown extension ?P${reader.next}`, start + 1);
  }

  private checkName(name: string, at: number): void {
    if (!IDENTIFIER.test(name)) this.#reader.fail(`bad character in group name '${name}'`, at);
  }

  private capture(start: number, name: string | null): Node {
    const index = ++this.#groupCount;
    if (name !== null) {
      const known = this.#names.get(name);
      if (known !== undefined) {
        this.#reader.fail(
          `redefinition of group name '${name}' as group ${index}; was group ${known}`,
          start + 4,
        );
      }
      this.#names.set(name, index);
    }
    this.#open.add(index);
    const body = this.enclosed(start, this.#flags);
    this.#open.delete(index);
    this.#closed.set(index, body);
    return { kind: 'group', index, body };
  }

  /** What stands up to the closing parenthesis, under flags of its own. */
  private enclosed(start: number, flags: number): Node {
    const outer = this.#flags;
    this.#flags = flags;
    const body = this.alternatives();
    this.#flags = outer;
    if (!this.#reader.skip(')')) this.#reader.fail('missing ), unterminated subpattern', start);
    return body;
  }

  private look(start: number, isBehind: boolean): Node {
    const negated = this.#reader.take() === '!';
    const body = this.enclosed(start, this.#flags);
    if (!isBehind) return { kind: 'look', body, behind: null, negated };
    const [low, high] = widthOf(body, this.#closed);
    if (low !== high) this.#reader.fail('look-behind requires fixed-width pattern', 0);
    return { kind: 'look', body, behind: low, negated };
  }

  private condition(start: number): Node {
    const reader = this.#reader;
    const at = reader.position;
    const name = reader.takeUntil(')', 'group name');
    const index = /^\d+$/.test(name) ? Number(name) : (this.#names.get(name) ?? -1);
    if (index === -1) {
      this.checkName(name, at);
      reader.fail(`unknown group name '${name}'`, at);
    }
    if (index === 0) reader.fail('bad group number', at);
    if (index > this.#groupCount) reader.fail(`invalid group reference ${index}`, at);
    const yes = this.sequence();
    const no = reader.skip('|') ? this.sequence() : EMPTY;
    if (reader.next === '|') reader.fail('conditional backref with more than two branches');
    if (!reader.skip(')')) reader.fail('missing ), unterminated subpattern', start);
    return { kind: 'condition', index, yes, no };
  }

  /** `(?i)` at the start of the pattern, `(?i:...)`, `(?-i:...)`. */
  private inlineFlags(start: number): Node | null {
    const reader = this.#reader;
    const isLetter = (character: string): boolean => /[a-zA-Z]/.test(character);
    const on = this.flagBits(reader.takeWhile(isLetter));
    if (reader.skip(')')) {
      if (on === 0) reader.fail('unknown extension ?)', start + 1);
      // Several groups of flags may stand there, one after another.
      if (!/^(?:\(\?[a-zA-Z]+\))*$/.test(reader.source.slice(0, start))) {
        reader.fail('global flags not at the start of the expression', start);
      }
      this.#flags |= on;
      return null;
    }
    const off = reader.skip('-') ? this.flagBits(reader.takeWhile(isLetter)) : 0;
    if (reader.atEnd) return reader.fail('missing -, : or )');
    if (!reader.skip(':')) return reader.fail(`unknown extension ?${reader.next}`, start + 1);
    return this.enclosed(start, (this.#flags | on) & ~off);
  }

  private flagBits(letters: string): number {
    return [...letters].reduce((bits, letter) => {
      if (!'aiLmsux'.includes(letter)) this.#reader.fail('unknown flag');
      if (letter === 'L') this.#reader.fail("bad inline flags: cannot use 'L' flag with a str pattern");
      return bits | bitOf(letter.toUpperCase() as FlagLetter);
    }, 0);
  }
}
