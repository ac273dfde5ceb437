import type { UndefinedFactory } from './access.ts';
import type { Signature } from './arguments.ts';

/** A filter: the value is its first parameter. */
export interface Filter {
  readonly signature: Signature;
  readonly run: (bound: readonly unknown[], environment: Environment) => unknown;
}

/** A test after `is`: the value is its first parameter. */
export interface Test {
  readonly signature: Signature;
  readonly run: (bound: readonly unknown[], environment: Environment) => boolean;
}

/** What filters and tests may need to know beyond their arguments. */
export interface Environment {
  readonly filters: Readonly<Record<string, Filter>>;
  readonly tests: Readonly<Record<string, Test>>;
  readonly undefinedOf: UndefinedFactory;
}
