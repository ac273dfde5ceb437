/**
 * The part of JSON Schema (draft 7) that dbt's own records need, as values. A check gives the faults in the order and in the
 * words of Python's `jsonschema`; dbt tells the first.
 */
import { Float } from '../float.ts';
import { pythonRepr } from '../python-repr.ts';
import { isMapping, mappingEntries, mappingGet } from '../yaml/mapping.ts';
import { YamlDate, YamlTimestamp } from '../yaml/moments.ts';
import type { YamlMapping } from '../yaml/nodes.ts';

type TypeName = 'string' | 'boolean' | 'integer' | 'number' | 'null' | 'object' | 'array';

/** What a value may be. Faults of a record's fields are told before keys that are too many, and those before missing keys. */
export type Schema =
  | { readonly kind: 'any' }
  | { readonly kind: 'type'; readonly type: TypeName }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'anyOf'; readonly schemas: readonly Schema[] }
  | { readonly kind: 'list'; readonly items: Schema }
  | { readonly kind: 'mapping' }
  | {
      readonly kind: 'record';
      readonly fields: Readonly<Record<string, Schema>>;
      readonly required: readonly string[];
      readonly isOpen: boolean;
    };

/** Where a value is not as its schema wants it, and why. */
export interface SchemaFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Keys that are too many, where that is the fault. */
  readonly unknownKeys?: readonly string[];
}

const typed = (type: TypeName): Schema => Object.freeze({ kind: 'type', type });

export const anything: Schema = Object.freeze({ kind: 'any' });
export const text: Schema = typed('string');
export const flag: Schema = typed('boolean');
export const integer: Schema = typed('integer');
export const number: Schema = typed('number');
const nothing: Schema = typed('null');
/** A mapping with any text keys. */
export const mapping: Schema = Object.freeze({ kind: 'mapping' });

/** One of some texts. */
export function oneOf(...values: readonly string[]): Schema {
  return { kind: 'oneOf', values };
}

/** Whatever one of the schemas allows. */
export function anyOf(...schemas: readonly Schema[]): Schema {
  return { kind: 'anyOf', schemas };
}

/** The same, or null. */
export function optional(schema: Schema): Schema {
  return schema.kind === 'anyOf' ? anyOf(...schema.schemas, nothing) : anyOf(schema, nothing);
}

/** A list of values of one kind. */
export function listOf(items: Schema): Schema {
  return { kind: 'list', items };
}

/** A mapping with these keys; others are allowed when it is open. */
export function record(
  fields: Readonly<Record<string, Schema>>,
  options: { readonly required?: readonly string[]; readonly isOpen?: boolean } = {},
): Schema {
  return { kind: 'record', fields, required: options.required ?? [], isOpen: options.isOpen ?? false };
}

const NONE: readonly SchemaFault[] = Object.freeze([]);

function isInteger(value: unknown): boolean {
  if (typeof value === 'bigint') return true;
  return value instanceof Float ? Number.isInteger(value.value) : Number.isInteger(value);
}

const TYPES: Readonly<Record<TypeName, (value: unknown) => boolean>> = {
  // dbt turns days and moments of YAML into text before it looks.
  string: (value) => typeof value === 'string' || value instanceof YamlDate || value instanceof YamlTimestamp,
  boolean: (value) => typeof value === 'boolean',
  integer: isInteger,
  number: (value) => typeof value === 'number' || typeof value === 'bigint' || value instanceof Float,
  null: (value) => value === null || value === undefined,
  object: isMapping,
  array: Array.isArray,
};

function typeFaults(type: TypeName, value: unknown): readonly SchemaFault[] {
  if (TYPES[type](value)) return NONE;
  return [{ path: [], message: `${pythonRepr(value)} is not of type '${type}'` }];
}

function below(key: string | number, faults: readonly SchemaFault[]): readonly SchemaFault[] {
  return faults.length === 0 ? NONE : faults.map((each) => ({ ...each, path: [key, ...each.path] }));
}

