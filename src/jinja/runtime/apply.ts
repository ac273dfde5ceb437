import { type Keywords, raise } from '../values/index.ts';
import { bindArguments } from './arguments.ts';
import { NO_KEYWORDS } from './call.ts';
import type { Environment, Filter, Test } from './environment.ts';
import { repr } from './text.ts';

const EMPTY: readonly unknown[] = Object.freeze([]);

/** The filter of a name. Unknown ones fail when they are used, as in branches that Jinja compiles but does not take. */
export function filterNamed(environment: Environment, name: string): Filter {
  if (Object.hasOwn(environment.filters, name)) return environment.filters[name] as Filter;
  return raise('TemplateRuntimeError', `No filter named ${repr(name)}.`);
}

/** The test of a name. */
export function testNamed(environment: Environment, name: string): Test {
  if (Object.hasOwn(environment.tests, name)) return environment.tests[name] as Test;
  return raise('TemplateRuntimeError', `No test named ${repr(name)}.`);
}

/** What follows the value in a filter or test call. */
export interface Extra {
  readonly positional?: readonly unknown[];
  readonly keywords?: Keywords;
}

/** `value | filter(...)`. */
export function applyFilter(
  environment: Environment,
  filter: Filter,
  value: unknown,
  extra: Extra = {},
): unknown {
  const positional = [value, ...(extra.positional ?? EMPTY)];
  return filter.run(bindArguments(filter.signature, positional, extra.keywords ?? NO_KEYWORDS), environment);
}

/** `value is test(...)`. */
export function applyTest(environment: Environment, test: Test, value: unknown, extra: Extra = {}): boolean {
  const positional = [value, ...(extra.positional ?? EMPTY)];
  return test.run(bindArguments(test.signature, positional, extra.keywords ?? NO_KEYWORDS), environment);
}
