import { methodTable } from '../../methods/method.ts';
import { repr } from '../../runtime/text.ts';
import {
  BOOL,
  GETATTR,
  GETITEM,
  isInt,
  PyDict,
  PyTuple,
  REPR,
  raise,
  TYPE,
  tuple,
} from '../../values/index.ts';
import { boundMethod } from '../objects/class-object.ts';
import { expandTemplate, parseTemplate } from './replacement.ts';
import type { Subject } from './subject.ts';

/** What a match needs of its pattern. */
export interface MatchedPattern {
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

export interface MatchParts {
  readonly pattern: MatchedPattern;
  readonly subject: Subject;
  /** Starts and ends of the groups, the whole match first; -1 for groups that took no part; the last closed group at the end. */
  readonly slots: readonly number[];
  readonly position: number;
  readonly endPosition: number;
}

/** Python's `re.Match`. */
export class Match implements MatchParts {
  readonly pattern: MatchedPattern;
  readonly subject: Subject;
  readonly slots: readonly number[];
  readonly position: number;
  readonly endPosition: number;
  readonly [TYPE] = 're.Match';

  constructor(parts: MatchParts) {
    this.pattern = parts.pattern;
    this.subject = parts.subject;
    this.slots = parts.slots;
    this.position = parts.position;
    this.endPosition = parts.endPosition;
  }

  start(index: number): number {
    return this.end(index) === -1 ? -1 : (this.slots[index * 2] as number);
  }

  end(index: number): number {
    return this.slots[index * 2 + 1] as number;
  }

  /** The text of a group; null when it took no part. */
  text(index: number): string | null {
    return this.end(index) === -1 ? null : this.subject.slice(this.start(index), this.end(index));
  }

  /** The number of a group given by number or name; raises `IndexError`. */
  indexOf(group: unknown): number {
    const index = isInt(group)
      ? Number(group)
      : typeof group === 'string'
        ? this.pattern.groupNames.get(group)
        : undefined;
    if (index === undefined || index < 0 || index > this.pattern.groupCount)
      return raise('IndexError', 'no such group');
    return index;
  }

  groups(fallback: unknown): unknown[] {
    return Array.from({ length: this.pattern.groupCount }, (_, index) => this.text(index + 1) ?? fallback);
  }

  private get lastIndex(): number | null {
    const last = this.slots.at(-1) as number;
    return last === -1 ? null : last;
  }

  [BOOL](): boolean {
    return true;
  }

  [REPR](): string {
    return `<re.Match object; span=(${this.start(0)}, ${this.end(0)}), match=${repr(this.text(0))}>`;
  }

  [GETITEM](group: unknown): unknown {
    return this.text(this.indexOf(group));
  }

  [GETATTR](name: string): unknown {
    switch (name) {
      case 're':
        return this.pattern;
      case 'string':
        return this.subject.text;
      case 'pos':
        return this.position;
      case 'endpos':
        return this.endPosition;
      case 'lastindex':
        return this.lastIndex;
      case 'lastgroup':
        return [...this.pattern.groupNames].find(([, index]) => index === this.lastIndex)?.[0] ?? null;
      default:
        return boundMethod(this, name, MATCH_METHODS);
    }
  }
}

function groupsOf(self: Match, wanted: readonly unknown[]): unknown {
  if (wanted.length === 0) return self.text(0);
  const texts = wanted.map((group) => self.text(self.indexOf(group)));
  return texts.length === 1 ? texts[0] : PyTuple.of_(texts);
}

const indexArgument = (self: Match, group: unknown): number =>
  group === undefined ? 0 : self.indexOf(group);

const MATCH_METHODS = methodTable<Match>({
  group: ['*', (self, [wanted]) => groupsOf(self, wanted as PyTuple)],
  groups: ['default?', (self, [fallback]) => PyTuple.of_(self.groups(fallback ?? null))],
  groupdict: [
    'default?',
    (self, [fallback]) =>
      PyDict.from(
        [...self.pattern.groupNames].map(
          ([name, index]) => [name, self.text(index) ?? fallback ?? null] as const,
        ),
      ),
  ],
  start: ['group?', (self, [group]) => self.start(indexArgument(self, group))],
  end: ['group?', (self, [group]) => self.end(indexArgument(self, group))],
  span: [
    'group?',
    (self, [group]) => tuple(self.start(indexArgument(self, group)), self.end(indexArgument(self, group))),
  ],
  expand: ['template', (self, [template]) => expandTemplate(parseTemplate(template, self.pattern), self)],
});
