import { pythonRepr } from '../../base/index.ts';
import { type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import type { ConstraintSpec } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import {
  type ColumnProperties,
  columnProperties,
  constraintOf,
  isConstraintType,
} from './column-properties.ts';
import { dateText } from './date-text.ts';
import { type EntryFields, entryFields } from './entry-fields.ts';
import { type FunctionProperties, functionProperties } from './function-properties.ts';
import type { PropertiesEntry } from './properties-file.ts';
import { type TestEntry, testEntries } from './test-entries.ts';
import { type VersionProperties, versionProperties } from './version-properties.ts';

/** What a properties file says of a model, seed, snapshot, analysis, singular test or function. */
export interface NodeProperties {
  readonly entry: PropertiesEntry;
  readonly name: string;
  readonly packageName: string;
  readonly description: string;
  /** `config:`, with `meta`, `docs`, `group`, `access` and `contract` moved into it. */
  readonly config: Dict;
  /** `config:` as it stands in the file. */
  readonly writtenConfig: Dict | null;
  readonly columns: readonly ColumnProperties[];
  readonly tests: readonly TestEntry[];
  readonly quoteColumns: boolean | null;
  readonly constraints: readonly ConstraintSpec[];
  readonly latestVersion: string | number | null;
  readonly versions: readonly VersionProperties[];
  readonly deprecationDate: string | null;
  readonly timeSpine: Dict | null;
  /** The signature, for an entry of `functions`. */
  readonly function: FunctionProperties | null;
}

const MOVED = ['meta', 'docs', 'group', 'contract', 'access'] as const;

/** Attributes that dbt once had beside `config:` stand inside it from here on. */
function moveIntoConfig(entry: PropertiesEntry, fields: EntryFields, sink: DiagnosticSink): Dict {
  const { value, file } = entry;
  const config = fields.dict(value['config']);
  let merged: Record<string, unknown> | null = null;
  for (const key of MOVED) {
    if (!(key in value)) continue;
    if (key in config) {
      sink.report(
        diagnostic('N004', `'${key}' stands both beside 'config' and inside it`, {
          span: entry.keySpan([key]),
          hint: `Keep the one under 'config' and remove the other.`,
          notes: [{ message: 'the other one', span: entry.keySpan(['config', key]) }],
          dbtMessage: `In ${file.originalFilePath}: found ${key} dictionary in 'config' dictionary and as top-level key.\n                    Remove the top-level key and define it under 'config' dictionary only.`,
        }),
      );
      continue;
    }
    merged ??= { ...config };
    merged[key] = value[key];
  }
  return merged ?? config;
}

function timeSpineOf(value: unknown): Dict | null {
  if (!isDict(value)) return null;
  const custom = Array.isArray(value['custom_granularities']) ? value['custom_granularities'] : [];
  return {
    standard_granularity_column: value['standard_granularity_column'],
    custom_granularities: custom.filter(isDict).map((each) => ({
      name: each['name'],
      column_name: each['column_name'] ?? null,
    })),
  };
}

function isEnforced(value: Dict): boolean {
  const config = isDict(value['config']) ? value['config'] : {};
  const contract = value['contract'] ?? config['contract'];
  return isDict(contract) && contract['enforced'] === true;
}

/** dbt looks at the types of constraints in earnest under an enforced contract only; else reading them fails. */
function unreadableConstraint(written: Dict): string {
  const field = 'Field "type" of type ConstraintType';
  return 'type' in written
    ? `${field} in ModelLevelConstraint has invalid value ${pythonRepr(written['type'])}`
    : `${field} is missing in ModelLevelConstraint instance`;
}

function constraintsOf(entry: PropertiesEntry, fields: EntryFields, name: string): readonly ConstraintSpec[] {
  const written = fields.list(entry.value['constraints']);
  const odd = written.findIndex((each) => !isConstraintType(each));
  if (odd === -1) return written.map((each) => constraintOf(each as Dict));
  fields.bareFault(
    ['constraints', odd],
    isEnforced(entry.value)
      ? `Invalid constraint type on model ${name}: Type must be one of ['check', 'not_null', 'unique', 'primary_key', 'foreign_key', 'custom']`
      : unreadableConstraint(written[odd] as Dict),
    isEnforced(entry.value) ? undefined : '',
  );
  return [];
}

function versionOrNull(value: unknown): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Reads an entry of `models`, `seeds`, `snapshots`, `analyses`, `data_tests` or `functions`. */
export function nodeProperties(entry: PropertiesEntry, sink: DiagnosticSink): NodeProperties {
  const { value, written } = entry;
  const fields = entryFields(entry, sink);
  const name = fields.text(value['name'], '');
  return {
    entry,
    name,
    packageName: entry.file.packageName,
    description: fields.text(value['description'], ''),
    config: moveIntoConfig(entry, fields, sink),
    writtenConfig: isDict(written['config']) ? written['config'] : null,
    columns: columnProperties({ list: value['columns'], path: ['columns'], fields }),
    tests: testEntries({ written: value, path: [], fields }),
    quoteColumns: fields.flagOrNull(value['quote_columns']),
    constraints: constraintsOf(entry, fields, name),
    latestVersion: versionOrNull(value['latest_version']),
    versions: versionProperties({ entry, name, fields }),
    deprecationDate: dateText(value['deprecation_date']),
    timeSpine: timeSpineOf(value['time_spine']),
    function: functionProperties(entry, fields),
  };
}
