import { REPR, TYPE } from '../../values/index.ts';

/** The column types that dbt's tables have. */
export type DataTypeName = 'Integer' | 'Number' | 'Date' | 'DateTime' | 'ISODateTime' | 'Boolean' | 'Text';

const MODULES: Readonly<Record<DataTypeName, string>> = {
  Integer: 'dbt_common.clients.agate_helper',
  Number: 'dbt_common.clients.agate_helper',
  Date: 'agate.data_types.date',
  DateTime: 'agate.data_types.date_time',
  ISODateTime: 'dbt_common.clients.agate_helper',
  Boolean: 'agate.data_types.boolean',
  Text: 'agate.data_types.text',
};

/** The type of a column, as `column.data_type` shows it. */
export class DataType {
  readonly name: DataTypeName;
  readonly [TYPE]: string;

  constructor(name: DataTypeName) {
    this.name = name;
    this[TYPE] = `${MODULES[name]}.${name}`;
  }

  [REPR](): string {
    return `<${this[TYPE]} object>`;
  }
}
