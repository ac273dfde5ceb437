import type { LineageSource, QueryLineage, Shadow } from '../adapter/contract.ts';
import { sha256 } from '../base/index.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import {
  type Column,
  isEphemeral,
  type Manifest,
  type Node,
  type Relation,
  type SourceDefinition,
  type UniqueId,
} from '../domain/index.ts';
import type { Analysis, AnalyzedColumn, ColumnOrigin, NodeAnalysis } from './contract.ts';
import type { KeptLineage } from './kept-lineage.ts';
import { withSnapshotColumns } from './snapshot-columns.ts';
import { createTables, type Tables } from './tables.ts';

export interface AnalyzeOptions {
  readonly manifest: Manifest;
  /** What has columns: sources, seeds, snapshots, models; parents before children. */
  readonly order: readonly UniqueId[];
  readonly parentsOf: (uniqueId: UniqueId) => readonly UniqueId[];
  readonly shadow: Shadow;
  /** Lineage of earlier analyses. Default: every query is bound. */
  readonly kept?: KeptLineage;
  /** Where unqualified names are looked for: the target's database and schema. */
  readonly home: { readonly database: string; readonly schema: string };
  /** The compiled SQL, with references to ephemeral models left as names; null for what has none. It may become known later. */
  readonly sqlOf: (uniqueId: UniqueId) => string | null | Promise<string | null>;
  /** The columns that the database has; undefined where it has no such relation. */
  readonly columnsOf: (uniqueId: UniqueId) => readonly Column[] | undefined;
  /** What stands in SQL for a source outside the database; null for one inside. */
  readonly externalOf: (source: SourceDefinition) => string | null;
}

type Subject = Node | SourceDefinition;

interface Work extends AnalyzeOptions {
  readonly tables: Tables;
  readonly ids: Map<string, UniqueId>;
  /** SQL of external sources, with the table that stands for it; the longest first. */
  readonly externals: { readonly sql: string; readonly table: string }[];
}

function relationKey({ database, schema, identifier }: Relation): string {
  return [database, schema, identifier].map((each) => (each ?? '').toLowerCase()).join('\n');
}

function relationOf(subject: Subject, { home }: Work): Relation {
  if (subject.resourceType === 'source') return { ...subject, type: 'table' };
  if (isEphemeral(subject)) return { ...home, identifier: `__dbt__cte__${subject.alias}`, type: 'table' };
  const { database, schema, alias } = subject;
  return { database, schema, identifier: alias, type: 'table' };
}

/** A quoted name, as it is put in place of the SQL of an external source. */
function quoted({ database, schema, identifier }: Relation): string {
  const parts = [database, schema, identifier].filter((each) => each !== null);
  return parts.map((each) => `"${each.replaceAll('"', '""')}"`).join('.');
}

function subjectOf(manifest: Manifest, id: UniqueId): Subject | undefined {
  return manifest.nodes.get(id) ?? manifest.sources.get(id);
}

function declaredColumns({ columns }: Subject): readonly Column[] {
  return Object.values(columns).map(({ name, dataType }) => ({ name, type: dataType ?? 'VARCHAR' }));
}

function outsideText({ from }: LineageSource<unknown>): string | null {
  if (from.scan !== null) return from.scan;
  const { database, schema, identifier } = from.relation;
  return [database, schema, identifier].filter((each) => each !== null).join('.');
}

function originsOf<Kind>(
  sources: readonly LineageSource<Kind>[],
  self: UniqueId,
  { ids }: Work,
): readonly ColumnOrigin<Kind>[] {
  return sources.flatMap((each) => {
    const { relation } = each.from;
    const uniqueId = relation === null ? null : (ids.get(relationKey(relation)) ?? null);
    // An incremental model reads its own table; that says nothing of where its columns come from.
    if (uniqueId === self) return [];
    const outside = uniqueId === null ? outsideText(each) : null;
    return [{ uniqueId, outside, column: each.column, kinds: each.kinds }];
  });
}

function withoutOrigins(columns: readonly Column[]): readonly AnalyzedColumn[] {
  return columns.map((each) => ({ ...each, origins: [] }));
}

function columnsOnly(uniqueId: UniqueId, columns: readonly Column[]): NodeAnalysis {
  const depth = columns.length === 0 ? 'nothing' : 'columns';
  return { uniqueId, depth, columns: withoutOrigins(columns), indirect: [], problem: null };
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Value | DiagnosticError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error;
    throw error;
  }
}

async function analyzeSource(source: SourceDefinition, work: Work): Promise<NodeAnalysis> {
  const { shadow } = work;
  const external = work.externalOf(source);
  const known = work.columnsOf(source.uniqueId);
  if (external === null) return columnsOnly(source.uniqueId, known ?? declaredColumns(source));
  const found = await attempt(() => shadow.columnsOf(`select * from ${external}`));
  const table = quoted(relationOf(source, work));
  work.externals.push({ sql: external, table });
  work.externals.sort((left, right) => right.sql.length - left.sql.length);
  if (!(found instanceof DiagnosticError)) return columnsOnly(source.uniqueId, found);
  return { ...columnsOnly(source.uniqueId, declaredColumns(source)), problem: found.diagnostics[0] ?? null };
}

