import { pythonRepr } from '../../base/index.ts';
import type { YamlPath } from '../../base/yaml/index.ts';
import { type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { PropertiesEntry } from './properties-file.ts';

/** Reads typed values out of an entry, and reports what is wrong beyond their types. */
export interface EntryFields {
  text(value: unknown, fallback: string): string;
  textOrNull(value: unknown): string | null;
  flagOrNull(value: unknown): boolean | null;
  dict(value: unknown): Dict;
  list(value: unknown): readonly unknown[];
  textList(value: unknown): readonly string[];
  /** Reports a fault in the entry in dbt's form, `reason` being what it says after it has shown the entry. */
  fault(path: YamlPath, reason: string): void;
  /** Reports a fault for which dbt's sentence is `reason` alone, of the usual kind unless one is named. */
  bareFault(path: YamlPath, reason: string, kind?: string): void;
}

function pythonPath(path: YamlPath): string {
  return `[${path.map((each) => (typeof each === 'number' ? String(each) : pythonRepr(each))).join('][')}]`;
}

const PATCHED: ReadonlySet<string> = new Set([
  'models',
  'seeds',
  'snapshots',
  'analyses',
  'macros',
  'data_tests',
  'functions',
]);

/** dbt gives a source a list of tables, and notes in tables whether they say when they were loaded. */
function sourceAsDbtSeesIt({ file, value }: PropertiesEntry): Dict {
  const tables = Array.isArray(value['tables']) ? value['tables'] : (value['tables'] ?? []);
  const noted = (table: unknown) => {
    if (!isDict(table)) return table;
    const config = isDict(table['config']) ? table['config'] : {};
    return 'loaded_at_field' in table || config['loaded_at_field']
      ? { ...table, loaded_at_field_present: true }
      : table;
  };
  const listed = { ...value, tables: Array.isArray(tables) ? tables.map(noted) : tables };
  return 'overrides' in value ? { ...listed, path: file.originalFilePath } : listed;
}

/** dbt puts the origin of an entry into it before it checks the form. */
function asDbtSeesIt(entry: PropertiesEntry): Dict {
  const { section, file, value } = entry;
  if (section === 'sources') return sourceAsDbtSeesIt(entry);
  if (!PATCHED.has(section)) return value;
  const { originalFilePath, packageName } = file;
  return { ...value, original_file_path: originalFilePath, yaml_key: section, package_name: packageName };
}

/** Reports that an entry is not as dbt's schema wants it. */
export function reportEntryFault(options: {
  readonly entry: PropertiesEntry;
  readonly sink: DiagnosticSink;
  /** What the frame points at. */
  readonly path: YamlPath;
  /** The place that dbt names; null where it names none. */
  readonly place: YamlPath | null;
  readonly reason: string;
  readonly hint?: string;
}): void {
  const { entry, sink, path, place, reason, hint } = options;
  const { section, file } = entry;
  sink.report(
    diagnostic('N003', `this entry of '${section}' is not valid: ${reason}`, {
      span: path.length === 0 ? entry.span(['name']) : entry.span(path),
      ...(path.length === 0 ? {} : { label: reason }),
      ...(hint === undefined ? {} : { hint }),
      dbtMessage: `Invalid ${section} config given in ${file.originalFilePath} @ ${section}: ${pythonRepr(asDbtSeesIt(entry))} - ${place === null ? '' : `at path ${pythonPath(place)}: `}${reason}`,
    }),
  );
}

/** Reports a fault of an entry for which dbt has a sentence of its own, of a kind of its own when there is one. */
export function reportBareFault(options: {
  readonly entry: PropertiesEntry;
  readonly sink: DiagnosticSink;
  readonly path: YamlPath;
  readonly reason: string;
  readonly kind?: string;
}): void {
  const { entry, sink, path, reason, kind } = options;
  sink.report(
    diagnostic('N003', `this entry of '${entry.section}' is not valid: ${reason}`, {
      span: path.length === 0 ? entry.span(['name']) : entry.span(path),
      ...(kind === undefined ? {} : { kind }),
      label: reason,
      dbtMessage: reason,
    }),
  );
}

/** Readers for one entry, whose form has been checked before. A value of another type reads as nothing. */
export function entryFields(entry: PropertiesEntry, sink: DiagnosticSink): EntryFields {
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  return {
    fault: (path, reason) => reportEntryFault({ entry, sink, path, reason, place: null }),
    bareFault: (path, reason, kind) =>
      reportBareFault({ entry, sink, path, reason, ...(kind === undefined ? {} : { kind }) }),
    list,
    text: (value, fallback) => (typeof value === 'string' ? value : fallback),
    textOrNull: (value) => (typeof value === 'string' ? value : null),
    flagOrNull: (value) => (typeof value === 'boolean' ? value : null),
    dict: (value) => (isDict(value) ? value : {}),
    textList: (value) => list(value).filter((each) => typeof each === 'string'),
  };
}
