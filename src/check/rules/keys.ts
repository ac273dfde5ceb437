import { nearest } from '../../base/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { Column, Node } from '../../domain/index.ts';
import { configSpan } from '../config-span.ts';
import type { World } from '../world.ts';

/** One configured expression over the output columns. */
interface Key {
  readonly setting: string;
  readonly sql: string;
}

function listed(setting: string, value: unknown): readonly Key[] {
  return [value ?? []]
    .flat()
    .filter((each): each is string => typeof each === 'string' && each !== '')
    .map((sql) => ({ setting, sql }));
}

const KEYED: ReadonlySet<unknown> = new Set([undefined, null, 'default', 'delete+insert', 'merge']);

function keysOf({ resourceType, config }: Node): readonly Key[] {
  if (resourceType === 'snapshot') {
    const strategy = config['strategy'];
    return [
      ...listed('unique_key', config['unique_key']),
      ...(strategy === 'timestamp' ? listed('updated_at', config['updated_at']) : []),
      ...(strategy === 'check' && config['check_cols'] !== 'all'
        ? listed('check_cols', config['check_cols'])
        : []),
    ];
  }
  if (config.materialized !== 'incremental' || !KEYED.has(config['incremental_strategy'])) return [];
  const isMerge = config['incremental_strategy'] === 'merge';
  return [
    ...listed('unique_key', config['unique_key']),
    ...(isMerge ? listed('merge_update_columns', config['merge_update_columns']) : []),
  ];
}

const NAME = /^(?:"((?:[^"]|"")+)"|([A-Za-z_]\w*))$/;

/** The column that a key names, or null when it is an expression. */
function columnName(sql: string): string | null {
  const found = NAME.exec(sql.trim());
  return found === null ? null : (found[1]?.replaceAll('""', '"') ?? found[2] ?? null);
}

/** Whether a key can be computed of the columns. */
async function isGiven(
  { sql }: Key,
  from: string,
  columns: readonly Column[],
  world: World,
): Promise<boolean> {
  const name = columnName(sql);
  if (name !== null) return columns.some((each) => each.name.toLowerCase() === name.toLowerCase());
  try {
    await world.shadow.columnsOf(`select ${sql} from ${from}`);
    return true;
  } catch (error) {
    if (error instanceof DiagnosticError) return false;
    throw error;
  }
}

export interface KeyOptions {
  readonly node: Node;
  readonly world: World;
  readonly columns: readonly Column[];
  /** SQL that gives these columns. */
  readonly sql: string;
}

/** Configured keys that the output columns do not give. */
export async function missingKeys({ node, world, columns, sql }: KeyOptions): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const key of keysOf(node)) {
    if (await isGiven(key, `(${sql}\n) as __keys`, columns, world)) continue;
    const names = columns.map((each) => each.name);
    const guess = nearest(columnName(key.sql) ?? key.sql, names);
    found.push(
      diagnostic('V003', `${key.setting} '${key.sql}' is not among the columns of ${node.name}`, {
        span: configSpan(node, key.setting, key.sql),
        label: 'not an output column',
        hint:
          guess === undefined
            ? `It has ${names.map((each) => `'${each}'`).join(', ')}.`
            : `Did you mean '${guess}'?`,
        uniqueId: node.uniqueId,
      }),
    );
  }
  return found;
}
