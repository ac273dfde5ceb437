import { GETATTR, GETITEM, ITER, LEN, PyTuple, REPR, STR, TYPE } from '../../values/index.ts';
import { boundMethod } from '../objects/class-object.ts';
import { Column } from './column.ts';
import { DataType } from './data-type.ts';
import { type LateValues, MappedSequence } from './mapped-sequence.ts';
import { printTable } from './print-table.ts';
import { TABLE_METHODS, type TableParts } from './table-methods.ts';

/** A query's result or a seed as templates see it: agate's `Table`. It never changes; its methods make new ones. */
export class Table implements TableParts {
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly DataType[];
  readonly rows: MappedSequence;
  readonly print: (text: string) => void;
  /** Rows that show the types of the columns as all of them would. */
  readonly typical: readonly MappedSequence[] | null;
  readonly [TYPE] = 'agate.table.Table';
  #columns: MappedSequence | null = null;

  constructor(
    parts: Pick<TableParts, 'columnNames' | 'columnTypes' | 'print'> & {
      readonly rows: readonly MappedSequence[] | LateValues;
      readonly typical?: readonly MappedSequence[];
    },
  ) {
    this.columnNames = parts.columnNames;
    this.columnTypes = parts.columnTypes;
    this.rows = new MappedSequence(parts.rows, null);
    this.print = parts.print;
    this.typical = parts.typical ?? null;
  }

  get columns(): MappedSequence {
    this.#columns ??= new MappedSequence(
      this.columnNames.map((name, index) => this.column(name, index)),
      this.columnNames,
    );
    return this.#columns;
  }

  private column(name: string, index: number): Column {
    const values = this.rows.values.map((row) => (row as MappedSequence).values[index]);
    return new Column({ name, index, dataType: this.columnTypes[index] as DataType, values });
  }

  fork(parts: Parameters<TableParts['fork']>[0]): Table {
    const { columnNames, columnTypes, print } = this;
    return new Table({
      columnNames,
      columnTypes,
      print,
      rows: this.rows.values as readonly MappedSequence[],
      ...parts,
    });
  }

  [STR](): string {
    return structureText(this);
  }

  [REPR](): string {
    return `<${this[TYPE]} object at 0x0>`;
  }

  [LEN](): number {
    return this.rows.count;
  }

  [ITER](): Iterable<unknown> {
    return this.rows.values;
  }

  [GETITEM](key: unknown): unknown {
    return this.rows[GETITEM](key);
  }

  [GETATTR](name: string): unknown {
    switch (name) {
      case 'columns':
        return this.columns;
      case 'rows':
        return this.rows;
      case 'column_names':
        return PyTuple.of_(this.columnNames);
      case 'column_types':
        return PyTuple.of_(this.columnTypes);
      case 'row_names':
        return null;
      default:
        return boundMethod(this, name, TABLE_METHODS);
    }
  }
}

/** The names and types of the columns, as `print_structure` prints them. */
function structureText(table: TableParts): string {
  const text = new DataType('Text');
  const rows = table.columnNames.map((name, index) => [name, (table.columnTypes[index] as DataType).name]);
  return printTable(
    { columnNames: ['column', 'data_type'], columnTypes: [text, text], rows },
    { maxRows: rows.length, maxColumns: 2, maxColumnWidth: null, maxPrecision: 3 },
  );
}
