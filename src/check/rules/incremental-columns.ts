import { type Diagnostic, diagnostic } from '../../diagnostics/index.ts';
import type { Column, Node } from '../../domain/index.ts';
import { configSpan } from '../config-span.ts';
import { columnChanges } from '../finding.ts';

const MODES = ['ignore', 'fail', 'append_new_columns', 'sync_all_columns'] as const;
type Mode = (typeof MODES)[number];

/** What happens when the columns differ. Whatever it does not know, dbt takes for `ignore`. */
function modeOf(node: Node): Mode {
  return MODES.find((each) => each === node.config['on_schema_change']) ?? 'ignore';
}

export interface IncrementalColumns {
  readonly node: Node;
  /** Of the table that is added to. */
  readonly table: readonly Column[];
  /** What the query gives now. */
  readonly query: readonly Column[];
  /** Whether the table is built; otherwise it is the one that the first build would make. */
  readonly isBuilt: boolean;
}

const listed = (columns: readonly { readonly name: string }[]) =>
  columns.map(({ name }) => `'${name}'`).join(', ');

const lacking = (all: readonly Column[], of: readonly Column[]) => {
  const names = new Set(of.map((each) => each.name.toLowerCase()));
  return all.filter((each) => !names.has(each.name.toLowerCase()));
};

/** The columns that the table has afterwards. */
export function columnsAfter({ node, table, query }: IncrementalColumns): readonly Column[] {
  const mode = modeOf(node);
  if (mode === 'append_new_columns') return [...table, ...lacking(query, table)];
  if (mode !== 'sync_all_columns') return table;
  const types = new Map(query.map(({ name, type }) => [name.toLowerCase(), type]));
  const kept = table.flatMap(({ name }) => {
    const type = types.get(name.toLowerCase());
    return type === undefined ? [] : [{ name, type }];
  });
  return [...kept, ...lacking(query, table)];
}

/** What adding the rows of the query to the table would run into. */
export function incrementalMismatch(options: IncrementalColumns): readonly Diagnostic[] {
  const { node, table, query, isBuilt } = options;
  const mode = modeOf(node);
  const added = lacking(query, table);
  const removed = lacking(table, query);
  const retyped = columnChanges(table, query).filter((each) => each.before !== null && each.after !== null);
  const of = isBuilt ? 'its table' : 'the table that its first build makes';
  const tell = (message: string, severity: 'error' | 'warning'): Diagnostic =>
    diagnostic('V006', message, {
      severity,
      span: configSpan(node, 'on_schema_change', mode),
      hint: 'Build it with --full-refresh, or set on_schema_change to `append_new_columns` or `sync_all_columns`.',
      uniqueId: node.uniqueId,
    });
  if (mode === 'fail') {
    const parts = [
      added.length === 0 ? null : `${listed(added)} not in the table`,
      removed.length === 0 ? null : `${listed(removed)} not in the query`,
      retyped.length === 0 ? null : `another type of ${listed(retyped)}`,
    ].filter((each) => each !== null);
    return parts.length === 0
      ? []
      : [
          tell(
            `${node.name} no longer matches ${of}, and on_schema_change is 'fail': ${parts.join('; ')}`,
            'error',
          ),
        ];
  }
  const found: Diagnostic[] = [];
  if (mode === 'ignore' && removed.length > 0)
    found.push(tell(`${node.name} no longer gives ${listed(removed)}, which ${of} has`, 'error'));
  if (mode === 'ignore' && added.length > 0)
    found.push(tell(`${of} has no ${listed(added)}: what ${node.name} gives there is left out`, 'warning'));
  return found;
}
