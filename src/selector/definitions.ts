import { isMapping, mappingRecord, pythonRepr, pythonTypeName } from '../base/index.ts';
import { parseYaml, type YamlPath } from '../base/yaml/index.ts';
import { dumpYaml } from '../base/yaml-dump/index.ts';
import {
  type DiagnosticDetails,
  DiagnosticError,
  diagnostic,
  type SourceText,
} from '../diagnostics/index.ts';
import { criterionOf, groupOf, parseCriterion } from './grammar.ts';
import { INDIRECT_SELECTIONS, type IndirectSelection, type SelectionSpec } from './spec.ts';

/** One entry of selectors.yml. */
export interface SelectorDefinition {
  readonly name: string;
  readonly description: string;
  readonly isDefault: boolean;
  readonly spec: SelectionSpec;
}

export interface DefinitionsRequest {
  /** Entries of `selectors:`, rendered. */
  readonly entries: readonly unknown[];
  /** The file, for places in errors. */
  readonly source: SourceText | null;
  /** What criteria have that say nothing of it. */
  readonly indirectSelection: IndirectSelection;
}

type Dict = Readonly<Record<string, unknown>>;

interface Reader extends DefinitionsRequest {
  /** Where a path of the file stands; the file is read again only when something is wrong with it. */
  placeOf(path: YamlPath): DiagnosticDetails;
}

/** The selectors of a project by name. Throws a `DiagnosticError` for the first entry that cannot be used. */
export function readSelectors(request: DefinitionsRequest): ReadonlyMap<string, SelectorDefinition> {
  const reader: Reader = { ...request, placeOf: (path) => placeIn(request.source, path) };
  const found = new Map<string, SelectorDefinition>();
  let standard: string | undefined;
  request.entries.forEach((entry, at) => {
    const definition = readEntry(reader, entry, ['selectors', at]);
    if (definition.isDefault && standard !== undefined) {
      refuse(
        reader.placeOf(['selectors', at, 'default']),
        `two selectors are the default: '${standard}' and '${definition.name}'`,
        `Runtime Error\n  Error when parsing the selector file. Found multiple selectors with \`default: true\`:${standard} and ${definition.name}`,
      );
    }
    if (definition.isDefault) standard = definition.name;
    found.set(definition.name, definition);
  });
  return found;
}

function placeIn(source: SourceText | null, path: YamlPath): DiagnosticDetails {
  if (source === null) return {};
  const parsed = parseYaml(source.text);
  for (let length = path.length; length > 0; length--) {
    const range = parsed.locate(path.slice(0, length));
    if (range !== undefined) return { span: { source, start: range.start, end: range.end } };
  }
  return {};
}

function refuse(details: DiagnosticDetails, message: string, dbtMessage: string): never {
  const whole = `Could not read selector file data: ${dbtMessage}`;
  throw new DiagnosticError(diagnostic('S008', message, { ...details, dbtMessage: whole }));
}

/** Something that has not the form of a selector; dbt shows the part that is wrong as YAML. */
function refuseShape(details: DiagnosticDetails, message: string, part: unknown): never {
  const shown = dumpYaml(part, { sortKeys: true });
  const dbtMessage = `Could not parse selector file data: \n${shown}\nValid root-level selector definitions: union, intersection, string, dictionary. No lists. \nhttps://docs.getdbt.com/reference/node-selection/yaml-selectors`;
  throw new DiagnosticError(diagnostic('S008', message, { ...details, dbtMessage }));
}

const ENTRY_KEYS: ReadonlySet<string> = new Set(['name', 'definition', 'description', 'default']);

