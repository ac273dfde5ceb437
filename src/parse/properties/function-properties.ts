import type { YamlPath } from '../../base/yaml/index.ts';
import type { FunctionArgument, FunctionReturns } from '../../domain/index.ts';
import { isDict } from '../config/plain.ts';
import type { EntryFields } from './entry-fields.ts';
import type { PropertiesEntry } from './properties-file.ts';

/** An entry of `overloads:`; its text is in the file that `defined_in` names. */
export interface OverloadProperties {
  readonly definedIn: string;
  readonly arguments: readonly FunctionArgument[];
  readonly returns: FunctionReturns | null;
  readonly description: string | null;
  readonly path: YamlPath;
}

/** What only functions have. */
export interface FunctionProperties {
  readonly arguments: readonly FunctionArgument[];
  /** Null for an overload that says nothing of it. */
  readonly returns: FunctionReturns | null;
  readonly overloads: readonly OverloadProperties[];
}

function argumentsOf(value: unknown, fields: EntryFields): readonly FunctionArgument[] {
  return fields.list(value).flatMap((item) => {
    if (!isDict(item)) return [];
    return [
      {
        name: fields.text(item['name'], ''),
        dataType: fields.text(item['data_type'], ''),
        description: fields.textOrNull(item['description']),
        defaultValue: item['default_value'] ?? null,
      },
    ];
  });
}

function returnsOf(value: unknown, fields: EntryFields): FunctionReturns | null {
  if (!isDict(value)) return null;
  return {
    dataType: fields.text(value['data_type'], ''),
    description: fields.textOrNull(value['description']),
  };
}

function overloadsOf(value: unknown, fields: EntryFields): readonly OverloadProperties[] {
  return fields.list(value).flatMap((item, index) => {
    if (!isDict(item)) return [];
    return [
      {
        definedIn: fields.text(item['defined_in'], ''),
        arguments: argumentsOf(item['arguments'], fields),
        returns: returnsOf(item['returns'], fields),
        description: fields.textOrNull(item['description']),
        path: ['overloads', index],
      },
    ];
  });
}

/** Reads the signature of a function and of its overloads; null for entries of other lists. */
export function functionProperties(entry: PropertiesEntry, fields: EntryFields): FunctionProperties | null {
  if (entry.section !== 'functions') return null;
  const { value } = entry;
  return {
    arguments: argumentsOf(value['arguments'], fields),
    returns: returnsOf(value['returns'], fields),
    overloads: overloadsOf(value['overloads'], fields),
  };
}
