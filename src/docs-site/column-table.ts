import type { IndirectKind, LineageKind } from '../adapter/contract.ts';
import type { AnalyzedColumn, ColumnOrigin, NodeAnalysis } from '../analyze/index.ts';
import type { ColumnSpec, GraphNode } from '../domain/index.ts';
import { makingOf } from './making.ts';
import { type ColumnTable, type IndirectTable, MAKINGS } from './payload.ts';
import type { SiteIndex } from './site-index.ts';

const KIND_BITS: Readonly<Record<LineageKind, number>> = {
  identity: 1,
  transformation: 2,
  aggregation: 4,
  conditional: 8,
  window: 16,
  filter: 32,
  sort: 64,
};
const INDIRECT_BITS: Readonly<Record<IndirectKind, number>> = {
  join: 1,
  filter: 2,
  group_by: 4,
  sort: 8,
  distinct: 16,
};

function bits<Kind extends string>(kinds: readonly Kind[], table: Readonly<Record<Kind, number>>): number {
  return kinds.reduce((sum, kind) => sum | table[kind], 0);
}

/** A column as the page shows it: what was declared and what was found, under one name. */
interface ShownColumn extends AnalyzedColumn {
  readonly declared: ColumnSpec | undefined;
  readonly comment: string | null;
}

function shownColumns(node: GraphNode, { input }: SiteIndex): readonly ShownColumn[] {
  const { uniqueId } = node;
  const declared = 'columns' in node ? Object.values(node.columns) : [];
  const specs = new Map(declared.map((each) => [each.name.toLowerCase(), each]));
  const table = input.catalog.nodes[uniqueId] ?? input.catalog.sources[uniqueId];
  const built = Object.values(table?.columns ?? {}).sort((left, right) => left.index - right.index);
  const comments = new Map(built.map((each) => [each.name.toLowerCase(), each]));
  const found = new Map<string, AnalyzedColumn>();
  for (const each of built) found.set(each.name.toLowerCase(), { ...each, origins: [] });
  // What the code gives is newer than what is built.
  for (const each of input.analysis.get(uniqueId)?.columns ?? []) found.set(each.name.toLowerCase(), each);
  for (const { name, dataType } of declared) {
    if (!found.has(name.toLowerCase()))
      found.set(name.toLowerCase(), { name, type: dataType ?? '', origins: [] });
  }
  return [...found].map(([key, column]) => ({
    ...column,
    declared: specs.get(key),
    comment: comments.get(key)?.comment ?? null,
  }));
}

/** Where columns are in the table, by node and name. */
export interface ColumnPlaces {
  /** -1 when there is no such column. */
  indexOf(node: number, name: string): number;
}

export interface BuiltColumns {
  readonly table: ColumnTable;
  readonly indirect: IndirectTable;
  readonly firstColumn: readonly number[];
  readonly places: ColumnPlaces;
}

interface Numbered {
  readonly columns: readonly ShownColumn[];
  readonly first: number;
  readonly byName: ReadonlyMap<string, number>;
}

function numberColumns(site: SiteIndex): readonly Numbered[] {
  let first = 0;
  return site.nodes.map((node) => {
    const columns = shownColumns(node, site);
    const start = first;
    const byName = new Map(columns.map((each, index) => [each.name.toLowerCase(), start + index]));
    first += columns.length;
    return { columns, first: start, byName };
  });
}

type Place = (origin: ColumnOrigin<unknown>) => number;

function indirectTable(site: SiteIndex, place: Place): IndirectTable {
  return site.nodes.flatMap(({ uniqueId }, node) =>
    (site.input.analysis.get(uniqueId)?.indirect ?? []).flatMap((origin) => {
      const column = place(origin);
      return column === -1 ? [] : [node, column, bits(origin.kinds, INDIRECT_BITS)];
    }),
  );
}

const UNKNOWN: Pick<NodeAnalysis, 'depth'> = { depth: 'nothing' };

/** Columns of all nodes with their lineage, as far as both ends are shown. */
export function columnTable(site: SiteIndex): BuiltColumns {
  const numbered = numberColumns(site);
  const places: ColumnPlaces = {
    indexOf: (node, name) => numbered[node]?.byName.get(name.toLowerCase()) ?? -1,
  };
  const place: Place = ({ uniqueId, column }) => {
    const node = uniqueId === null ? undefined : site.indexOf.get(uniqueId);
    return node === undefined ? -1 : places.indexOf(node, column);
  };
  const table = {
    name: [] as number[],
    type: [] as number[],
    description: [] as number[],
    making: [] as number[],
    firstOrigin: [] as number[],
    origins: [] as number[],
    originKinds: [] as number[],
  };
  for (const [index, { columns }] of numbered.entries()) {
    const analysis = site.input.analysis.get(site.nodes[index]?.uniqueId ?? '') ?? UNKNOWN;
    for (const column of columns) {
      table.name.push(site.words.indexOf(column.name));
      table.type.push(site.words.indexOf(column.type === '' ? null : column.type));
      table.description.push(site.textOf(column.declared?.description || column.comment));
      table.making.push(MAKINGS.indexOf(makingOf(column, analysis as NodeAnalysis)));
      table.firstOrigin.push(table.origins.length);
      for (const origin of column.origins) {
        const found = place(origin);
        if (found === -1) continue;
        table.origins.push(found);
        table.originKinds.push(bits(origin.kinds, KIND_BITS));
      }
    }
  }
  table.firstOrigin.push(table.origins.length);
  const end = numbered.reduce((sum, each) => sum + each.columns.length, 0);
  return {
    table,
    indirect: indirectTable(site, place),
    firstColumn: [...numbered.map((each) => each.first), end],
    places,
  };
}
