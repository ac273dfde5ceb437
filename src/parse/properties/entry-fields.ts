import { pythonRepr } from '../../base/index.ts';
import type { YamlPath } from '../../base/yaml/index.ts';
import { type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { PropertiesEntry } from './properties-file.ts';

/** Reads typed values out of an entry, and reports what has the wrong type with the place and dbt's words. */
export interface EntryFields {
  text(value: unknown, path: YamlPath, fallback: string): string;
  textOrNull(value: unknown, path: YamlPath): string | null;
  flagOrNull(value: unknown, path: YamlPath): boolean | null;
  dict(value: unknown, path: YamlPath): Dict;
  list(value: unknown, path: YamlPath): readonly unknown[];
  textList(value: unknown, path: YamlPath): readonly string[];
  /** Reports a fault in the entry in dbt's form. */
  fault(path: YamlPath, reason: string): void;
  /** Reports a fault for which dbt's sentence is `reason` alone. */
  bareFault(path: YamlPath, reason: string): void;
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

/** dbt puts the origin of an entry into it before it checks the form. */
function asDbtSeesIt({ section, file, value }: PropertiesEntry): Dict {
  if (!PATCHED.has(section)) return value;
  const { originalFilePath, packageName } = file;
  return { ...value, original_file_path: originalFilePath, yaml_key: section, package_name: packageName };
}

/** Reports that an entry is not as dbt's schema wants it. */
export function reportEntryFault(options: {
  readonly entry: PropertiesEntry;
  readonly sink: DiagnosticSink;
  readonly path: YamlPath;
  readonly reason: string;
  readonly isBare?: boolean;
  readonly hint?: string;
}): void {
  const { entry, sink, path, reason, hint, isBare = false } = options;
  const { section, file } = entry;
  // The entry itself is no place worth a word.
  const shown = reason.replace(/^at path \[\]: /, '');
  sink.report(
    diagnostic('N003', `this entry of '${section}' is not valid: ${shown}`, {
      span: path.length === 0 ? entry.span(['name']) : entry.span(path),
      ...(shown === reason ? { label: reason } : {}),
      ...(hint === undefined ? {} : { hint }),
      dbtMessage: isBare
        ? reason
        : `Invalid ${section} config given in ${file.originalFilePath} @ ${section}: ${pythonRepr(asDbtSeesIt(entry))} - ${reason}`,
    }),
  );
}

/** Readers for one entry. A value of the wrong type is reported and replaced by nothing. */
export function entryFields(entry: PropertiesEntry, sink: DiagnosticSink): EntryFields {
  const fault = (path: YamlPath, reason: string) => reportEntryFault({ entry, sink, path, reason });
  const wrong = (value: unknown, path: YamlPath, type: string) =>
    fault(path, `at path ${pythonPath(path)}: ${pythonRepr(value)} is not of type '${type}'`);
  const list = (value: unknown, path: YamlPath): readonly unknown[] => {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    wrong(value, path, 'array');
    return [];
  };
  return {
    fault,
    bareFault: (path, reason) => reportEntryFault({ entry, sink, path, reason, isBare: true }),
    list,
    text(value, path, fallback) {
      if (value === undefined) return fallback;
      if (typeof value === 'string') return value;
      wrong(value, path, 'string');
      return fallback;
    },
    textOrNull(value, path) {
      if (value === undefined || value === null) return null;
      if (typeof value === 'string') return value;
      fault(
        path,
        `at path ${pythonPath(path)}: ${pythonRepr(value)} is not valid under any of the given schemas`,
      );
      return null;
    },
    flagOrNull(value, path) {
      if (value === undefined || value === null) return null;
      if (typeof value === 'boolean') return value;
      fault(
        path,
        `at path ${pythonPath(path)}: ${pythonRepr(value)} is not valid under any of the given schemas`,
      );
      return null;
    },
    dict(value, path) {
      if (value === undefined) return {};
      if (isDict(value)) return value;
      wrong(value, path, 'object');
      return {};
    },
    textList(value, path) {
      const items = list(value, path);
      const odd = items.findIndex((each) => typeof each !== 'string');
      if (odd !== -1) wrong(items[odd], [...path, odd], 'string');
      return items.filter((each) => typeof each === 'string');
    },
  };
}
