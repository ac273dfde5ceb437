import { methodTable } from '../../methods/method.ts';
import { sortedBy } from '../../runtime/compare.ts';
import { GETATTR, PySet, PyTuple } from '../../values/index.ts';
import { boundMethod, inherit } from '../objects/class-object.ts';
import type { DataType } from './data-type.ts';
import { MAPPED_SEQUENCE_METHODS, MappedSequence } from './mapped-sequence.ts';

/** A column of a table. */
export class Column extends MappedSequence {
  readonly name: string;
  readonly index: number;
  readonly dataType: DataType;

  constructor(parts: {
    readonly name: string;
    readonly index: number;
    readonly dataType: DataType;
    readonly values: readonly unknown[];
  }) {
    super(parts.values, null, 'Column');
    this.name = parts.name;
    this.index = parts.index;
    this.dataType = parts.dataType;
  }

  override [GETATTR](name: string): unknown {
    if (name === 'name') return this.name;
    if (name === 'index') return this.index;
    return name === 'data_type' ? this.dataType : boundMethod(this, name, COLUMN_METHODS);
  }
}

const withoutNulls = (column: Column): unknown[] => column.values.filter((value) => value !== null);

/** Nulls come last. */
function sorted(column: Column): unknown[] {
  const values = sortedBy(withoutNulls(column), (value) => value);
  return [...values, ...column.values.filter((value) => value === null)];
}

const COLUMN_METHODS = inherit(
  MAPPED_SEQUENCE_METHODS,
  methodTable<Column>({
    values_distinct: ['', (self) => PyTuple.of_(new PySet(self.values))],
    values_without_nulls: ['', (self) => PyTuple.of_(withoutNulls(self))],
    values_sorted: ['', sorted],
    values_without_nulls_sorted: ['', (self) => sortedBy(withoutNulls(self), (value) => value)],
  }),
);
