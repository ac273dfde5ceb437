import type { Column } from '../domain/index.ts';
import { CALL, EQ, GETATTR, hostFunction, PyDict, REPR, reprOf, STR, strOf, TYPE } from '../jinja/index.ts';
import { failAdapter } from './context-errors.ts';
import { ownMember } from './own-member.ts';
import { bindArguments, pythonFunction } from './python-call.ts';
import { quotedAsWritten } from './relation-state.ts';

export interface ColumnState {
  readonly column: string;
  readonly dtype: string;
  readonly charSize: unknown;
  readonly numericPrecision: unknown;
  readonly numericScale: unknown;
}

const STRINGS = new Set(['text', 'character varying', 'character', 'varchar']);
const FLOATS = new Set(['real', 'float', 'float4', 'float8', 'double']);
const INTEGERS = new Set(
  'tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint int1 int2 int4 int8 short int signed long'.split(
    ' ',
  ),
);
const NUMERICS = new Set(['numeric', 'decimal']);

/** Type names that `Column.create` and `translate_type` replace. */
const TYPE_LABELS: Readonly<Record<string, string>> = { STRING: 'TEXT' };

export function translateType(type: string): string {
  return ownMember(TYPE_LABELS, type.toUpperCase()) ?? type;
}

const stringType = (size: unknown): string => `character varying(${strOf(size)})`;
const numericType = (type: string, precision: unknown, scale: unknown): string =>
  precision === null || scale === null ? type : `${type}(${strOf(precision)},${strOf(scale)})`;

const isIn = (types: ReadonlySet<string>, { dtype }: ColumnState): boolean => types.has(dtype.toLowerCase());
const isNumber = (state: ColumnState): boolean =>
  [INTEGERS, NUMERICS, FLOATS].some((types) => isIn(types, state));

function stringSize(state: ColumnState): number {
  if (!isIn(STRINGS, state)) failAdapter('Called string_size() on non-string field!', 'Runtime Error');
  return state.dtype === 'text' || state.charSize === null ? 256 : Number(state.charSize);
}

/** The type as dbt writes it into DDL. */
function dataType(state: ColumnState): string {
  if (isIn(STRINGS, state)) return stringType(stringSize(state));
  return isIn(NUMERICS, state)
    ? numericType(state.dtype, state.numericPrecision, state.numericScale)
    : state.dtype;
}

const isStruct = (state: ColumnState): boolean => state.dtype.toLowerCase().startsWith('struct');

/** The fields of `STRUCT(a INTEGER, b DECIMAL(10, 2))`, split at commas outside parentheses. */
function structFields(state: ColumnState): ColumnObject[] {
  const content = /^STRUCT\((.*)\)/is.exec(state.dtype)?.[1];
  if (content === undefined) return [];
  const fields: string[] = [];
  let depth = 0;
  let field = '';
  for (const char of content) {
    if (char === '(') depth++;
    else if (char === ')') depth--;
    if (char === ',' && depth === 0) {
      fields.push(field.trim());
      field = '';
    } else field += char;
  }
  return [...fields, field.trim()].map((each) => {
    const space = each.indexOf(' ');
    return columnObject({ name: each.slice(0, space), type: each.slice(space + 1) });
  });
}

/** A struct as its leaves, named `outer.inner`; any other column as itself. */
export function flattenColumn(column: ColumnObject): ColumnObject[] {
  if (!isStruct(column.state)) return [column];
  return structFields(column.state)
    .flatMap(flattenColumn)
    .map((leaf) =>
      columnObject({ name: `${column.state.column}.${leaf.state.column}`, type: leaf.state.dtype }),
    );
}

type Getter = (state: ColumnState, column: ColumnObject) => unknown;
const method =
  (name: string, answer: Getter): Getter =>
  (state, column) =>
    hostFunction(name, () => answer(state, column));

const DOUBLE_QUOTES = { quote: (name: string) => `"${name}"` };

const GETTERS: Readonly<Record<string, Getter>> = {
  column: (state) => state.column,
  name: (state) => state.column,
  dtype: (state) => state.dtype,
  char_size: (state) => state.charSize,
  numeric_precision: (state) => state.numericPrecision,
  numeric_scale: (state) => state.numericScale,
  quoted: (state) => quotedAsWritten(DOUBLE_QUOTES, state.column),
  data_type: (state) => dataType(state),
  expanded_data_type: (state) => dataType(state),
  fields: structFields,
  is_string: method('is_string', (state) => isIn(STRINGS, state)),
  is_float: method('is_float', (state) => isIn(FLOATS, state)),
  is_integer: method('is_integer', (state) => isIn(INTEGERS, state)),
  is_numeric: method('is_numeric', (state) => isIn(NUMERICS, state)),
  is_number: method('is_number', isNumber),
  is_struct: method('is_struct', isStruct),
  string_size: method('string_size', stringSize),
  flatten: method('flatten', (_, column) => flattenColumn(column)),
  literal: (state) =>
    pythonFunction('Column.literal', ['value'], (value) => `${strOf(value)}::${dataType(state)}`),
  can_expand_to: (state) =>
    pythonFunction('Column.can_expand_to', ['other_column'], (other) => {
      if (!(other instanceof ColumnObject) || !isIn(STRINGS, state) || !isIn(STRINGS, other.state))
        return false;
      return stringSize(other.state) > stringSize(state);
    }),
};

