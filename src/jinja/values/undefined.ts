import { raise } from './python-error.ts';

/** What a name, attribute or item that does not exist evaluates to. Using it raises; printing it prints nothing. */
export class Undefined {
  /** The name that was looked up, where there was one. */
  readonly name: string | undefined;
  /** The whole message, where it is not "'name' is undefined". */
  readonly hint: string | undefined;
  /** The Python class that using it raises. */
  readonly errorType: string;

  constructor(name?: string, hint?: string, errorType = 'UndefinedError') {
    this.name = name;
    this.hint = hint;
    this.errorType = errorType;
  }

  /** Raises what Jinja raises when the value is used. */
  fail(): never {
    return raise(this.errorType, this.hint ?? `'${this.name}' is undefined`);
  }
}

/** The undefined of dbt's parse phase: attributes, items and calls of it are undefined again instead of errors. */
export class ChainableUndefined extends Undefined {}
