import type { YamlPath } from '../../base/yaml/index.ts';
import type { Span } from '../../diagnostics/index.ts';
import { unmarkedText } from '../../jinja/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { Section } from './properties-file.ts';

/** Renders a text to a native value; `span` is where it stands. */
export type RenderText = (text: string, span: Span) => unknown;

interface RenderEntryOptions {
  readonly section: Section;
  readonly value: Dict;
  readonly renderText: RenderText;
  readonly span: (path: YamlPath) => Span;
}

type KeyPath = readonly (string | number)[];

const LATE = new Set(['tests', 'data_tests', 'description']);
const LATE_OR_QUERY = new Set([...LATE, 'loaded_at_query']);
const LATE_CONFIGS = new Set(['pre_hook', 'post_hook', 'loaded_at_query']);
const LISTS = new Set(['columns', 'dimensions', 'measures', 'entities', 'metrics']);

function has(set: ReadonlySet<string>, key: string | number | undefined): boolean {
  return typeof key === 'string' && set.has(key);
}

/** Tests, descriptions and hooks are rendered later, wherever they stand in an entry. */
function isLate(path: KeyPath): boolean {
  const [first, second, third] = path;
  if (has(LATE_OR_QUERY, first)) return true;
  if (path.length === 2 && has(LATE_OR_QUERY, second)) return true;
  if (path.length >= 2 && first === 'config' && has(LATE_CONFIGS, second)) return true;
  if (path.length === 5 && path[4] === 'description') return true;
  if (path.length >= 3 && first === 'versions') {
    if (has(LATE, third)) return true;
    if (path.length >= 5 && third === 'columns' && has(LATE, path[4])) return true;
  }
  if (path.length >= 3 && has(LISTS, first) && has(LATE, third)) return true;
  return path.length >= 4 && first === 'derived_semantics' && has(LATE, path[3]);
}

function isMetricFilter(path: KeyPath): boolean {
  return path[path.length - 1] === 'filter' || path[path.length - 2] === 'filter';
}

/** Whether dbt leaves the text at `path` alone while it reads properties. */
function keepsText(section: Section, path: KeyPath): boolean {
  switch (section) {
    case 'sources':
      if (path[0] === 'description' || path[0] === 'loaded_at_query') return true;
      if (path[0] === 'config' && path[1] === 'loaded_at_query') return true;
      return path[0] === 'tables' && isLate(path.slice(2));
    case 'macros':
      return path[0] === 'arguments' ? isLate(path.slice(1)) : isLate(path);
    case 'metrics':
      return isMetricFilter(path) || isLate(path);
    case 'saved_queries':
      return (path[0] === 'query_params' && path[1] === 'where') || isLate(path);
    default:
      return (path[0] === 'metrics' && isMetricFilter(path)) || isLate(path);
  }
}

const JINJA = /\{[{%#]|[#}%]\}/;

function renderValue(value: unknown, path: KeyPath, options: RenderEntryOptions): unknown {
  if (typeof value === 'string') {
    if (keepsText(options.section, path)) return value;
    if (!JINJA.test(value)) return unmarkedText(value);
    return options.renderText(value, options.span(path));
  }
  if (Array.isArray(value)) {
    let changed = false;
    const items = value.map((item, index) => {
      const rendered = renderValue(item, [...path, index], options);
      changed ||= rendered !== item;
      return rendered;
    });
    return changed ? items : value;
  }
  return isDict(value) ? renderDict(value, path, options) : value;
}

function renderDict(value: Dict, path: KeyPath, options: RenderEntryOptions): Dict {
  let changed: Record<string, unknown> | null = null;
  for (const [key, item] of Object.entries(value)) {
    const rendered = renderValue(item, [...path, key], options);
    if (rendered === item) continue;
    changed ??= { ...value };
    changed[key] = rendered;
  }
  return changed ?? value;
}

/** An entry with its templates rendered; the entry itself when there is nothing to render. */
export function renderEntry(options: RenderEntryOptions): Dict {
  return renderDict(options.value, [], options);
}
