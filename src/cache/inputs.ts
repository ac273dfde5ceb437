import { md5 } from '../base/index.ts';
import type { FileStat } from '../host/index.ts';
import { type Answered, ask, type World } from './questions.ts';

/** A file whose text was read. */
export interface FileSeen {
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: number;
  readonly changedAt: number;
  readonly number: number;
  /** MD5 of the text. */
  readonly hash: string;
  /**
   * Read so soon after its last change that another change could carry the same time: its text has to be looked at, whatever
   * its times say.
   */
  readonly isYoung: boolean;
}

/** Everything that a parse has looked at. */
export interface Inputs {
  readonly files: readonly FileSeen[];
  readonly answers: readonly Answered[];
  /** What it has looked at that is never the same twice: the moment, the id of the call. */
  readonly volatile: readonly string[];
}

/** Milliseconds within which a file system may give two changes one time: clocks that count whole seconds, and others. */
const COARSE_TICK = 2000;
const TICK = 30;

/** Whether a file that was read at `now` (milliseconds since 1970) could change again and keep its times. */
export function isYoung(stat: Pick<FileStat, 'modifiedAt' | 'changedAt'>, now: number): boolean {
  const latest = Math.max(stat.modifiedAt, stat.changedAt);
  const tick = latest % 1000 === 0 ? COARSE_TICK : TICK;
  return now < latest + tick;
}

/** The file as it is now, when it holds the text that was seen. Equal size and times are believed; else the text decides. */
function sameText({ host }: World, seen: FileSeen): FileSeen | null {
  const stat = host.files.stat(seen.path);
  if (stat === undefined || stat.isDirectory || stat.size !== seen.size) return null;
  const { modifiedAt, changedAt, number } = stat;
  const isUntouched =
    modifiedAt === seen.modifiedAt && changedAt === seen.changedAt && number === seen.number && !seen.isYoung;
  if (isUntouched) return seen;
  const young = isYoung(stat, host.clock.wall());
  if (md5(host.files.readText(seen.path)) !== seen.hash) return null;
  return { ...seen, modifiedAt, changedAt, number, isYoung: young };
}

/** What became of everything that a parse had looked at. */
export interface Comparison {
  /** Why the parse cannot be used at all, in words; null when it can. */
  readonly obstacle: string | null;
  /** Files with another text. */
  readonly changed: readonly string[];
  /** The inputs as they are now, but for the files that changed. */
  readonly inputs: Inputs;
}

/** Looks at everything again. */
export function compareInputs(world: World, inputs: Inputs): Comparison {
  const useless = (obstacle: string): Comparison => ({ obstacle, changed: [], inputs });
  const [volatile] = inputs.volatile;
  if (volatile !== undefined) return useless(`parsing reads ${volatile}`);
  for (const [question, about, answer] of inputs.answers) {
    if (ask(world, question, about) !== answer) return useless(`${question} ${about}`.trimEnd());
  }
  const changed: string[] = [];
  const files: FileSeen[] = [];
  for (const seen of inputs.files) {
    const now = sameText(world, seen);
    if (now === null) changed.push(seen.path);
    else files.push(now);
  }
  return { obstacle: null, changed, inputs: { ...inputs, files } };
}

/** What two parses together looked at. */
export function joinInputs(first: Inputs, second: Inputs): Inputs {
  const files = new Map([...first.files, ...second.files].map((each) => [each.path, each]));
  const answers = new Map(
    [...first.answers, ...second.answers].map((each) => [`${each[0]} ${each[1]}`, each]),
  );
  return {
    files: [...files.values()],
    answers: [...answers.values()],
    volatile: [...new Set([...first.volatile, ...second.volatile])],
  };
}