function listFaults(items: Schema, value: unknown): readonly SchemaFault[] {
  if (!Array.isArray(value)) return typeFaults('array', value);
  const found: SchemaFault[] = [];
  for (let index = 0; index < value.length; index++) {
    found.push(...below(index, wordedFaults(items, value[index])));
  }
  return found;
}

function mappingFaults(value: unknown): readonly SchemaFault[] {
  if (!isMapping(value)) return typeFaults('object', value);
  if (!(value instanceof Map)) return NONE;
  return [...value.keys()].flatMap((key) => typeFaults('string', key));
}

/** jsonschema's sentence for keys that are too many. */
export function unexpectedKeys(keys: readonly string[]): string {
  const shown = [...keys].sort().map((each) => pythonRepr(each));
  return `Additional properties are not allowed (${shown.join(', ')} ${keys.length === 1 ? 'was' : 'were'} unexpected)`;
}

function hasKey(value: YamlMapping, key: string): boolean {
  return value instanceof Map ? value.has(key) : Object.hasOwn(value, key);
}

function unknownKeysOf(fields: Readonly<Record<string, Schema>>, value: YamlMapping): readonly string[] {
  const keys = mappingEntries(value).map(([key]) => String(key));
  return keys.filter((key) => !Object.hasOwn(fields, key));
}

function recordFaults(schema: Extract<Schema, { kind: 'record' }>, value: unknown): readonly SchemaFault[] {
  if (!isMapping(value)) return typeFaults('object', value);
  const found: SchemaFault[] = [];
  for (const key in schema.fields) {
    if (!hasKey(value, key)) continue;
    found.push(...below(key, wordedFaults(schema.fields[key] as Schema, mappingGet(value, key))));
  }
  const unknownKeys = schema.isOpen ? [] : unknownKeysOf(schema.fields, value);
  if (unknownKeys.length > 0) found.push({ path: [], message: unexpectedKeys(unknownKeys), unknownKeys });
  for (const key of schema.required) {
    if (!hasKey(value, key)) found.push({ path: [], message: `'${key}' is a required property` });
  }
  return found;
}

function fitsRecord(
  { fields, required, isOpen }: Extract<Schema, { kind: 'record' }>,
  value: unknown,
): boolean {
  if (!isMapping(value)) return false;
  for (const key in fields) {
    if (hasKey(value, key) && !fits(fields[key] as Schema, mappingGet(value, key))) return false;
  }
  if (!isOpen && unknownKeysOf(fields, value).length > 0) return false;
  return required.every((key) => hasKey(value, key));
}

/** Whether there is no fault: what is wrong is put into words only where somebody will read them. */
function fits(schema: Schema, value: unknown): boolean {
  switch (schema.kind) {
    case 'any':
      return true;
    case 'type':
      return TYPES[schema.type](value);
    case 'oneOf':
      return typeof value === 'string' && schema.values.includes(value);
    case 'anyOf':
      return schema.schemas.some((each) => fits(each, value));
    case 'list':
      return Array.isArray(value) && value.every((each) => fits(schema.items, each));
    case 'mapping':
      return isMapping(value) && mappingFaults(value).length === 0;
    case 'record':
      return fitsRecord(schema, value);
  }
}

/** What is wrong with a value, in jsonschema's order and words. */
export function faultsOf(schema: Schema, value: unknown): readonly SchemaFault[] {
  return fits(schema, value) ? NONE : wordedFaults(schema, value);
}

function wordedFaults(schema: Schema, value: unknown): readonly SchemaFault[] {
  switch (schema.kind) {
    case 'any':
      return NONE;
    case 'type':
      return typeFaults(schema.type, value);
    case 'oneOf': {
      if (typeof value === 'string' && schema.values.includes(value)) return NONE;
      return [{ path: [], message: `${pythonRepr(value)} is not one of ${pythonRepr(schema.values)}` }];
    }
    case 'anyOf': {
      if (schema.schemas.some((each) => fits(each, value))) return NONE;
      return [{ path: [], message: `${pythonRepr(value)} is not valid under any of the given schemas` }];
    }
    case 'list':
      return listFaults(schema.items, value);
    case 'mapping':
      return mappingFaults(value);
    case 'record':
      return recordFaults(schema, value);
  }
}
