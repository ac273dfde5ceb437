import type { DiagnosticSink } from '../../diagnostics/index.ts';
import type { QuotingSpec } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import { type ColumnProperties, columnProperties } from './column-properties.ts';
import { type EntryFields, entryFields } from './entry-fields.ts';
import type { PropertiesEntry } from './properties-file.ts';
import { type TestEntry, testEntries } from './test-entries.ts';

/** What sources and their tables may both say. */
export interface SourceLevel {
  readonly name: string;
  readonly description: string;
  readonly meta: Dict;
  readonly tags: readonly string[];
  readonly quoting: QuotingSpec;
  /** As written; undefined when nothing is said, null when it is switched off. */
  readonly freshness: unknown;
  readonly loadedAtField: string | null;
  /** Whether `loaded_at_field` is said at all, even as null. */
  readonly hasLoadedAtField: boolean;
  readonly loadedAtQuery: string | null;
  readonly config: Dict;
}

export interface SourceTable extends SourceLevel {
  readonly identifier: string | null;
  readonly external: Dict | null;
  readonly columns: readonly ColumnProperties[];
  readonly tests: readonly TestEntry[];
  /** Place in the list of tables. */
  readonly index: number;
  /** The table as written: an override replaces keys of it. */
  readonly value: Dict;
}

export interface SourceProperties extends SourceLevel {
  readonly entry: PropertiesEntry;
  readonly packageName: string;
  /** The package whose source this entry changes. */
  readonly overrides: string | null;
  readonly database: string | null;
  readonly schema: string | null;
  readonly loader: string;
  readonly tables: readonly SourceTable[];
  readonly writtenDatabase: string | null;
  readonly writtenSchema: string | null;
}

function quotingOf(value: unknown): QuotingSpec {
  if (!isDict(value)) return {};
  const part = (key: string) => (typeof value[key] === 'boolean' ? (value[key] as boolean) : null);
  return {
    database: part('database'),
    schema: part('schema'),
    identifier: part('identifier'),
    column: part('column'),
  };
}

function levelOf(value: Dict, fields: EntryFields): SourceLevel {
  const loadedAtField = fields.textOrNull(value['loaded_at_field']);
  return {
    name: String(value['name'] ?? ''),
    description: fields.text(value['description'], ''),
    meta: fields.dict(value['meta']),
    tags: fields.textList(value['tags']),
    quoting: quotingOf(value['quoting']),
    freshness: value['freshness'],
    loadedAtField,
    hasLoadedAtField: 'loaded_at_field' in value,
    loadedAtQuery: fields.textOrNull(value['loaded_at_query']),
    config: fields.dict(value['config']),
  };
}

/** Reads one table of a source. */
export function sourceTable(options: {
  readonly value: Dict;
  readonly index: number;
  readonly fields: EntryFields;
}): SourceTable {
  const { value, index, fields } = options;
  const path = ['tables', index];
  const external = value['external'];
  return {
    ...levelOf(value, fields),
    index,
    value,
    identifier: fields.textOrNull(value['identifier']),
    external: isDict(external) ? external : null,
    columns: columnProperties({ list: value['columns'], path: [...path, 'columns'], fields }),
    tests: testEntries({ written: value, path, fields }),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Reads an entry of `sources:`. */
export function sourceProperties(entry: PropertiesEntry, sink: DiagnosticSink): SourceProperties {
  const { value, written } = entry;
  const fields = entryFields(entry, sink);
  const tables: SourceTable[] = [];
  const list = fields.list(value['tables']);
  list.forEach((table, index) => {
    if (isDict(table)) tables.push(sourceTable({ value: table, index, fields }));
  });
  return {
    ...levelOf(value, fields),
    entry,
    packageName: entry.file.packageName,
    overrides: textOf(value['overrides']),
    database: fields.textOrNull(value['database']),
    schema: fields.textOrNull(value['schema']),
    loader: fields.text(value['loader'], ''),
    tables,
    writtenDatabase: textOf(written['database']),
    writtenSchema: textOf(written['schema']),
  };
}
