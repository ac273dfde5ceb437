import { type Diagnostic, DiagnosticError } from '../diagnostics/index.ts';
import type { Column, Node } from '../domain/index.ts';
import { bind } from './bind.ts';
import type { Finding } from './finding.ts';
import type { Look } from './look.ts';
import { placeOf, relationKey } from './relation-key.ts';
import { type Rendering, render } from './render.ts';
import { columnsAfter, incrementalMismatch } from './rules/incremental-columns.ts';
import { Unanswerable } from './stand-ins.ts';

function isFullRefresh({ node, world }: Look<Node>): boolean {
  const own = node.config['full_refresh'];
  return typeof own === 'boolean' ? own : world.environment.invocation.flags['FULL_REFRESH'] === true;
}

interface Next {
  readonly columns: readonly Column[] | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly reason: string | null;
}

/** The query as it is once the table is there. */
async function bindNext(look: Look<Node>, table: readonly Column[], first: Rendering): Promise<Next> {
  const { node, world } = look;
  try {
    const rendering = first.isAsking ? await render({ node, world, isBuilt: true }) : first;
    await world.shadow.define(placeOf(node, world.environment), table);
    const columns = await bind({ node, world, compiled: rendering.compiled });
    return { columns, diagnostics: rendering.warnings, reason: null };
  } catch (error) {
    if (error instanceof Unanswerable) return { columns: null, diagnostics: [], reason: error.message };
    if (!(error instanceof DiagnosticError)) throw error;
    return { columns: null, diagnostics: error.diagnostics, reason: null };
  }
}

const keyOf = ({ code, message, span }: Diagnostic) =>
  `${code} ${message} ${span?.source.path} ${span?.start}`;

/** Diagnostics without those that are known already. */
function added(known: readonly Diagnostic[], more: readonly Diagnostic[]): readonly Diagnostic[] {
  const keys = new Set(known.map(keyOf));
  return more.filter((each) => !keys.has(keyOf(each)));
}

/**
 * An incremental model is two queries: one that makes the table, and one whose rows are added to it. The second is bound on the
 * table that is built, or else on the one that the first would make.
 */
export async function checkIncremental(
  look: Look<Node>,
  first: Finding,
  rendering: Rendering,
): Promise<Finding> {
  const { node, world } = look;
  if (isFullRefresh(look)) return first;
  const facts = await world.built.facts();
  const built = facts.tables.get(relationKey(placeOf(node, world.environment)));
  const table = built?.relation.type === 'table' ? built.columns : undefined;
  const next = await bindNext(look, table ?? first.columns, rendering);
  const diagnostics = [...first.diagnostics, ...added(first.diagnostics, next.diagnostics)];
  const reason = first.reason ?? next.reason;
  if (next.columns === null || reason !== null)
    return {
      ...first,
      diagnostics,
      reason,
      isCertain: first.isCertain && next.columns !== null && reason === null,
    };
  const comparison = {
    node,
    table: table ?? first.columns,
    query: next.columns,
    isBuilt: table !== undefined,
  };
  const columns = columnsAfter(comparison);
  return { ...first, columns, diagnostics: [...diagnostics, ...incrementalMismatch(comparison)] };
}