/** A column as templates see it: `api.Column`, what `get_columns_in_relation` returns. */
export class ColumnObject {
  readonly state: ColumnState;

  constructor(state: ColumnState) {
    this.state = Object.freeze(state);
  }

  get [TYPE](): string {
    return 'dbt.adapters.duckdb.column.DuckDBColumn';
  }

  [GETATTR](name: string): unknown {
    const getter = ownMember(GETTERS, name);
    return getter === undefined ? ownMember(CLASS_MEMBERS, name) : getter(this.state, this);
  }

  [EQ](other: unknown): boolean {
    return other instanceof ColumnObject && JSON.stringify(other.state) === JSON.stringify(this.state);
  }

  [STR](): string {
    return this[REPR]();
  }

  [REPR](): string {
    const { column, dtype, charSize, numericPrecision, numericScale } = this.state;
    return `DuckDBColumn(column=${reprOf(column)}, dtype=${reprOf(dtype)}, char_size=${reprOf(charSize)}, numeric_precision=${reprOf(numericPrecision)}, numeric_scale=${reprOf(numericScale)}, fields=[${structFields(
      this.state,
    )
      .map((field) => field[REPR]())
      .join(', ')}])`;
  }
}

/** A column of a relation with its type as the engine prints it. */
export function columnObject(column: Column): ColumnObject {
  return new ColumnObject({
    column: column.name,
    dtype: column.type,
    charSize: null,
    numericPrecision: null,
    numericScale: null,
  });
}

function wholeNumber(text: string, described: string): number {
  if (/^\s*\d+\s*$/.test(text)) return Number(text);
  return failAdapter(
    `Could not interpret data_type "${described}": could not convert "${text}" to an integer`,
    'Runtime Error',
  );
}

/** `Column.from_description('a', 'decimal(10,2)')`: size and precision taken out of the type. */
export function columnFromDescription(name: string, described: string): ColumnObject {
  const match = /^([^(]+)(\([^)]+\))?/.exec(described);
  if (match === null) return failAdapter(`Could not interpret data type "${described}"`, 'Runtime Error');
  const parts = match[2]?.slice(1, -1).split(',') ?? [];
  const numbers = parts.length <= 2 ? parts.map((part) => wholeNumber(part, described)) : [];
  return new ColumnObject({
    column: name,
    dtype: match[1] as string,
    charSize: numbers.length === 1 ? numbers[0] : null,
    numericPrecision: numbers.length === 2 ? numbers[0] : null,
    numericScale: numbers.length === 2 ? numbers[1] : null,
  });
}

const CLASS_MEMBERS: Readonly<Record<string, unknown>> = {
  TYPE_LABELS: PyDict.from(TYPE_LABELS),
  create: pythonFunction('Column.create', ['name', 'label_or_dtype'], (name, type) =>
    columnObject({ name: strOf(name), type: translateType(strOf(type)) }),
  ),
  from_description: pythonFunction('Column.from_description', ['name', 'raw_data_type'], (name, type) =>
    columnFromDescription(strOf(name), strOf(type)),
  ),
  translate_type: pythonFunction('Column.translate_type', ['dtype'], (type) => translateType(strOf(type))),
  string_type: pythonFunction('Column.string_type', ['size'], stringType),
  numeric_type: pythonFunction(
    'Column.numeric_type',
    ['dtype', 'precision', 'scale'],
    (type, precision, scale) => numericType(strOf(type), precision, scale),
  ),
};

const CONSTRUCTOR = [
  'column',
  'dtype',
  ['char_size', null],
  ['numeric_precision', null],
  ['numeric_scale', null],
] as const;

/** `api.Column`: callable, with the class methods. */
export const columnApi: unknown = Object.freeze({
  [CALL]: (positional: readonly unknown[], keywords: Readonly<Record<string, unknown>>) => {
    const [column, dtype, charSize, numericPrecision, numericScale] = bindArguments(
      'DuckDBColumn.__init__',
      CONSTRUCTOR,
      positional,
      keywords,
    );
    return new ColumnObject({
      column: strOf(column),
      dtype: strOf(dtype),
      charSize,
      numericPrecision,
      numericScale,
    });
  },
  [GETATTR]: (name: string) => ownMember(CLASS_MEMBERS, name),
  [REPR]: () => "<class 'dbt.adapters.duckdb.column.DuckDBColumn'>",
  [TYPE]: 'type',
});
