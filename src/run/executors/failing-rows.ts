import { compileNode } from '../../compile/index.ts';
import type { RunEnvironment } from '../../context/index.ts';
import { DiagnosticError } from '../../diagnostics/index.ts';
import { cellText, type FailingRows, type Node, type TestNode } from '../../domain/index.ts';
import { storesFailures } from '../schemas.ts';
import type { Execution } from './executor.ts';

/** Rows that are shown at most. */
const MOST = 5;

/** Whether failing rows are wanted: as the call says, otherwise wherever people look, which is not in CI. */
function isWanted({ invocation, host }: RunEnvironment): boolean {
  const asked = invocation.flags['FAILING_ROWS'];
  if (typeof asked === 'boolean') return asked;
  return ['', 'false', '0'].includes((host.env.get('CI') ?? '').toLowerCase());
}

/** What a test is about: the model that it is attached to, or the only one that it reads. */
function testedNode(node: TestNode, { manifest }: RunEnvironment): Node | undefined {
  const [only, ...others] = node.dependsOn.nodes;
  return manifest.nodes.get(node.attachedNode ?? (others.length === 0 ? (only ?? '') : ''));
}

/** Columns that tell which row is meant, in front of the one that is tested. */
function keyColumns(node: TestNode, environment: RunEnvironment): readonly string[] {
  const tested = testedNode(node, environment);
  const keys = tested?.resourceType === 'model' ? tested.primaryKey : [];
  const unique = tested?.config['unique_key'];
  const configured = typeof unique === 'string' ? [unique] : Array.isArray(unique) ? unique.map(String) : [];
  return [...keys, ...configured, ...(node.columnName === null ? [] : [node.columnName])];
}

/** The query of the rows: of the table that keeps them, or that of the test, with whole rows where it can give them. */
async function rowsQuery(node: TestNode, execution: Execution): Promise<string> {
  const { environment, compiled, session } = execution;
  if (storesFailures(node, environment)) {
    const { database, schema, alias: identifier } = node;
    return `select * from ${environment.plugin.dialect.render({ database, schema, identifier, type: null })}`;
  }
  const own = compiled?.compiledCode ?? '';
  if (node.testMetadata?.name !== 'not_null') return own;
  const whole = Object.freeze({ ...node, config: Object.freeze({ ...node.config, store_failures: true }) });
  return (await compileNode({ node: whole, environment, database: session })).compiledCode;
}

function inOrder(names: readonly string[], keys: readonly string[]): number[] {
  const wanted = keys.map((each) => each.toLowerCase().replaceAll('"', ''));
  const rank = (at: number) => {
    const found = wanted.indexOf((names[at] as string).toLowerCase());
    return found === -1 ? wanted.length : found;
  };
  return names.map((_, at) => at).sort((left, right) => rank(left) - rank(right) || left - right);
}

/** Up to five of the rows that a data test found, key columns first; undefined where they are not wanted or not to be had. */
export async function failingRows(execution: Execution): Promise<FailingRows | undefined> {
  const { environment, node, session } = execution;
  if (node.resourceType !== 'test' || !isWanted(environment)) return undefined;
  try {
    const { connection } = await session.open();
    const sql = `select * from (${await rowsQuery(node, execution)}\n) failing_rows limit ${MOST}`;
    const { columns, rows } = await connection.execute(sql, { fetch: true });
    const names = columns.map(({ name }) => name);
    const order = inOrder(names, keyColumns(node, environment));
    return {
      columns: order.map((at) => names[at] as string),
      rows: rows.map((row) =>
        order.map((at) => {
          const value = row[at];
          return value === null || value === undefined ? null : cellText(value);
        }),
      ),
    };
  } catch (error) {
    // The verdict stands without them.
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}
