import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import { buildGraph, buildGraphWithTests, graphSummary, testEdges } from '../../src/graph/index.ts';
import { manifestOf, type NodeSketch } from './manifest-of.ts';

const chain = manifestOf({
  'source.p.raw.t': {},
  'model.p.a': { reads: ['source.p.raw.t'] },
  'model.p.b': { reads: ['model.p.a'] },
  'model.p.c': { reads: ['model.p.b', 'model.p.a'] },
  'exposure.p.e': { reads: ['model.p.c'] },
});

test('walks know depth, and a start is found only below or above another', () => {
  const graph = buildGraph(chain);
  expect([...graph.descendants(['model.p.a'], 1)]).toEqual(['model.p.b', 'model.p.c']);
  expect([...graph.ancestors(['model.p.c'])].sort()).toEqual(['model.p.a', 'model.p.b', 'source.p.raw.t']);
  expect([...graph.ancestors(['model.p.a', 'model.p.b'], 1)].sort()).toEqual(['model.p.a', 'source.p.raw.t']);
  expect(graph.children('model.p.c')).toEqual(['exposure.p.e']);
});

test('parents come before children, and ids decide within a level', () => {
  const graph = buildGraph(
    manifestOf({ 'model.p.z': {}, 'model.p.b': { reads: ['model.p.z'] }, 'model.p.a': {} }),
  );
  expect(graph.order()).toEqual(['model.p.a', 'model.p.z', 'model.p.b']);
});

test('a cycle is an error that tells its path', () => {
  const manifest = manifestOf({
    'model.p.x': {},
    'model.p.a': { reads: ['model.p.c', 'model.p.x'] },
    'model.p.b': { reads: ['model.p.a'] },
    'model.p.c': { reads: ['model.p.b'] },
  });
  try {
    buildGraph(manifest);
    expect.unreachable();
  } catch (error) {
    const [problem] = (error as DiagnosticError).diagnostics;
    expect(error).toBeInstanceOf(DiagnosticError);
    expect(problem?.code).toBe('N090');
    expect(problem?.message).toContain('a → b → c → a');
    expect(problem?.dbtMessage).toBe('Found a cycle: model.p.a --> model.p.b --> model.p.c');
  }
});

describe('build waits for tests', () => {
  const manifest = manifestOf({
    'model.p.a': {},
    'model.p.b': { reads: ['model.p.a'] },
    'model.p.c': { reads: ['model.p.a', 'model.p.b'] },
    'model.p.d': { reads: ['model.p.b', 'model.p.c'] },
    'test.p.one.1': { reads: ['model.p.a'] },
    'test.p.two.2': { reads: ['model.p.b', 'model.p.a'] },
  });
  const graph = buildGraphWithTests(manifest);

  test('of one node before its children', () => {
    expect(graph.allParents('model.p.b')).toContain('test.p.one.1');
    expect(graph.parents('model.p.b')).toEqual(['model.p.a']);
  });

  test('of several nodes once all of them are upstream', () => {
    expect(graph.allParents('model.p.b')).not.toContain('test.p.two.2');
    expect(graph.allParents('model.p.c')).toContain('test.p.two.2');
    expect(graph.order().indexOf('test.p.two.2')).toBeLessThan(graph.order().indexOf('model.p.c'));
  });

  test('and selection does not see these edges', () => {
    expect([...graph.descendants(['test.p.one.1'])]).toEqual([]);
  });
});

/** What dbt's slower rule adds: an edge from a test to every node downstream of all it reads. */
test('every node downstream of all that a test reads comes after the test, and no cycle arises', () => {
  const sketch = fc.array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.boolean()), {
    minLength: 1,
    maxLength: 25,
  });
  fc.assert(
    fc.property(sketch, (items) => {
      const sketches: Record<string, NodeSketch> = {};
      const models: string[] = [];
      items.forEach(([picks, isTest], at) => {
        const reads =
          models.length === 0
            ? []
            : [...new Set(picks.map((each) => models[each % models.length] as string))];
        const id = isTest && reads.length > 0 ? `test.p.t${at}` : `model.p.m${at}`;
        sketches[id] = { reads };
        if (id.startsWith('model.')) models.push(id);
      });
      const manifest = manifestOf(sketches);
      const lineage = buildGraph(manifest);
      const graph = buildGraphWithTests(manifest);
      expect(graph.cycle()).toBeUndefined();
      const reaches = (from: string, to: string): boolean => {
        const above = new Set<string>();
        const pending = [to];
        for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
          for (const parent of graph.allParents(id)) {
            if (above.has(parent)) continue;
            above.add(parent);
            pending.push(parent);
          }
        }
        return above.has(from);
      };
      for (const node of manifest.nodes.values()) {
        if (node.resourceType !== 'test') continue;
        for (const model of models) {
          const upstream = lineage.ancestors([model]);
          const waits = node.dependsOn.nodes.every((each) => upstream.has(each));
          expect(reaches(node.uniqueId, model)).toBe(waits);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('20,000 nodes with 4,000 tests of relationships stay a sparse graph', () => {
  const sketches: Record<string, NodeSketch> = {};
  for (let at = 0; at < 16_000; at++) {
    sketches[`model.p.m${at}`] = { reads: at < 10 ? [] : [`model.p.m${at - 10}`, `model.p.m${at - 3}`] };
  }
  for (let at = 10; at < 4_010; at++)
    sketches[`test.p.t${at}`] = { reads: [`model.p.m${at}`, `model.p.m${at - 7}`] };
  const manifest = manifestOf(sketches);
  const graph = buildGraphWithTests(manifest);
  expect(graph.order()).toHaveLength(20_000);
  expect(graph.edgeCount()).toBeGreaterThan(40_000);
});

test('a summary numbers things as they are linked, and tells what follows from what', () => {
  const manifest = manifestOf({
    'source.p.raw.t': {},
    'model.p.b': { reads: ['model.p.a'] },
    'model.p.a': { reads: ['source.p.raw.t'] },
    'test.p.one.1': { reads: ['model.p.a'] },
    'exposure.p.e': { reads: ['model.p.b'] },
  });
  const linked = [
    { name: 'source.p.raw.t', type: 'source', succ: [2] },
    { name: 'model.p.b', type: 'model', succ: [4] },
    { name: 'model.p.a', type: 'model', succ: [1, 3] },
    { name: 'test.p.one.1', type: 'test' },
    { name: 'exposure.p.e', type: 'exposure' },
  ];
  expect(graphSummary(manifest)).toEqual(linked);
  const awaited = testEdges(manifest, buildGraph(manifest));
  expect(graphSummary(manifest, awaited)).toEqual(
    linked.with(3, { name: 'test.p.one.1', type: 'test', succ: [1] }),
  );
});
