import type { YamlPath } from '../../base/yaml/index.ts';
import type { ColumnSpec, ConstraintSpec } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { EntryFields } from './entry-fields.ts';
import { type TestEntry, testEntries } from './test-entries.ts';

/** A column with what only tests want to know of it. */
export interface ColumnProperties {
  readonly spec: ColumnSpec;
  /** Tags of the column and of its `config:`. */
  readonly tags: readonly string[];
  readonly quote: boolean | null;
  readonly tests: readonly TestEntry[];
}

const KNOWN = new Set([
  'name',
  'description',
  'meta',
  'data_type',
  'constraints',
  'docs',
  'config',
  'data_tests',
  'tests',
  'quote',
  'tags',
  'granularity',
  'dimension',
  'entity',
]);

const CONSTRAINT_TYPES = new Set(['check', 'not_null', 'unique', 'primary_key', 'foreign_key', 'custom']);

/** A constraint with dbt's defaults. */
export function constraintOf(written: Dict): ConstraintSpec {
  const text = (key: string) => (typeof written[key] === 'string' ? (written[key] as string) : null);
  const texts = (key: string) => {
    const value = written[key];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  };
  return {
    type: String(written['type']),
    name: text('name'),
    expression: text('expression'),
    columns: texts('columns'),
    to: text('to'),
    toColumns: texts('to_columns'),
    warnUnenforced: written['warn_unenforced'] !== false,
    warnUnsupported: written['warn_unsupported'] !== false,
  };
}

/** Whether dbt knows the type of a constraint. */
export function isConstraintType(written: unknown): boolean {
  return isDict(written) && typeof written['type'] === 'string' && CONSTRAINT_TYPES.has(written['type']);
}

function configTags(config: Dict): readonly string[] {
  const tags = config['tags'];
  if (typeof tags === 'string') return [tags];
  return Array.isArray(tags) ? tags.filter((each) => typeof each === 'string') : [];
}

function extraOf(written: Dict): Dict | undefined {
  let extra: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(written)) {
    if (KNOWN.has(key)) continue;
    extra ??= {};
    extra[key] = value;
  }
  return extra;
}

/** `dimension:` and `entity:` in short form are a type; in long form dbt fills in names and defaults. */
function semanticPart(value: unknown, written: Dict, kind: 'dimension' | 'entity'): unknown {
  if (!isDict(value)) return value ?? null;
  const description = value['description'] ?? written['description'] ?? '';
  const shared = {
    name: value['name'] ?? written['name'],
    type: value['type'],
    description:
      description === '' && value['description'] === undefined ? (written['description'] ?? '') : description,
    label: value['label'] ?? null,
  };
  if (kind === 'entity') return { ...shared, config: value['config'] ?? {} };
  const validity = value['validity_params'];
  return {
    ...shared,
    is_partition: value['is_partition'] ?? false,
    config: value['config'] ?? {},
    validity_params: isDict(validity)
      ? { is_start: validity['is_start'] ?? false, is_end: validity['is_end'] ?? false }
      : null,
  };
}

function specOf(written: Dict, path: YamlPath, fields: EntryFields): ColumnSpec {
  const name = String(written['name']);
  const config = fields.dict(written['config']);
  const configMeta = config['meta'];
  const meta = {
    ...fields.dict(written['meta']),
    ...(isDict(configMeta) ? configMeta : {}),
  };
  const tags = [...new Set([...fields.textList(written['tags']), ...configTags(config)])];
  const constraints = fields.list(written['constraints']);
  const odd = constraints.findIndex((each) => !isConstraintType(each));
  if (odd !== -1)
    fields.bareFault([...path, 'constraints', odd], `Invalid constraint type on column ${name}`);
  const extra = extraOf(written);
  return {
    name,
    description: fields.text(written['description'], ''),
    dataType: fields.textOrNull(written['data_type']),
    constraints: odd === -1 ? constraints.map((each) => constraintOf(each as Dict)) : [],
    quote: fields.flagOrNull(written['quote']),
    tags,
    meta,
    config: { meta, tags },
    granularity: fields.textOrNull(written['granularity']),
    dimension: semanticPart(written['dimension'], written, 'dimension'),
    entity: semanticPart(written['entity'], written, 'entity'),
    docBlocks: [],
    ...(extra === undefined ? {} : { extra }),
  };
}

/** The columns listed under `path` of an entry. */
export function columnProperties(options: {
  readonly list: unknown;
  readonly path: YamlPath;
  readonly fields: EntryFields;
}): readonly ColumnProperties[] {
  const { list, path, fields } = options;
  const columns: ColumnProperties[] = [];
  fields.list(list).forEach((item, index) => {
    const at = [...path, index];
    if (!isDict(item)) return;
    columns.push({
      spec: specOf(item, at, fields),
      tags: [...fields.textList(item['tags']), ...configTags(isDict(item['config']) ? item['config'] : {})],
      quote: typeof item['quote'] === 'boolean' ? item['quote'] : null,
      tests: testEntries({ written: item, path: at, fields }),
    });
  });
  return columns;
}
