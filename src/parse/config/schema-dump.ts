import { pythonRepr } from '../../base/index.ts';
import type { Schema } from '../../base/json-schema/index.ts';
import type { ConfigField } from './config-fields.ts';
import { isDict } from './plain.ts';

interface Step {
  readonly schema: Schema;
  /** The place in dbt's schema, as Python writes it. */
  readonly place: string;
  /** What the schema says as the value where there is none; undefined where it says nothing. */
  readonly fallback: unknown;
  readonly value: unknown;
}

function inner({ schema, place, fallback, value }: Step, key: string | number): Step | null {
  if (schema.kind === 'list' && Array.isArray(value)) {
    return {
      schema: schema.items,
      place: `${place}['items']`,
      fallback: undefined,
      value: value[Number(key)],
    };
  }
  const field = schema.kind === 'record' ? schema.fields[key] : undefined;
  if (field === undefined) return null;
  return {
    schema: field,
    place: `${place}['properties']['${key}']`,
    fallback: isDict(fallback) ? fallback[key] : undefined,
    value: isDict(value) ? value[key] : undefined,
  };
}

function schemaText(schema: Schema): { readonly rule: string; readonly text: string } | null {
  if (schema.kind === 'type') return { rule: 'type', text: `'type': '${schema.type}'` };
  if (schema.kind !== 'anyOf') return null;
  const parts = schema.schemas.map((each) => schemaText(each));
  if (!parts.every((each) => each?.rule === 'type')) return null;
  return { rule: 'anyOf', text: `'anyOf': [${parts.map((each) => `{${each?.text}}`).join(', ')}]` };
}

/**
 * What Python's `jsonschema` says below its sentence: the rule that is broken, its schema and the value. Null for schemas that
 * are larger than a line.
 */
export function schemaDump(
  field: ConfigField,
  value: unknown,
  path: readonly (string | number)[],
): string | null {
  let step: Step | null = {
    schema: field.schema,
    place: `schema['properties']['${field.key}']`,
    fallback: field.default,
    value,
  };
  for (const key of path) step = step === null ? null : inner(step, key);
  const written = step === null ? null : schemaText(step.schema);
  if (step === null || written === null) return null;
  const rest = step.fallback === undefined ? '' : `, 'default': ${pythonRepr(step.fallback)}`;
  const place = [field.key, ...path].map((each) => `[${pythonRepr(each)}]`).join('');
  return `Failed validating '${written.rule}' in ${step.place}:\n    {${written.text}${rest}}\n\nOn instance${place}:\n    ${pythonRepr(step.value)}`;
}
