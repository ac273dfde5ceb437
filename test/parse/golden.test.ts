import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { osiDocument } from '../../src/artifacts/index.ts';
import { semanticManifestText } from '../../src/artifacts/semantic-manifest/semantic-manifest-json.ts';
import { pythonJson } from '../../src/base/index.ts';
import { createFilterRenderer } from '../../src/context/index.ts';
import { createJinja } from '../../src/jinja/index.ts';
import { golden, parseFolder, projectRoot } from './support.ts';

const BUILT_IN = new Set(['dbt', 'dbt_duckdb']);

/** Lists that dbt makes of sets. */
const UNORDERED = new Set(['tags', 'sources', 'nodes', 'group_map']);

/** A name with half a pair of quotation marks is SQL that cannot run in dbt; ours doubles the mark. */
const HALF_QUOTED: ReadonlyMap<unknown, string> = new Map([['"breaks"."s"."""GRO"', '"breaks"."s".""GRO"']]);

function steady(value: unknown, key = ''): unknown {
  if (key === 'created_at') return 0;
  if (key === 'relation_name') return HALF_QUOTED.get(value) ?? value;
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

/** Dicts as lists of pairs, so that their order counts; lists of named things sorted by name, as files are read in any order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(inOrder);
    return value.every((each) => typeof each === 'object' && each !== null && 'name' in each)
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, each]) => [key, inOrder(each)]);
}

const names = readdirSync(join(import.meta.dirname, 'projects'));

describe('the manifest is what dbt writes, field by field', () => {
  it.each(names)('%s', (name) => {
    const root = projectRoot(name);
    const { json, manifest } = parseFolder(root);
    const text = JSON.stringify(json()).replaceAll(root, '<root>');
    const actual = JSON.parse(text) as Record<string, Record<string, unknown>>;
    const { made: _, semantic_manifest: semantic, osi_document: osi, ...expected } = golden(name);
    // Order of keys included: other tools read this file.
    expect(inOrder(JSON.parse(semanticManifestText(manifest)))).toEqual(inOrder(semantic));
    const { document } = osiDocument(manifest, createFilterRenderer(createJinja()));
    if (osi !== undefined) expect(inOrder(JSON.parse(pythonJson(document)))).toEqual(inOrder(osi));
    const sizes = Object.values(expected).map((entries) => Object.keys(entries as object).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(10);
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
