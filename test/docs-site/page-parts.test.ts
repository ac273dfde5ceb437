import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fact } from '../../src/docs-site/fact.ts';
import { type CorePayload, LAYERS, NODE_KINDS } from '../../src/docs-site/payload.ts';
import { isOneEdit } from '../../templates/docs-site/data/match.ts';
import { readRoute } from '../../templates/docs-site/data/route.ts';
import { createSearch } from '../../templates/docs-site/data/search.ts';
import { selectNodes } from '../../templates/docs-site/data/select.ts';
import { createSite } from '../../templates/docs-site/data/site.ts';
import { layeredLayout } from '../../templates/docs-site/graph/layout.ts';
import { diffLines } from '../../templates/docs-site/parts/line-diff.ts';

const NAMES = ['raw.orders', 'stg_orders', 'customers', 'customer_orders', 'board'];
const KINDS = ['source', 'model', 'model', 'model', 'exposure'] as const;
const WORDS = ['shop', 'amount', 'customer_id', 'daily', 'BIGINT'];

/** raw.orders → stg_orders → customers → board, stg_orders → customer_orders. */
function corePayload(): CorePayload {
  const none = NAMES.map(() => -1);
  return {
    version: 1,
    project: {
      name: 'shop',
      generatedAt: 0,
      target: 'dev',
      adapter: 'duckdb',
      dbtVersion: '1',
      sluiceVersion: '1',
      overview: null,
      packages: [],
    },
    words: WORDS,
    texts: ['<p>Money that came <b>in</b></p>'],
    nodes: {
      uniqueId: NAMES.map((name, at) => `${KINDS[at]}.shop.${name}`),
      name: NAMES,
      kind: KINDS.map((kind) => NODE_KINDS.indexOf(kind)),
      layer: [0, 1, 2, 3, 4],
      folder: none,
      materialized: none,
      packageName: NAMES.map(() => 0),
      path: NAMES.map((name) => `models/${name}.sql`),
      description: [-1, -1, 0, -1, -1],
      tags: [[], [3], [], [], []],
      color: NAMES.map(() => null),
      rows: NAMES.map(() => null),
      change: [],
      depth: none,
      firstColumn: [0, 1, 2, 3, 4, 4],
    },
    edges: [0, 1, 1, 2, 1, 3, 2, 4],
    columns: {
      name: [1, 1, 1, 2],
      type: [4, 4, 4, 4],
      description: [-1, -1, -1, -1],
      making: [0, 1, 1, 1],
      firstOrigin: [0, 0, 1, 2, 2],
      origins: [0, 1],
      originKinds: [1, 1],
    },
    indirect: [],
    tests: {
      uniqueId: ['test.shop.unique_amount.1'],
      name: ['unique_amount'],
      type: [1],
      nodes: [[2]],
      column: [2],
      severity: [1],
      description: [-1],
      path: [''],
    },
    macros: {
      uniqueId: ['macro.shop.twice'],
      name: ['twice'],
      packageName: [0],
      path: [''],
      description: [-1],
      arguments: [[]],
      calls: [[]],
      users: [[]],
    },
    lastRun: null,
    runs: [],
    history: [],
    sources: [],
    freshness: [],
    problems: [],
    removed: [],
  };
}

const site = createSite(corePayload(), () => Promise.reject(new Error('no code')));
const search = createSearch(site);
const found = (query: string) =>
  search(query).map(({ kind, index }) => (kind === 'node' ? NAMES[index] : `${kind} ${index}`));

describe('properties', () => {
  it('are text: what is not set is left out, and things of a list stand below each other', () => {
    const measures = [
      { name: 'amount', agg: 'sum', expr: null, config: { meta: {} } },
      { name: 'orders', agg: 'count', create_metric: true, params: { days: [1, 2] } },
    ];
    expect(fact('measures', measures)).toEqual([
      ['measures', 'amount · agg sum\norders · agg count · create metric · params (days (1, 2))'],
    ]);
    expect(fact('params', { numerator: { name: 'a', filter: null }, window: null })).toEqual([
      ['params', 'numerator: a'],
    ]);
    expect([fact('a', null), fact('a', ''), fact('a', {}), fact('a', [])]).toEqual([[], [], [], []]);
    expect(fact('version', 2)).toEqual([['version', '2']]);
  });
});

