import { NODE_KINDS } from '../../../src/docs-site/payload.ts';
import { plural } from '../parts/format.ts';
import type { Site } from './site.ts';

/** Where the reader is. */
export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'map' }
  | { readonly page: 'list'; readonly what: string }
  | { readonly page: 'node'; readonly node: number; readonly tab: string | null; readonly column: number }
  | { readonly page: 'test'; readonly test: number }
  | { readonly page: 'macro'; readonly macro: number }
  | { readonly page: 'lineage'; readonly select: string }
  | { readonly page: 'run' }
  | { readonly page: 'package'; readonly name: string }
  | { readonly page: 'missing'; readonly path: string };

/** Words that dbt's docs use for kinds of things, and ours. */
const THING =
  /^(model|source|seed|snapshot|analysis|exposure|metric|semantic_model|saved_query|function|node)$/;

/** A node by its unique id, else by its name: `orders`, `raw.orders`; of several, the first of that kind. */
export function findNode(site: Site, name: string, kind?: string): number {
  const exact = site.nodeById.get(name);
  if (exact !== undefined) return exact;
  const fits = (node: number) => kind === undefined || kind === 'node' || site.kind(node) === kind;
  return site.core.nodes.name.findIndex((each, node) => each === name && fits(node));
}

function columnNamed(site: Site, node: number, name: string | null): number {
  if (name === null) return -1;
  const { first, end } = site.columnsOf(node);
  for (let column = first; column < end; column++) {
    if (site.columnName(column).toLowerCase() === name.toLowerCase()) return column;
  }
  return -1;
}

function thingRoute(site: Site, word: string, name: string, query: URLSearchParams): Route | null {
  if (word === 'test' || word === 'unit_test') {
    const test = site.testById.get(name) ?? site.core.tests.name.indexOf(name);
    return test >= 0 ? { page: 'test', test } : null;
  }
  if (word === 'macro') {
    const macro = site.macroById.get(name) ?? site.core.macros.name.indexOf(name);
    return macro >= 0 ? { page: 'macro', macro } : null;
  }
  if (!THING.test(word)) return null;
  const node = findNode(site, name, word);
  if (node < 0) return null;
  return { page: 'node', node, tab: query.get('tab'), column: columnNamed(site, node, query.get('column')) };
}

const LISTED = [...NODE_KINDS, 'test', 'macro'];

/** Lists are found by one of their things or by all: `model`, `models`. */
function listRoute(name: string): Route | null {
  const what = LISTED.find((each) => name === each || name === plural(each));
  return what === undefined ? null : { page: 'list', what };
}

/** dbt's docs open their graph over a page by these parameters. */
function dbtGraph(query: URLSearchParams): Route | null {
  if (query.get('g_v') !== '1') return null;
  return { page: 'lineage', select: query.get('g_i') ?? '' };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads the address behind `#`; the forms of dbt's docs (`#!/model/model.shop.orders`) are understood too. */
export function readRoute(hash: string, site: Site): Route {
  const isDbt = hash.startsWith('#!');
  const [path = '', search = ''] = hash.replace(/^#!?\/?/, '').split('?');
  const query = new URLSearchParams(search);
  const [word = '', ...rest] = path.split('/').map(decode);
  const name = rest.join('/');
  if (isDbt) {
    const graph = dbtGraph(query);
    if (graph !== null) return graph;
  }
  if (word === '' || (word === 'overview' && name === '')) return { page: 'overview' };
  if (word === 'overview') return { page: 'package', name };
  if (word === 'source_list') return { page: 'list', what: 'source' };
  if (word === 'map') return { page: 'map' };
  if (word === 'run') return { page: 'run' };
  if (word === 'list') return listRoute(name || 'model') ?? { page: 'missing', path };
  if (word === 'lineage') return { page: 'lineage', select: query.get('select') ?? '' };
  return thingRoute(site, word, name, query) ?? { page: 'missing', path };
}

/** Addresses of pages. Unique ids stay the same when the docs are made again. */
export const link = {
  node(site: Site, node: number, query: Readonly<Record<string, string>> = {}): string {
    const search = new URLSearchParams(query).toString();
    const id = encodeURIComponent(site.core.nodes.uniqueId[node] as string);
    return `#/${site.kind(node)}/${id}${search === '' ? '' : `?${search}`}`;
  },
  column(site: Site, column: number): string {
    return link.node(site, site.nodeOfColumn[column] as number, {
      tab: 'lineage',
      column: site.columnName(column),
    });
  },
  test: (site: Site, test: number): string =>
    `#/test/${encodeURIComponent(site.core.tests.uniqueId[test] as string)}`,
  macro: (site: Site, macro: number): string =>
    `#/macro/${encodeURIComponent(site.core.macros.uniqueId[macro] as string)}`,
  lineage: (select: string): string => `#/lineage?select=${encodeURIComponent(select)}`,
};
