import type { Scope } from '../contract.ts';
import { GLOBALS } from '../globals/index.ts';
import { raise } from '../values/index.ts';
import { MAX_DEPTH, MAX_ROUNDS } from '../values/limits.ts';

/** What has been used up of the limits, for everything that renders with one scope. */
interface Usage {
  depth: number;
  rounds: number;
}

const usages = new WeakMap<Scope, Usage>();

/** What generated code renders with: names, limits, and the name of its outermost stack frame. */
export interface Context {
  get(name: string): unknown;
  readonly usage: Usage;
  readonly frameName: string;
  readonly onMissing: Scope['onMissing'];
}

/** A context on a scope. Macros bound to the same scope share its limits. */
export function createContext(scope: Scope, frameName: string): Context {
  let usage = usages.get(scope);
  if (usage === undefined) {
    usage = { depth: 0, rounds: 0 };
    usages.set(scope, usage);
  }
  return {
    usage,
    frameName,
    onMissing: scope.onMissing,
    get(name) {
      const value = scope.get(name);
      if (value !== undefined) return value;
      return Object.hasOwn(GLOBALS, name) ? GLOBALS[name] : undefined;
    },
  };
}

/** One more round of a loop. */
export function tick({ usage }: Context): void {
  usage.rounds++;
  if (usage.rounds > MAX_ROUNDS)
    raise('LoopLimitError', `the loops of a template made more than ${MAX_ROUNDS} rounds`);
}

/** Goes into a macro, or into a template when it is the outermost: that starts the count of rounds. */
export function enter({ usage }: Context): void {
  if (usage.depth === 0) usage.rounds = 0;
  usage.depth++;
  if (usage.depth > MAX_DEPTH) {
    usage.depth--;
    raise('RecursionError', 'maximum recursion depth exceeded');
  }
}

/** Leaves what `enter` went into. */
export function leave({ usage }: Context): void {
  usage.depth--;
}
