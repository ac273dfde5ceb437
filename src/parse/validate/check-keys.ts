import { nearest } from '../../base/index.ts';
import type { YamlPath } from '../../base/yaml/index.ts';
import { type Diagnostic, type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import { CONFIG_FIELDS, type ConfigKind } from '../config/config-fields.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { PropertiesEntry, Section } from '../properties/properties-file.ts';
import { COLUMN_KEYS, SECTION_KEYS, TABLE_KEYS, VERSION_COLUMN_KEYS } from './known-keys.ts';

const KINDS: Partial<Record<Section, ConfigKind>> = {
  models: 'model',
  seeds: 'seed',
  snapshots: 'snapshot',
  data_tests: 'test',
  sources: 'source',
  exposures: 'exposure',
  unit_tests: 'unitTest',
};

function hintFor(key: string, known: ReadonlySet<string>, section: Section, level: YamlPath): string {
  const kind = level.length === 0 ? KINDS[section] : undefined;
  if (kind !== undefined && CONFIG_FIELDS[kind].some((each) => each.key === key)) {
    return `'${key}' is a config: put it under 'config'.`;
  }
  const close = nearest(key, known);
  return close === undefined
    ? `To keep data of your own, put it under 'config.meta'.`
    : `Did you mean '${close}'?`;
}

type Found = Map<string, { readonly first: Diagnostic; count: number }>;

interface Level {
  readonly entry: PropertiesEntry;
  readonly value: unknown;
  readonly path: YamlPath;
  readonly known: ReadonlySet<string>;
  /** What this is, for people. */
  readonly what: string;
}

function checkLevel({ entry, value, path, known, what }: Level, found: Found): void {
  if (!isDict(value)) return;
  for (const key of Object.keys(value)) {
    if (known.has(key)) continue;
    const id = `${what} ${key}`;
    const before = found.get(id);
    if (before !== undefined) {
      before.count++;
      continue;
    }
    const keyPath = [entry.section, ...path, key].join('.');
    const first = diagnostic('N030', `${what} knows no key '${key}'`, {
      span: entry.keySpan([...path, key]),
      label: 'this has no meaning here',
      hint: hintFor(key, known, entry.section, path),
      dbtMessage: `Custom key \`${key}\` found at \`${keyPath}\` in file \`${entry.file.originalFilePath}\`. This may mean the key is a typo, or is simply not a key supported by the object.`,
    });
    found.set(id, { first, count: 1 });
  }
}

function checkList(list: unknown, level: Omit<Level, 'value'>, found: Found): void {
  if (!Array.isArray(list)) return;
  list.forEach((value, index) => {
    checkLevel({ ...level, value, path: [...level.path, index] }, found);
  });
}

function checkColumns(entry: PropertiesEntry, value: Dict, path: YamlPath, found: Found): void {
  const level = { entry, path: [...path, 'columns'], known: COLUMN_KEYS, what: 'a column' };
  checkList(value['columns'], level, found);
}

function checkEntry(entry: PropertiesEntry, found: Found): void {
  const { section, written } = entry;
  const known = SECTION_KEYS[section];
  checkLevel({ entry, value: written, path: [], known, what: `an entry of '${section}'` }, found);
  checkColumns(entry, written, [], found);
  const tables = section === 'sources' ? written['tables'] : undefined;
  if (Array.isArray(tables)) {
    checkList(tables, { entry, path: ['tables'], known: TABLE_KEYS, what: 'a table of a source' }, found);
    tables.forEach((table, index) => {
      if (isDict(table)) checkColumns(entry, table, ['tables', index], found);
    });
  }
  const versions = section === 'models' ? written['versions'] : undefined;
  if (!Array.isArray(versions)) return;
  versions.forEach((version, index) => {
    if (!isDict(version)) return;
    const path = ['versions', index, 'columns'];
    checkList(version['columns'], { entry, path, known: VERSION_COLUMN_KEYS, what: 'a column' }, found);
  });
}

/** Reports keys that mean nothing to dbt, once for each kind of place and key. dbt tells this for some engines only. */
export function checkKeys(entries: readonly PropertiesEntry[], sink: DiagnosticSink): void {
  const found: Found = new Map();
  for (const entry of entries) checkEntry(entry, found);
  for (const { first, count } of found.values()) {
    const more = count === 1 ? [] : [{ message: `${count - 1} more like this` }];
    sink.report(count === 1 ? first : { ...first, notes: [...first.notes, ...more] });
  }
}
