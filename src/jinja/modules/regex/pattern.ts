import { methodTable } from '../../methods/method.ts';
import { callValue, isCallable } from '../../runtime/call.ts';
import { repr } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-name.ts';
import {
  EQ,
  GETATTR,
  HASH,
  isInt,
  PyDict,
  PyIterator,
  PyTuple,
  REPR,
  raise,
  TYPE,
  tuple,
} from '../../values/index.ts';
import { boundMethod } from '../objects/class-object.ts';
import { bitOf, RegexFlag } from './flags.ts';
import { Match, type MatchedPattern } from './match.ts';
import { Matcher } from './matcher.ts';
import { parsePattern } from './parse-pattern.ts';
import { assemble, type Program } from './program.ts';
import { expandTemplate, parseTemplate } from './replacement.ts';
import { type Subject, subjectOf } from './subject.ts';

/** A part of a text to search. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Python's `re.Pattern`. */
export class Pattern implements MatchedPattern {
  readonly source: string;
  readonly flags: number;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  readonly #program: Program;
  readonly [TYPE] = 're.Pattern';

  constructor(source: string, flags: number) {
    const parsed = parsePattern(source, flags);
    this.source = source;
    this.flags = parsed.flags;
    this.groupCount = parsed.groupCount;
    this.groupNames = parsed.groupNames;
    this.#program = assemble(parsed);
  }

  /** A match that begins at the start of the range (and ends at its end). */
  matchAt(subject: Subject, { start, end }: Range, whole: boolean): Match | null {
    const slots = new Matcher(this.#program, subject.codes).attempt({ start, end, whole, forbiddenEnd: -1 });
    return slots === null
      ? null
      : new Match({ pattern: this, subject, slots, position: start, endPosition: end });
  }

  /** All matches in the range, from left to right, not overlapping; empty ones too. */
  *matches(subject: Subject, { start, end }: Range): Generator<Match> {
    const matcher = new Matcher(this.#program, subject.codes);
    let forbiddenEnd = -1;
    for (let at = start; at <= end; ) {
      const slots = matcher.attempt({ start: at, end, whole: false, forbiddenEnd });
      if (slots === null) {
        at++;
        forbiddenEnd = -1;
        continue;
      }
      yield new Match({ pattern: this, subject, slots, position: start, endPosition: end });
      const reached = slots[1] as number;
      forbiddenEnd = reached === slots[0] ? reached : -1;
      at = reached;
    }
  }

  search(subject: Subject, range: Range): Match | null {
    for (const match of this.matches(subject, range)) return match;
    return null;
  }

  [REPR](): string {
    const shown = new RegexFlag(this.flags & ~bitOf('U'));
    const flags = shown.bits === 0 ? '' : `, ${shown[REPR]()}`;
    return `re.compile(${repr(this.source)}${flags})`;
  }

  [EQ](other: unknown): boolean {
    return other instanceof Pattern && other.source === this.source && other.flags === this.flags;
  }

  [HASH](): string {
    return `pattern:${this.flags}:${this.source}`;
  }

  [GETATTR](name: string): unknown {
    switch (name) {
      case 'pattern':
        return this.source;
      case 'flags':
        return this.flags;
      case 'groups':
        return this.groupCount;
      case 'groupindex':
        return PyDict.from(this.groupNames);
      default:
        return boundMethod(this, name, PATTERN_METHODS);
    }
  }
}

function wholeRange(subject: Subject): Range {
  return { start: 0, end: subject.codes.length };
}

function rangeOf(subject: Subject, start: unknown, end: unknown): Range {
  const size = subject.codes.length;
  const clamp = (value: unknown, absent: number): number => {
    if (value === undefined) return absent;
    if (!isInt(value))
      return raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
    return Math.min(size, Math.max(0, Number(value)));
  };
  return { start: clamp(start, 0), end: clamp(end, size) };
}

/** What `findall` answers for a match: the whole, the one group, or a tuple of the groups. */
function found(match: Match): unknown {
  const { groupCount } = match.pattern;
  if (groupCount === 0) return match.text(0);
  return groupCount === 1 ? (match.text(1) ?? '') : PyTuple.of_(match.groups(''));
}

/** How many matches to take; a flag given in that place by mistake is the int that it is. */
function countArgument(value: unknown): number {
  if (value === undefined) return 0;
  if (value instanceof RegexFlag) return value.bits;
  return isInt(value)
    ? Number(value)
    : raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

function split(self: Pattern, subject: Subject, limit: number): unknown[] {
  const parts: unknown[] = [];
  let at = 0;
  let count = 0;
  for (const match of self.matches(subject, wholeRange(subject))) {
    if (limit > 0 && count >= limit) break;
    if (limit < 0) break;
    parts.push(subject.slice(at, match.start(0)), ...match.groups(null));
    at = match.end(0);
    count++;
  }
  return [...parts, subject.slice(at, subject.codes.length)];
}

/** What replaces a match: a template, or what a function makes of the match. */
function replacer(replacement: unknown, pattern: Pattern): (match: Match) => string {
  if (!isCallable(replacement)) {
    const template = parseTemplate(replacement, pattern);
    return (match) => expandTemplate(template, match);
  }
  return (match) => {
    const text = callValue(replacement, [match]);
    if (text instanceof Promise) return raise('TypeError', 'a replacement function cannot wait for a query');
    return typeof text === 'string'
      ? text
      : raise('TypeError', `expected str instance, ${typeName(text)} found`);
  };
}

function substitute(
  self: Pattern,
  replacement: unknown,
  subject: Subject,
  limit: number,
): readonly [string, number] {
  const replace = replacer(replacement, self);
  const parts: string[] = [];
  let at = 0;
  let count = 0;
  for (const match of self.matches(subject, wholeRange(subject))) {
    if (limit !== 0 && count >= limit) break;
    parts.push(subject.slice(at, match.start(0)), replace(match));
    at = match.end(0);
    count++;
  }
  return [parts.join('') + subject.slice(at, subject.codes.length), count];
}

/** The methods of patterns; the functions of `re` call them. */
export const PATTERN_METHODS = methodTable<Pattern>({
  match: [
    'string pos? endpos?',
    (self, [text, start, end]) => {
      const subject = subjectOf(text);
      return self.matchAt(subject, rangeOf(subject, start, end), false);
    },
  ],
  fullmatch: [
    'string pos? endpos?',
    (self, [text, start, end]) => {
      const subject = subjectOf(text);
      return self.matchAt(subject, rangeOf(subject, start, end), true);
    },
  ],
  search: [
    'string pos? endpos?',
    (self, [text, start, end]) => {
      const subject = subjectOf(text);
      return self.search(subject, rangeOf(subject, start, end));
    },
  ],
  findall: [
    'string pos? endpos?',
    (self, [text, start, end]) => {
      const subject = subjectOf(text);
      return Array.from(self.matches(subject, rangeOf(subject, start, end)), found);
    },
  ],
  finditer: [
    'string pos? endpos?',
    (self, [text, start, end]) => {
      const subject = subjectOf(text);
      return new PyIterator([...self.matches(subject, rangeOf(subject, start, end))], 'callable_iterator');
    },
  ],
  split: ['string maxsplit?', (self, [text, limit]) => split(self, subjectOf(text), countArgument(limit))],
  sub: [
    'repl string count?',
    (self, [replacement, text, limit]) =>
      substitute(self, replacement, subjectOf(text), countArgument(limit))[0],
  ],
  subn: [
    'repl string count?',
    (self, [replacement, text, limit]) =>
      tuple(...substitute(self, replacement, subjectOf(text), countArgument(limit))),
  ],
});