/** External sources are tables of the shadow: nothing is read from files, and lineage ends at the source. */
function onTables(sql: string, { externals }: Work): string {
  return externals.reduce((text, { sql: external, table }) => text.replaceAll(external, table), sql);
}

function fromLineage(node: Node, found: QueryLineage, work: Work): NodeAnalysis {
  const { uniqueId } = node;
  const columns = found.columns.map(({ name, type, sources }) => ({
    name,
    type,
    origins: originsOf(sources, uniqueId, work),
  }));
  const indirect = originsOf(found.indirect, uniqueId, work);
  return { uniqueId, depth: 'lineage', columns, indirect, problem: null };
}

/** Whether a query may read the table that it makes, as those of incremental models do: its name stands in it. */
function readsItself({ alias }: Node, sql: string): boolean {
  return sql.toLowerCase().includes(alias.toLowerCase());
}

interface Query {
  readonly node: Node;
  readonly sql: string;
  /** The table that it makes, where it reads that too. */
  readonly own: readonly Column[] | undefined;
}

/** All that decides what a query comes to, when it reads nothing but tables of its parents and its own. */
function keyOf({ node, sql, own }: Query, { shadow, tables, parentsOf }: Work): string {
  const shapes = parentsOf(node.uniqueId).map((id) => tables.shapeOf(id));
  const { database, schema, alias } = node;
  const itself = own?.map(({ name, type }) => [name, type]) ?? null;
  return sha256(JSON.stringify([shadow.stamp, database, schema, alias, sql, shapes, itself]));
}

/** Whether the key of a query holds all that it reads: a table may be named in it without being told by `ref`. */
function isKept({ reads }: QueryLineage, { node }: Query, { ids, parentsOf }: Work): boolean {
  const known = new Set([...parentsOf(node.uniqueId), node.uniqueId]);
  return reads?.every((each) => known.has(ids.get(relationKey(each)) ?? '')) === true;
}

async function bindQuery(query: Query, work: Work): Promise<QueryLineage | null | DiagnosticError> {
  const { shadow, tables, kept } = work;
  const { node, sql, own } = query;
  const key = kept === undefined ? '' : keyOf(query, work);
  const known = kept?.find(key);
  if (known !== undefined) return known;
  if (own !== undefined) await shadow.define(relationOf(node, work), own);
  await tables.make(work.parentsOf(node.uniqueId));
  let found = await attempt(() => shadow.lineageOf(sql));
  // It may read what it does not say that it reads.
  if (found instanceof DiagnosticError && (await tables.makeAll()))
    found = await attempt(() => shadow.lineageOf(sql));
  if (found !== null && !(found instanceof DiagnosticError) && isKept(found, query, work))
    kept?.keep(key, found);
  return found;
}

async function analyzeNode(node: Node, work: Work): Promise<NodeAnalysis> {
  const built = work.columnsOf(node.uniqueId);
  const fallback = () => columnsOnly(node.uniqueId, built ?? declaredColumns(node));
  const text = await work.sqlOf(node.uniqueId);
  if (text === null) return fallback();
  const sql = onTables(text, work);
  const own = readsItself(node, sql) ? built : undefined;
  const found = await bindQuery({ node, sql, own }, work);
  if (found instanceof DiagnosticError) return { ...fallback(), problem: found.diagnostics[0] ?? null };
  if (found !== null) return withSnapshotColumns(node, fromLineage(node, found, work), built);
  const columns = await attempt(() => work.shadow.columnsOf(sql));
  return columns instanceof DiagnosticError ? fallback() : columnsOnly(node.uniqueId, columns);
}

/** What stands beside each other in the graph, level by level: nothing in a level reads another of it. */
function levelsOf({ order, parentsOf }: AnalyzeOptions): readonly (readonly UniqueId[])[] {
  const level = new Map<UniqueId, number>();
  const levels: UniqueId[][] = [];
  for (const id of order) {
    const above = parentsOf(id).map((parent) => level.get(parent) ?? -1);
    const own = Math.max(-1, ...above) + 1;
    level.set(id, own);
    levels[own] ??= [];
    levels[own].push(id);
  }
  return levels;
}

/**
 * Binds every node on an empty copy of the database, parents first: its columns, and what each of them is made of. A node that
 * cannot be bound keeps the columns that it has in the database or its properties, so that what stands below it can go on.
 */
export async function analyzeProject(options: AnalyzeOptions): Promise<Analysis> {
  const tables = createTables(options.shadow);
  const work: Work = { ...options, tables, ids: new Map(), externals: [] };
  const analysis = new Map<UniqueId, NodeAnalysis>();
  const analyze = async (id: UniqueId): Promise<void> => {
    const subject = subjectOf(options.manifest, id);
    if (subject === undefined) return;
    const relation = relationOf(subject, work);
    work.ids.set(relationKey(relation), id);
    const found = await (subject.resourceType === 'source'
      ? analyzeSource(subject, work)
      : analyzeNode(subject, work));
    analysis.set(id, found);
    tables.put(id, relation, found.columns);
  };
  // The shadow gathers what is asked for at the same time, and shares it out to its connections.
  for (const level of levelsOf(options)) await Promise.all(level.map(analyze));
  return analysis;
}
