import type { YamlPath } from '../../base/yaml/index.ts';
import type { FunctionArgument, FunctionReturns } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
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
  /** Null when the entry says nothing of it, which is reported. */
  readonly returns: FunctionReturns | null;
  readonly overloads: readonly OverloadProperties[];
}

function pathText(path: YamlPath): string {
  return `[${path.map((each) => (typeof each === 'number' ? each : `'${each}'`)).join('][')}]`;
}

/** A text that must be there; reports when it is not. */
function required(
  written: Dict,
  key: string,
  where: { readonly path: YamlPath; readonly fields: EntryFields },
): string {
  const { path, fields } = where;
  if (!(key in written)) {
    fields.fault(path, `at path ${pathText(path)}: '${key}' is a required property`);
    return '';
  }
  return fields.text(written[key], [...path, key], '');
}

function argumentsOf(value: unknown, path: YamlPath, fields: EntryFields): readonly FunctionArgument[] {
  return fields.list(value, path).flatMap((item, index) => {
    const at = [...path, index];
    if (!isDict(item)) {
      fields.dict(item, at);
      return [];
    }
    return [
      {
        name: required(item, 'name', { path: at, fields }),
        dataType: required(item, 'data_type', { path: at, fields }),
        description: fields.textOrNull(item['description'], [...at, 'description']),
        defaultValue: item['default_value'] ?? null,
      },
    ];
  });
}

function returnsOf(value: unknown, path: YamlPath, fields: EntryFields): FunctionReturns | null {
  if (value === undefined || value === null) return null;
  const written = fields.dict(value, path);
  if (!isDict(value)) return null;
  return {
    dataType: required(written, 'data_type', { path, fields }),
    description: fields.textOrNull(written['description'], [...path, 'description']),
  };
}

function overloadsOf(value: unknown, fields: EntryFields): readonly OverloadProperties[] {
  return fields.list(value, ['overloads']).flatMap((item, index) => {
    const path = ['overloads', index];
    if (!isDict(item)) {
      fields.dict(item, path);
      return [];
    }
    return [
      {
        definedIn: required(item, 'defined_in', { path, fields }),
        arguments: argumentsOf(item['arguments'], [...path, 'arguments'], fields),
        returns: returnsOf(item['returns'], [...path, 'returns'], fields),
        description: fields.textOrNull(item['description'], [...path, 'description']),
        path,
      },
    ];
  });
}

/** Reads the signature of a function and of its overloads; null for entries of other lists. */
export function functionProperties(entry: PropertiesEntry, fields: EntryFields): FunctionProperties | null {
  if (entry.section !== 'functions') return null;
  const { value } = entry;
  if (!('returns' in value)) fields.fault([], "at path []: 'returns' is a required property");
  return {
    arguments: argumentsOf(value['arguments'], ['arguments'], fields),
    returns: returnsOf(value['returns'], ['returns'], fields),
    overloads: overloadsOf(value['overloads'], fields),
  };
}
