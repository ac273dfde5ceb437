import { snapshotOwnColumns } from '../analyze/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Column, CompiledNode, Node } from '../domain/index.ts';
import { bind, dataDependence, isMissingThing } from './bind.ts';
import { type Finding, NOTHING_FOUND } from './finding.ts';
import { hooksOf } from './hooks.ts';
import { checkIncremental } from './incremental.ts';
import { declaredColumns, type Look, whenBuilt } from './look.ts';
import { placeOf, relationKey } from './relation-key.ts';
import { type Rendering, render } from './render.ts';
import { contractViolations } from './rules/contract.ts';
import { missingKeys } from './rules/keys.ts';
import { ownTableMissing } from './rules/own-table.ts';
import { Unanswerable } from './stand-ins.ts';
import type { World } from './world.ts';

/** Materializations whose query is a SELECT that becomes the relation. */
const PLAIN: ReadonlySet<unknown> = new Set([
  undefined,
  'view',
  'table',
  'incremental',
  'ephemeral',
  'external',
  'materialized_view',
  'snapshot',
  'test',
]);

const LANGUAGES = { python: 'Python', javascript: 'JavaScript' } as const;

/** Columns to go on with where they could not be told: those of the built table, else those that are declared. */
async function guess(node: Node, world: World): Promise<readonly Column[]> {
  const facts = await world.built.facts();
  return facts.tables.get(relationKey(placeOf(node, world.environment)))?.columns ?? declaredColumns(node);
}

/** Why what a node reads is only known when it is built; null when all of it is known. */
export function uncertainty({ node, world }: Look<Node>): string | null {
  const { manifest } = world.environment;
  for (const id of world.graph.parents(node.uniqueId)) {
    const kept = world.kept.get(id);
    if (kept === undefined || kept.isCertain) continue;
    const parent = manifest.nodes.get(id) ?? manifest.sources.get(id);
    const name = parent?.resourceType === 'source' ? `${parent.sourceName}.${parent.name}` : parent?.name;
    return `it reads ${name ?? id}, which is not known yet`;
  }
  return null;
}

function readsUnknown({ node, world }: Look<Node>): boolean {
  return world.graph.parents(node.uniqueId).some((id) => {
    const kept = world.kept.get(id);
    return kept !== undefined && !kept.isCertain && kept.columns.length === 0;
  });
}

/** Whether something that runs before the query may make what the query asks for. */
function mayBePrepared(node: Node, { environment }: World): boolean {
  const hooks = node.config['pre-hook'];
  const hasOwn = (Array.isArray(hooks) && hooks.length > 0) || node.config['sql_header'] != null;
  return hasOwn || hooksOf(environment.manifest).length > 0;
}

interface Bound {
  readonly columns: readonly Column[];
  readonly diagnostics: readonly Diagnostic[];
  /** Why a failure to bind is none; null where it is one, or there is no failure. */
  readonly reason: string | null;
}

/** Sources may have columns that only reading them where they are shows: `filename`, `file_row_number`. */
async function bindOnFiles({ node, world }: Look<Node>): Promise<readonly Column[] | null> {
  const { manifest } = world.environment;
  if (!world.graph.parents(node.uniqueId).some((id) => manifest.sources.has(id))) return null;
  try {
    const { compiled } = await render({ node, world, isBuilt: false, readsSources: true });
    return await bind({ node, world, compiled });
  } catch (error) {
    if (error instanceof DiagnosticError || error instanceof Unanswerable) return null;
    throw error;
  }
}

/** Whether SQL names the node's own table. */
export function readsItself(node: Node, { compiledCode }: CompiledNode): boolean {
  return (
    node.relationName !== null && node.resourceType !== 'test' && compiledCode.includes(node.relationName)
  );
}

async function bindFirst(look: Look<Node>, compiled: CompiledNode): Promise<Bound> {
  const { node, world } = look;
  const isOwnReader = readsItself(node, compiled);
  const place = placeOf(node, world.environment);
  if (isOwnReader) await world.shadow.drop(place);
  try {
    return { columns: await bind({ node, world, compiled }), diagnostics: [], reason: null };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { diagnostics } = error;
    const built = (await world.built.facts()).tables.get(relationKey(place));
    if (isOwnReader && isMissingThing(diagnostics)) {
      const [first] = diagnostics as readonly [Diagnostic];
      const told = ownTableMissing(node, first, built !== undefined);
      if (built === undefined) return { columns: [], diagnostics: [told], reason: null };
      await world.shadow.define(place, built.columns);
      const columns = await bind({ node, world, compiled }).catch(() => built.columns);
      return { columns, diagnostics: [told], reason: null };
    }
    const onFiles = await bindOnFiles(look);
    if (onFiles !== null) return { columns: onFiles, diagnostics: [], reason: null };
    if (isMissingThing(diagnostics) && mayBePrepared(node, world)) {
      const reason = `a hook may make what it asks for: ${diagnostics[0]?.message}`;
      return { columns: await guess(node, world), diagnostics: [], reason };
    }
    return { columns: [], diagnostics, reason: null };
  }
}

