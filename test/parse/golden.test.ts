import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { golden, parseFolder, projectRoot } from './support.ts';

const BUILT_IN = new Set(['dbt', 'dbt_duckdb']);

/** Lists that dbt makes of sets. */
const UNORDERED = new Set(['tags', 'sources', 'nodes', 'group_map']);

function steady(value: unknown, key = ''): unknown {
  if (key === 'created_at') return 0;
  if (Array.isArray(value)) {
    const items = value.map((each) => steady(each));
    return UNORDERED.has(key)
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, steady(each, name)]));
}

function own(all: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([id]) => !BUILT_IN.has(id.split('.')[1] as string)));
}

const names = readdirSync(join(import.meta.dirname, 'projects'));

describe('the manifest is what dbt writes, field by field', () => {
  it.each(names)('%s', (name) => {
    const root = projectRoot(name);
    const { json } = parseFolder(root);
    const text = JSON.stringify(json()).replaceAll(root, '<root>');
    const actual = JSON.parse(text) as Record<string, Record<string, unknown>>;
    const { made: _, ...expected } = golden(name);
    const sizes = Object.values(expected).map((entries) => Object.keys(entries as object).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(20);
    for (const [section, entries] of Object.entries(expected as Record<string, Record<string, unknown>>)) {
      const ours = section === 'macros' || section === 'docs' ? own(actual[section] ?? {}) : actual[section];
      for (const id of new Set([...Object.keys(entries), ...Object.keys(ours ?? {})])) {
        expect({ [`${section} ${id}`]: steady(ours?.[id], section === 'group_map' ? section : '') }).toEqual({
          [`${section} ${id}`]: steady(entries[id], section === 'group_map' ? section : ''),
        });
      }
    }
  });
});