/** Checks an entry by the schema of the file, with dbt's order of complaints. */
function checkShape(reader: Reader, entry: unknown, path: YamlPath): void {
  const record: Dict = isMapping(entry) ? mappingRecord(entry) : {};
  for (const key of ['name', 'definition']) {
    if (key in record) continue;
    refuseShape(
      reader.placeOf(path),
      `a selector needs a name and a definition, and this one has no ${key}`,
      entry,
    );
  }
  const unknown = Object.keys(record).find((key) => !ENTRY_KEYS.has(key));
  if (unknown !== undefined) {
    refuseShape(reader.placeOf([...path, unknown]), `a selector has no key '${unknown}'`, entry);
  }
  const { definition, name } = record;
  if (typeof name !== 'string')
    refuseShape(reader.placeOf([...path, 'name']), 'the name of a selector is text', name);
  if (typeof definition !== 'string' && !isMapping(definition)) {
    const message = 'a definition is text, a mapping, or a `union` or `intersection`';
    refuseShape(reader.placeOf([...path, 'definition']), message, definition);
  }
  for (const [key, type] of [
    ['description', 'string'],
    ['default', 'boolean'],
  ] as const) {
    const value = record[key];
    if (value === undefined || typeof value === type) continue;
    const wanted = type === 'string' ? 'text' : 'true or false';
    refuseShape(reader.placeOf([...path, key]), `'${key}' of a selector is ${wanted}`, value);
  }
}

function readEntry(reader: Reader, entry: unknown, path: YamlPath): SelectorDefinition {
  checkShape(reader, entry, path);
  const record = mappingRecord(entry as Dict);
  const name = record['name'] as string;
  return {
    name,
    description: typeof record['description'] === 'string' ? record['description'] : '',
    isDefault: record['default'] === true,
    spec: readDefinition(reader, record['definition'], [...path, 'definition'], 'root'),
  };
}

/** A complaint about a criterion, as one about the file that it stands in. */
function inFile<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new DiagnosticError(
      error.diagnostics.map((each) => ({
        ...each,
        dbtMessage: `Could not read selector file data: ${each.kind}\n  ${each.dbtMessage}`,
      })),
    );
  }
}

function readDefinition(
  reader: Reader,
  definition: unknown,
  path: YamlPath,
  level: 'root' | 'inner' = 'inner',
): SelectionSpec {
  if (typeof definition === 'string') {
    return inFile(() => parseCriterion(definition, reader.indirectSelection, reader.placeOf(path)));
  }
  if (!isMapping(definition)) {
    return refuse(
      reader.placeOf(path),
      'a definition is text, a mapping, or a `union` or `intersection`',
      `Runtime Error\n  Expected to find union, intersection, str or dict, instead found ${pythonRepr(definition)}`,
    );
  }
  const record = mappingRecord(definition);
  const kind = 'union' in record ? 'union' : 'intersection' in record ? 'intersection' : undefined;
  const keys = Object.keys(record);
  if (kind === undefined) return readDictionary(reader, record, path);
  if (level === 'root' && keys.length > 1) {
    refuse(
      reader.placeOf(path),
      `'${kind}' stands beside other keys`,
      `Runtime Error\n  Only a single 'union' or 'intersection' key is allowed in a root level selector definition; found ${keys.join(',')}.`,
    );
  }
  return readGroup(reader, { kind, record, path });
}

interface GroupRequest {
  readonly kind: 'union' | 'intersection';
  readonly record: Dict;
  readonly path: YamlPath;
}

function listAt(reader: Reader, record: Dict, key: string, path: YamlPath): readonly unknown[] {
  const list = record[key];
  if (Array.isArray(list)) {
    list.forEach((each, at) => {
      if (typeof each === 'string' || isMapping(each)) return;
      refuse(
        reader.placeOf([...path, key, at]),
        `a part of '${key}' is text or a mapping`,
        `Runtime Error\n  Invalid value type ${pythonTypeName(each)} in key "${key}", expected dict or str (value: ${pythonRepr(each)}).`,
      );
    });
    return list;
  }
  return refuse(
    reader.placeOf([...path, key]),
    `'${key}' wants a list`,
    `Runtime Error\n  Invalid value for key "${key}". Expected a list.`,
  );
}

