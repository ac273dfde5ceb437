import type { RefCall, SourceCall } from '../domain/index.ts';
import { classOf, type Keywords, raise, truthOf } from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';

const isNone = (value: unknown): boolean => value === null || value === undefined;

function text(value: unknown, problem: string): string {
  return typeof value === 'string' ? value : failTemplate('J103', `${problem}, got ${classOf(value)}`);
}

/** `[package,] name`, of `ref`, `metric` and `function`. */
function qualified(name: string, positional: readonly unknown[]): { name: string; package: string | null } {
  const given = positional.length;
  if (given !== 1 && given !== 2) {
    const shown = name === 'function' ? 'ref' : name;
    failTemplate('J103', `${shown}() takes at most two arguments (${given} given)`);
  }
  const own = text(positional[given - 1], `The name argument to ${name}() must be a string`);
  const first = given === 2 ? positional[0] : null;
  if (isNone(first)) return { name: own, package: null };
  return { name: own, package: text(first, `The package argument to ${name}() must be a string or None`) };
}

/** A `ref()` call, checked as dbt checks it. */
export function refCall(positional: readonly unknown[], keywords: Keywords): RefCall {
  const named = [keywords['version'], keywords['v']].find((each) => !isNone(each) && truthOf(each)) ?? null;
  const call = qualified('ref', positional);
  if (named !== null && typeof named !== 'string' && typeof named !== 'number') {
    const isFloat =
      typeof named === 'object' && typeof (named as { valueOf(): unknown }).valueOf() === 'number';
    if (!isFloat) {
      failTemplate(
        'J103',
        `The version argument to ref() must be a string, int, float, or None - got ${classOf(named)}`,
      );
    }
  }
  return { ...call, version: named as string | number | null };
}

/** A `source()` call, checked as dbt checks it. */
export function sourceCall(positional: readonly unknown[], keywords: Keywords): SourceCall {
  const [keyword] = Object.keys(keywords);
  if (keyword !== undefined)
    raise('TypeError', `BaseSourceResolver.__call__() got an unexpected keyword argument '${keyword}'`);
  if (positional.length !== 2) {
    failTemplate('J103', `source() takes exactly two arguments (${positional.length} given)`);
  }
  return {
    source: text(positional[0], 'The source name (first) argument to source() must be a string'),
    table: text(positional[1], 'The table name (second) argument to source() must be a string'),
  };
}

/** A `metric()` or `function()` call as dbt stores it: `[name]` or `[package, name]`. */
export function nameCall(name: 'metric' | 'function', positional: readonly unknown[]): readonly string[] {
  const call = qualified(name, positional);
  return call.package === null ? [call.name] : [call.package, call.name];
}
