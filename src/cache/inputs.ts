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

/** Whether a file holds the text that was seen. Equal size and times are believed; else the text decides. */
export function holdsSameText({ host }: World, seen: FileSeen): boolean {
  const stat = host.files.stat(seen.path);
  if (stat === undefined || stat.isDirectory || stat.size !== seen.size) return false;
  const isUntouched =
    stat.modifiedAt === seen.modifiedAt &&
    stat.changedAt === seen.changedAt &&
    stat.number === seen.number &&
    !seen.isYoung;
  return isUntouched || md5(host.files.readText(seen.path)) === seen.hash;
}

/** The first thing that is not as it was, in words; null when all is. */
export function firstChange(world: World, inputs: Inputs): string | null {
  const [volatile] = inputs.volatile;
  if (volatile !== undefined) return `parsing reads ${volatile}`;
  for (const [question, about, answer] of inputs.answers) {
    if (ask(world, question, about) !== answer) return `${question} ${about}`.trimEnd();
  }
  return inputs.files.find((each) => !holdsSameText(world, each))?.path ?? null;
}