function unknownMaterialization(node: Node, { environment }: World): readonly Diagnostic[] {
  const name = node.config.materialized ?? 'view';
  if (node.resourceType !== 'model' || name === 'ephemeral') return [];
  if (environment.library.findMaterialization(name) !== undefined) return [];
  const message = `No materialization '${name}' was found for adapter ${environment.plugin.name}! (searched types 'default' and '${environment.plugin.name}')`;
  return [diagnostic('D101', message, { span: node.span, uniqueId: node.uniqueId })];
}

const hasErrors = (found: readonly Diagnostic[]) => found.some((each) => each.severity === 'error');

/** What the output columns have to keep besides being there. */
async function breaches(look: Look<Node>, compiled: CompiledNode, columns: readonly Column[]) {
  const { node, world } = look;
  const keys = await missingKeys({ node, world, columns, sql: compiled.compiledCode });
  return [...keys, ...(await contractViolations(node, compiled, world))];
}

function withOwn(node: Node, columns: readonly Column[]): readonly Column[] {
  if (node.resourceType !== 'snapshot' || columns.length === 0) return columns;
  const known = new Set(columns.map((each) => each.name.toLowerCase()));
  return [...columns, ...snapshotOwnColumns(node).filter((each) => !known.has(each.name.toLowerCase()))];
}

async function checkRendered(look: Look<Node>, rendering: Rendering): Promise<Finding> {
  const { node, world } = look;
  const { compiled, isAsking, warnings } = rendering;
  const kept = isAsking ? null : compiled;
  const refused = unknownMaterialization(node, world);
  if (refused.length > 0)
    return { ...NOTHING_FOUND, isCertain: false, diagnostics: [...warnings, ...refused] };
  const doubt = uncertainty(look);
  const later = async (reason: string): Promise<Finding> => ({
    ...whenBuilt(reason, await guess(node, world)),
    diagnostics: warnings,
    compiled: kept,
  });
  if (doubt !== null && readsUnknown(look)) return later(doubt);
  if (!PLAIN.has(node.config.materialized))
    return later(`'${node.config.materialized}' decides what its SQL is for`);
  const bound = await bindFirst(look, compiled);
  const dependence = dataDependence(compiled.compiledCode);
  if (dependence !== null && !hasErrors(bound.diagnostics)) return later(dependence);
  const reason = bound.reason ?? doubt;
  if (hasErrors(bound.diagnostics) && doubt !== null) return later(doubt);
  const isBound = !hasErrors(bound.diagnostics);
  const after = isBound && reason === null ? await breaches(look, compiled, bound.columns) : [];
  const first: Finding = {
    columns: withOwn(node, bound.columns),
    isCertain: isBound && reason === null,
    diagnostics: [...warnings, ...bound.diagnostics, ...after],
    reason,
    compiled: kept,
  };
  return isBound && node.config.materialized === 'incremental'
    ? checkIncremental(look, first, rendering)
    : first;
}

/** The rendering of a check before, when nothing about it can have changed. */
function earlierRendering({ earlier }: Look<Node>): Rendering | null {
  if (earlier?.compiled == null) return null;
  return { compiled: earlier.compiled, isAsking: false, warnings: earlier.templateWarnings ?? [] };
}

/** What has SQL: rendered, then bound on the empty tables of what it reads. */
export async function checkSql(look: Look<Node>): Promise<Finding> {
  const { node, world } = look;
  if (node.language !== 'sql')
    return whenBuilt(`it is written in ${LANGUAGES[node.language]}`, await guess(node, world));
  // As in a build, a model without text is passed over.
  if (node.rawCode.trim() === '') return NOTHING_FOUND;
  try {
    const rendering = earlierRendering(look) ?? (await render({ node, world, isBuilt: false }));
    return { ...(await checkRendered(look, rendering)), templateWarnings: rendering.warnings };
  } catch (error) {
    if (error instanceof Unanswerable) return whenBuilt(error.message, await guess(node, world));
    if (!(error instanceof DiagnosticError)) throw error;
    return { ...NOTHING_FOUND, isCertain: false, diagnostics: error.diagnostics };
  }
}
