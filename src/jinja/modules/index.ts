export { createModules, type ModulesOptions } from './create-modules.ts';
export { PyDate } from './datetime/date.ts';
export { PyDateTime } from './datetime/date-time.ts';
export { PyTime } from './datetime/time.ts';
export { Decimal, decimalOf } from './decimal/decimal.ts';
export { Table } from './table/table.ts';
export { type LateTableSource, lateTable, type TableSource, tableFrom } from './table/table-from.ts';
export { type ResultValue, valueFromSql } from './table/value-from-sql.ts';