/** At most one element of a union or intersection is an `exclude`; it is taken from the whole. */
function readGroup(reader: Reader, { kind, record, path }: GroupRequest): SelectionSpec {
  const included: SelectionSpec[] = [];
  let excluded: SelectionSpec | undefined;
  let excludes = 0;
  listAt(reader, record, kind, path).forEach((part, at) => {
    const place = [...path, kind, at];
    const inner = isMapping(part) ? mappingRecord(part) : undefined;
    if (inner === undefined || !('exclude' in inner)) {
      included.push(readDefinition(reader, part, place));
      return;
    }
    excludes += 1;
    if (excludes > 1) {
      refuse(
        reader.placeOf(place),
        `a ${kind} has more than one 'exclude'`,
        `Runtime Error\n  You cannot provide multiple exclude arguments to the same selector set operator:\n  ${dumpYaml(part, { sortKeys: true }).trimEnd().replaceAll('\n', '\n  ')}`,
      );
    }
    excluded = readExclude(reader, inner, place);
  });
  const group = groupOf(kind, included, { raw: pythonRepr(record) });
  return excluded === undefined
    ? group
    : groupOf('difference', [group, excluded], { raw: pythonRepr(record) });
}

function readExclude(reader: Reader, record: Dict, path: YamlPath): SelectionSpec | undefined {
  const parts = listAt(reader, record, 'exclude', path).map((part, at) =>
    readDefinition(reader, part, [...path, 'exclude', at]),
  );
  return parts.length < 2 ? parts[0] : groupOf('union', parts, { raw: pythonRepr(record['exclude']) });
}

/** `tag: nightly`, or `method` and `value` with their options. */
function readDictionary(reader: Reader, record: Dict, path: YamlPath): SelectionSpec {
  const keys = Object.keys(record);
  const place = reader.placeOf(path);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined)
    return criterionFrom(reader, { method: only, value: record[only] }, record, place);
  if (!('method' in record) || !('value' in record)) {
    return refuse(
      place,
      "a definition has one key, or 'method' and 'value'",
      `Runtime Error\n  Expected either 1 key or else "method" and "value" keys, but got ${pythonRepr(keys)}`,
    );
  }
  const base = criterionFrom(reader, record, record, place);
  if (!('exclude' in record)) return base;
  const excluded = readExclude(reader, record, path);
  return excluded === undefined ? base : groupOf('difference', [base, excluded]);
}

/** How far to walk; nothing, zero and the empty text set no limit. */
function depthOf(value: unknown, place: DiagnosticDetails): number | null {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return null;
  const depth = Number(value);
  if (Number.isInteger(depth)) return depth;
  return refuse(
    place,
    `a depth is a whole number, and '${String(value)}' is none`,
    `Runtime Error\n  Invalid node spec - could not handle parent depth ${String(value)}`,
  );
}

function criterionFrom(reader: Reader, dict: Dict, raw: Dict, place: DiagnosticDetails): SelectionSpec {
  const indirect = dict['indirect_selection'] ?? reader.indirectSelection;
  if (!(INDIRECT_SELECTIONS as readonly unknown[]).includes(indirect)) {
    refuse(
      place,
      `indirect_selection is one of ${INDIRECT_SELECTIONS.join(', ')}`,
      `Runtime Error\n  '${String(indirect)}' is not a valid IndirectSelection`,
    );
  }
  const parts = {
    raw: pythonRepr(raw),
    method: String(dict['method']),
    value: dict['value'],
    childrensParents: Boolean(dict['childrens_parents']),
    parents: Boolean(dict['parents']),
    parentsDepth: depthOf(dict['parents_depth'], place),
    children: Boolean(dict['children']),
    childrenDepth: depthOf(dict['children_depth'], place),
    indirectSelection: indirect as IndirectSelection,
  };
  return inFile(() => criterionOf(parts, place));
}
