import type { Connection } from '../../contract.ts';
import { quotedName } from '../quoted-name.ts';
import { UnreadablePlanError } from './plan-json.ts';

/** Functions whose scans DuckDB cannot put into a serialized plan. */
const UNSERIALIZED = new Set([
  'read_csv',
  'read_csv_auto',
  'sniff_csv',
  'read_json',
  'read_json_auto',
  'read_json_objects',
  'read_ndjson',
  'read_ndjson_auto',
  'read_ndjson_objects',
  'read_text',
  'read_blob',
]);
const FILE_NAME = /\.(csv|tsv|json|jsonl|ndjson)(\.gz|\.zst)?$/i;

/** One node of DuckDB's parse tree as JSON. */
type Tree = { [key: string]: unknown };

/** Positions that are not known are written as the largest number there is, which JavaScript cannot hold. */
const NOWHERE = '18446744073709551615';
const NOWHERE_TEXT = '"nowhere"';

async function oneText(connection: Connection, sql: string, parameter: string): Promise<string> {
  const { rows } = await connection.execute(sql, { fetch: true, parameters: [parameter] });
  return String(rows[0]?.[0] ?? '');
}

async function parseTree(connection: Connection, sql: string): Promise<Tree> {
  const text = await oneText(connection, 'select json_serialize_sql($1::varchar)', sql);
  const tree = JSON.parse(text.replaceAll(NOWHERE, NOWHERE_TEXT)) as Tree;
  if (tree['error'] === true) throw new UnreadablePlanError(String(tree['error_message']));
  return tree;
}

function printTree(connection: Connection, tree: Tree): Promise<string> {
  const text = JSON.stringify(tree).replaceAll(NOWHERE_TEXT, NOWHERE);
  return oneText(connection, 'select json_deserialize_sql($1::json)', text);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scansIn(value: unknown, found: Tree[] = []): readonly Tree[] {
  if (Array.isArray(value)) {
    for (const each of value) scansIn(each, found);
  } else if (isTree(value)) {
    const call = value['function'];
    const isCall =
      value['type'] === 'TABLE_FUNCTION' &&
      isTree(call) &&
      UNSERIALIZED.has(String(call['function_name']).toLowerCase());
    const isFile = value['type'] === 'BASE_TABLE' && FILE_NAME.test(String(value['table_name']));
    if (isCall || isFile) found.push(value);
    else for (const each of Object.values(value)) scansIn(each, found);
  }
  return found;
}

/** The name that columns of a scan without an alias go by. */
function impliedAlias(scan: Tree): string {
  const call = scan['function'];
  if (isTree(call)) return String(call['function_name']);
  const file = String(scan['table_name']).split('/').at(-1) ?? '';
  return file.replace(/\..*$/, '');
}

function tableInstead(scan: Tree, table: string): Tree {
  return {
    type: 'BASE_TABLE',
    alias: scan['alias'] === '' || scan['alias'] === undefined ? impliedAlias(scan) : scan['alias'],
    sample: scan['sample'] ?? null,
    query_location: scan['query_location'],
    schema_name: '',
    table_name: table,
    column_name_alias: scan['column_name_alias'] ?? [],
    catalog_name: '',
    at_clause: null,
  };
}

export interface SwappedQuery {
  readonly sql: string;
  /** What stands for each temporary table, as SQL. */
  readonly scans: ReadonlyMap<string, string>;
}

/**
 * The query with its scans of CSV, JSON and text files replaced by empty temporary tables of the same columns, whose plans can
 * be read. The files are looked at for their columns. Null when there are no such scans.
 */
export async function swapScans(connection: Connection, sql: string): Promise<SwappedQuery | null> {
  const tree = await parseTree(connection, sql);
  const scans = scansIn(tree['statements']);
  if (scans.length === 0) return null;
  const names = new Map<string, string>();
  for (const [index, scan] of scans.entries()) {
    const table = `__sluice_scan_${index}`;
    const alone = await parseTree(connection, 'select * from placeholder');
    const [statement] = alone['statements'] as readonly Tree[];
    const node = statement?.['node'] as Tree;
    node['from_table'] = { ...scan, alias: '', column_name_alias: [] };
    const text = (await printTree(connection, alone)).replace(/;\s*$/, '');
    await connection.execute(`create or replace temp table ${quotedName(table)} as ${text} with no data`);
    names.set(table, text.replace(/^select \* from /i, ''));
    const instead = tableInstead(scan, table);
    for (const key of Object.keys(scan)) delete scan[key];
    Object.assign(scan, instead);
  }
  return { sql: await printTree(connection, tree), scans: names };
}
