import { repr } from '../../runtime/text.ts';
import { GETATTR, PyTuple, REPR } from '../../values/index.ts';

/** A tuple whose items have names. */
export class NamedTuple extends PyTuple {
  #title = '';
  #names: readonly string[] = [];

  /** A tuple with the fields in order; `title` is what `repr` puts before them. */
  static of_fields(title: string, fields: Readonly<Record<string, unknown>>): NamedTuple {
    const tuple = new NamedTuple();
    tuple.#title = title;
    tuple.#names = Object.keys(fields);
    for (const value of Object.values(fields)) tuple.push(value);
    return tuple;
  }

  [GETATTR](name: string): unknown {
    const index = this.#names.indexOf(name);
    return index === -1 ? undefined : this[index];
  }

  [REPR](): string {
    return `${this.#title}(${this.#names.map((name, index) => `${name}=${repr(this[index])}`).join(', ')})`;
  }
}
