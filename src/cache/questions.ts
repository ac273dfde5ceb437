import { encodePlain, md5, sha256 } from '../base/index.ts';
import type { Invocation } from '../domain/index.ts';
import type { FileStat, Host } from '../host/index.ts';

/** Everything outside that a parse can look at. */
export interface World {
  readonly host: Host;
  readonly invocation: Invocation;
}

/** How answers about files are noted. */
export const FILE_ANSWERS = {
  exists: (found: boolean) => String(found),
  stat: (stat: FileStat | undefined) =>
    stat === undefined ? '-' : `${stat.size} ${stat.modifiedAt} ${stat.isDirectory}`,
  walk: (names: readonly string[]) => md5(names.join('\n')),
  list: (names: readonly string[]) => md5(names.join('\n')),
  realPath: (path: string) => path,
} as const;

/**
 * What can be asked of the world besides the texts of files. An answer is short and fit to be stored: values that may be
 * secret, and long ones, stand as hashes.
 */
export const QUESTIONS = {
  exists: ({ host }, path) => FILE_ANSWERS.exists(host.files.exists(path)),
  stat: ({ host }, path) => FILE_ANSWERS.stat(host.files.stat(path)),
  isLarger: ({ host }, about) => {
    const [path, bytes] = JSON.parse(about) as [string, number];
    return String(host.files.isLarger(path, bytes));
  },
  walk: ({ host }, folder) => FILE_ANSWERS.walk(host.files.walk(folder)),
  list: ({ host }, folder) => FILE_ANSWERS.list(host.files.list(folder)),
  glob: ({ host }, about) => {
    const [pattern, folder] = JSON.parse(about) as [string, string];
    return md5(host.files.glob(pattern, folder).join('\n'));
  },
  realPath: ({ host }, path) => host.files.realPath(path),
  env: ({ host }, name) => {
    const value = host.env.get(name);
    return value === undefined ? '-' : sha256(value);
  },
  envNames: ({ host }) => sha256([...host.env.names()].sort().join('\n')),
  hasPassed: ({ host }, moment) => String(host.clock.hasPassed(Number(moment))),
  flag: ({ invocation }, name) => sha256(encodePlain(invocation.flags[name])),
  flagNames: ({ invocation }) => Object.keys(invocation.flags).join(' '),
  command: ({ invocation }) => invocation.command,
  args: ({ invocation }) => sha256(encodePlain(invocation.args)),
} as const satisfies Readonly<Record<string, (world: World, about: string) => string>>;

export type Question = keyof typeof QUESTIONS;

/** A question with what it is about and the answer that was given. */
export type Answered = readonly [question: Question, about: string, answer: string];

/** The answer of today. */
export function ask(world: World, question: Question, about: string): string {
  const answer: (world: World, about: string) => string = QUESTIONS[question];
  return answer(world, about);
}
