import { isMapping, mappingRecord } from '../base/index.ts';
import { impliedMethod, readCriterionText } from '../domain/index.ts';

type Dict = Readonly<Record<string, unknown>>;

/** A criterion in dbt's dictionary form; parts that are not there are left out. */
function dictionaryOf(text: string): Dict {
  const parts = readCriterionText(text);
  if (parts === undefined) return { error: 'Invalid selector spec' };
  return {
    ...(parts.childrensParents ? { childrens_parents: true } : {}),
    ...(parts.parents ? { parents: true } : {}),
    ...(parts.parentsDepth === '' ? {} : { parents_depth: parts.parentsDepth }),
    method: parts.method ?? impliedMethod(parts.value),
    ...(parts.value === '' ? {} : { value: parts.value }),
    ...(parts.children ? { children: true } : {}),
    ...(parts.childrenDepth === '' ? {} : { children_depth: parts.childrenDepth }),
  };
}

const definitionsOf = (list: unknown): readonly unknown[] =>
  Array.isArray(list) ? list.map(definitionOf) : [];

/** A single `method: value` is spelled out; a definition with more keys stays as it is, its `exclude` included. */
function definitionOf(definition: unknown): unknown {
  if (typeof definition === 'string') return dictionaryOf(definition);
  if (!isMapping(definition)) return definition;
  const record = mappingRecord(definition);
  for (const key of ['union', 'intersection']) {
    if (key in record) return { [key]: definitionsOf(record[key]) };
  }
  const [key] = Object.keys(record);
  if (key === undefined) return record;
  const value = Array.isArray(record[key]) ? definitionsOf(record[key]) : record[key];
  if (key === 'exclude') return { exclude: value };
  return Object.keys(record).length === 1 ? { method: key, value } : record;
}

/** The selectors of selectors.yml as manifest.json shows them: by name, with criteria as dictionaries. */
export function manifestSelectors(entries: readonly unknown[]): Dict {
  const selectors: Record<string, unknown> = {};
  for (const entry of entries) {
    if (!isMapping(entry)) continue;
    const record = mappingRecord(entry);
    const { name, definition } = record;
    if (typeof name === 'string') selectors[name] = { ...record, definition: definitionOf(definition) };
  }
  return selectors;
}