describe('search', () => {
  it('puts exact names first, then beginnings, then words within', () => {
    expect(found('customers')[0]).toBe('customers');
    expect(found('customer').slice(0, 2)).toEqual(['customers', 'customer_orders']);
  });

  it('forgives a wrong letter, but not in short words', () => {
    expect(found('custmers')).toContain('customers');
    expect(found('custoemrs')).toContain('customers');
    expect(found('stx')).not.toContain('stg_orders');
  });

  it('finds by column, tag, description, and says why', () => {
    const [first] = search('customer_id');
    expect(first).toMatchObject({ because: 'column customer_id', column: 3 });
    expect(search('daily')[0]).toMatchObject({ index: 1, because: 'tag daily' });
    expect(search('came in')[0]).toMatchObject({ index: 2, because: 'description' });
    expect(search('stg amount')[0]).toMatchObject({ index: 1, because: 'column amount' });
  });

  it('finds tests and macros', () => {
    expect(found('unique_amount')[0]).toBe('test 0');
    expect(found('twice')[0]).toBe('macro 0');
  });

  it('knows one edit when it sees it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_'), minLength: 1, maxLength: 8 }),
        fc.nat(8),
        fc.constantFrom('drop', 'swap', 'change', 'add'),
        (text, seed, edit) => {
          const at = seed % text.length;
          const edited = {
            drop: text.slice(0, at) + text.slice(at + 1),
            swap: text.slice(0, at) + (text[at + 1] ?? '') + text[at] + text.slice(at + 2),
            change: `${text.slice(0, at)}#${text.slice(at + 1)}`,
            add: `${text.slice(0, at)}#${text.slice(at)}`,
          }[edit];
          return isOneEdit(text, edited) && isOneEdit(edited, text) && !isOneEdit(text, `${edited}##`);
        },
      ),
    );
  });
});

describe('selection on the page', () => {
  const selected = (text: string) =>
    [...selectNodes(site, text)].sort((a, b) => a - b).map((node) => NAMES[node]);

  it('walks up and down as far as is asked', () => {
    expect(selected('+customers')).toEqual(['raw.orders', 'stg_orders', 'customers']);
    expect(selected('1+customers')).toEqual(['stg_orders', 'customers']);
    expect(selected('stg_orders+1')).toEqual(['stg_orders', 'customers', 'customer_orders']);
    expect(selected('@stg_orders')).toHaveLength(5);
  });

  it('knows methods, wildcards, unions and intersections', () => {
    expect(selected('tag:daily')).toEqual(['stg_orders']);
    expect(selected('cust*')).toEqual(['customers', 'customer_orders']);
    expect(selected('customers board')).toEqual(['customers', 'board']);
    expect(selected('+board,resource_type:model')).toEqual(['stg_orders', 'customers']);
    expect(selected(`layer:${LAYERS[3]}`)).toEqual(['customer_orders']);
    expect(selected('nothing')).toEqual([]);
  });
});

describe('addresses', () => {
  const routes: readonly (readonly [string, object])[] = [
    ['', { page: 'overview' }],
    ['#/model/model.shop.customers', { page: 'node', node: 2, tab: null, column: -1 }],
    ['#!/model/model.shop.customers', { page: 'node', node: 2 }],
    ['#/model/customers?tab=lineage&column=AMOUNT', { page: 'node', node: 2, tab: 'lineage', column: 2 }],
    ['#!/source/source.shop.raw.orders', { page: 'node', node: 0 }],
    ['#!/exposure/exposure.shop.board', { page: 'node', node: 4 }],
    ['#!/overview', { page: 'overview' }],
    ['#!/overview/shop', { page: 'package', name: 'shop' }],
    ['#!/model/model.shop.customers?g_v=1&g_i=%2Bcustomers%2B', { page: 'lineage', select: '+customers+' }],
    ['#!/test/test.shop.unique_amount.1', { page: 'test', test: 0 }],
    ['#!/macro/macro.shop.twice', { page: 'macro', macro: 0 }],
    ['#/model/gone', { page: 'missing', path: 'model/gone' }],
    ['#/%E0%A4%A', { page: 'missing' }],
  ];
  it.each(routes)('%s', (hash, route) => {
    expect(readRoute(hash, site)).toMatchObject(route);
  });
});

describe('layout', () => {
  /** Edges from lower to higher numbers: a graph without cycles. */
  const graphs = fc.integer({ min: 1, max: 40 }).chain((count) =>
    fc.tuple(
      fc.constant(count),
      fc.uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), {
        maxLength: 80,
        selector: (pair) => pair.join(),
      }),
    ),
  );

  it('draws every edge to the right and lets no two boxes overlap', () => {
    fc.assert(
      fc.property(graphs, ([count, pairs]) => {
        const edges = pairs.flatMap(([a, b]): [number, number][] =>
          a === b ? [] : [[Math.min(a, b), Math.max(a, b)]],
        );
        const sizes = Array.from({ length: count }, (_, at) => ({ width: 80 + at, height: 30 }));
        const { x, y, bends } = layeredLayout(sizes, edges);
        const isForward = edges.every(([from, to]) => (x[from] as number) < (x[to] as number));
        const isApart = sizes.every((_, a) =>
          sizes.every(
            (_, b) => a <= b || x[a] !== x[b] || Math.abs((y[a] as number) - (y[b] as number)) >= 30 - 1e-6,
          ),
        );
        return isForward && isApart && bends.length === edges.length;
      }),
    );
  });
});

describe('line diff', () => {
  it('gives both texts back', () => {
    const texts = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const lines = diffLines(before, after);
        const side = (kind: string) =>
          lines
            .filter((line) => line.kind === 'same' || line.kind === kind)
            .map((line) => line.text)
            .join('\n');
        return side('removed') === before && side('added') === after;
      }),
    );
  });
});
