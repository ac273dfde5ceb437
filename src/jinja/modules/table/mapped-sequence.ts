import { type Methods, methodTable } from '../../methods/method.ts';
import { equals, indexOfEqual, requireDefined } from '../../runtime/compare.ts';
import { Slice, sliceIndices } from '../../runtime/slice.ts';
import { repr } from '../../runtime/text.ts';
import {
  BOOL,
  EQ,
  GETATTR,
  GETITEM,
  ITER,
  isInt,
  LEN,
  PyDict,
  PyTuple,
  REPR,
  raise,
  TYPE,
  tuple,
} from '../../values/index.ts';
import { boundMethod } from '../objects/class-object.ts';

/** How many values `repr` shows. */
const SAMPLE = 5;

/** Python's `OrderedDict`, which prints its pairs. */
export class OrderedDict extends PyDict {
  [REPR](): string {
    const pairs = this.entries().map(([key, value]) => `(${repr(key)}, ${repr(value)})`);
    return `OrderedDict(${pairs.length === 0 ? '' : `[${pairs.join(', ')}]`})`;
  }
}

/** The modules in which agate has its kinds of it. */
const MODULES: Readonly<Record<string, string>> = { Row: 'rows', Column: 'columns' };

/** Values that are made when somebody looks at them; how many there are is known before. */
export interface LateValues {
  readonly count: number;
  readonly load: () => readonly unknown[];
}

/** agate's `MappedSequence`: values by position and, where there are keys, by key. */
export class MappedSequence {
  #values: readonly unknown[] | LateValues;
  readonly keys: readonly unknown[] | null;
  /** The name that `repr` shows. */
  readonly title: string;
  readonly [TYPE]: string;

  constructor(
    values: readonly unknown[] | LateValues,
    keys: readonly unknown[] | null,
    title = 'MappedSequence',
  ) {
    this.#values = values;
    this.keys = keys;
    this.title = title;
    this[TYPE] = `agate.${MODULES[title] ?? 'mapped_sequence'}.${title}`;
  }

  get values(): readonly unknown[] {
    const found = this.#values;
    if ('load' in found) this.#values = found.load();
    return this.#values as readonly unknown[];
  }

  get count(): number {
    return 'load' in this.#values ? this.#values.count : this.#values.length;
  }

  /** The value of a key; undefined when there is none. A later value of the same key wins. */
  byKey(key: unknown): unknown {
    const index = this.keys?.findLastIndex((each) => each === key || equals(each, key)) ?? -1;
    return index === -1 ? undefined : this.values[index];
  }

  asDict(): OrderedDict {
    const { keys } = this;
    if (keys === null) return raise('KeyError', '');
    const dict = new OrderedDict();
    keys.forEach((key, index) => {
      if (index < this.values.length) dict.set(key, this.values[index]);
    });
    return dict;
  }

  [REPR](): string {
    const shown = this.values.slice(0, SAMPLE).map(repr).join(', ');
    return `<agate.${this.title}: (${shown}${this.values.length > SAMPLE ? ', ...' : ''})>`;
  }

  [LEN](): number {
    return this.count;
  }

  [BOOL](): boolean {
    return this.count > 0;
  }

  [ITER](): Iterable<unknown> {
    return this.values;
  }

  [EQ](other: unknown): boolean {
    if (other instanceof MappedSequence) return equals(PyTuple.of_(this.values), PyTuple.of_(other.values));
    return Array.isArray(other) && equals(PyTuple.of_(this.values), PyTuple.of_(other));
  }

  [GETITEM](key: unknown): unknown {
    if (key instanceof Slice)
      return PyTuple.of_(sliceIndices(key, this.values.length).map((index) => this.values[index]));
    if (typeof key === 'boolean' || !isInt(key)) return this.byKey(key);
    const index = Number(key);
    return this.values[index < 0 ? index + this.values.length : index];
  }

  [GETATTR](name: string): unknown {
    return boundMethod(this, name, MAPPED_SEQUENCE_METHODS);
  }
}

function indexOf(self: MappedSequence, value: unknown): number {
  requireDefined(value);
  const index = indexOfEqual(self.values, value);
  return index === -1 ? raise('ValueError', '') : index;
}

/** The methods of rows, columns and of tables' `rows` and `columns`. */
export const MAPPED_SEQUENCE_METHODS: Methods = methodTable<MappedSequence>({
  values: ['', (self) => PyTuple.of_(self.values)],
  keys: ['', (self) => (self.keys === null ? null : PyTuple.of_(self.keys))],
  items: [
    '',
    (self) =>
      self.keys === null
        ? raise('TypeError', "'NoneType' object is not iterable")
        : PyTuple.of_(self.keys.map((key, index) => tuple(key, self.values[index]))),
  ],
  get: [
    'key default?',
    (self, [key, fallback]) =>
      self.keys === null ? raise('KeyError', '') : (self.byKey(key) ?? fallback ?? null),
  ],
  dict: ['', (self) => self.asDict()],
  index: ['value', (self, [value]) => indexOf(self, value)],
  count: ['value', (self, [value]) => self.values.filter((each) => equals(each, value)).length],
});
