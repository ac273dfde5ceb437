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

function levelOf(value: Dict, path: readonly (string | number)[], fields: EntryFields): SourceLevel {
  const at = (key: string) => [...path, key];
  const loadedAtField = fields.textOrNull(value['loaded_at_field'], at('loaded_at_field'));
  if (loadedAtField === '') fields.fault(at('loaded_at_field'), 'loaded_at_field cannot be an empty string.');
  return {
    name: String(value['name'] ?? ''),
    description: fields.text(value['description'], at('description'), ''),
    meta: fields.dict(value['meta'], at('meta')),
    tags: fields.textList(value['tags'], at('tags')),
    quoting: quotingOf(value['quoting']),
    freshness: value['freshness'],
    loadedAtField,
    hasLoadedAtField: 'loaded_at_field' in value,
    loadedAtQuery: fields.textOrNull(value['loaded_at_query'], at('loaded_at_query')),
    config: value['config'] === null ? {} : fields.dict(value['config'], at('config')),
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
    ...levelOf(value, path, fields),
    index,
    value,
    identifier: fields.textOrNull(value['identifier'], [...path, 'identifier']),
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
  const list = value['tables'] === null ? [] : fields.list(value['tables'], ['tables']);
  list.forEach((table, index) => {
    if (isDict(table) && typeof table['name'] === 'string') {
      tables.push(sourceTable({ value: table, index, fields }));
    } else {
      fields.fault(['tables', index], `at path ['tables'][${index}]: 'name' is a required property`);
    }
  });
  return {
    ...levelOf(value, [], fields),
    entry,
    packageName: entry.file.packageName,
    overrides: textOf(value['overrides']),
    database: fields.textOrNull(value['database'], ['database']),
    schema: fields.textOrNull(value['schema'], ['schema']),
    loader: fields.text(value['loader'], ['loader'], ''),
    tables,
    writtenDatabase: textOf(written['database']),
    writtenSchema: textOf(written['schema']),
  };
}
