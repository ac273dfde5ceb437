import { createNodeScope, type NodeScope, RelationObject } from '../../context/index.ts';
import { DiagnosticError, type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import type { Macro, Node } from '../../domain/index.ts';
import { isDict, mappingGet, mappingKeys, reprOf, strOf } from '../../jinja/index.ts';
import { compiledFields } from '../compiled-files.ts';
import type { Execution } from './executor.ts';
import { pythonJob } from './python-job.ts';

function materializationName(node: Node): string {
  return node.config.materialized ?? 'view';
}

/** Materializations of packages that were told of, by run. */
const told = new WeakMap<DiagnosticSink, Set<string>>();

/** A package may replace what is built in only while a flag of old is off. */
function tellOfOverride(
  macro: Macro,
  name: string,
  { library, project, sink }: Execution['environment'],
): void {
  const { internalPackages } = library;
  if (macro.packageName === project.name || internalPackages.includes(macro.packageName)) return;
  const isBuiltIn = internalPackages.some((each) =>
    [...library.macros.keys()].some((id) => id.startsWith(`macro.${each}.materialization_${name}_`)),
  );
  const known = told.get(sink) ?? new Set();
  told.set(sink, known);
  if (!isBuiltIn || known.has(macro.uniqueId)) return;
  known.add(macro.uniqueId);
  sink.report(
    diagnostic('D110', `the package '${macro.packageName}' replaces the built-in materialization '${name}'`, {
      span: macro.span,
    }),
  );
}

/** The materialization macro of a node, or dbt's error when there is none or it does not know the node's language. */
function findMaterialization({ environment, node }: Execution, name: string): Macro {
  const adapterType = environment.plugin.name;
  const macro = environment.library.findMaterialization(name);
  if (macro !== undefined) tellOfOverride(macro, name, environment);
  if (macro === undefined) {
    const message = `No materialization '${name}' was found for adapter ${adapterType}! (searched types 'default' and '${adapterType}')`;
    throw new DiagnosticError(diagnostic('D101', message, { span: node.span, uniqueId: node.uniqueId }));
  }
  const languages = macro.supportedLanguages;
  if (languages !== null && !languages.includes(node.language)) {
    const message = `Materialization "${macro.name}" only supports languages [${languages.map((each) => `'${each}'`).join(', ')}]; got "${node.language}"`;
    throw new DiagnosticError(diagnostic('D104', message, { span: node.span, uniqueId: node.uniqueId }));
  }
  return macro;
}

function badReturn(node: Node, message: string): DiagnosticError {
  return new DiagnosticError(diagnostic('D102', message, { span: node.span, uniqueId: node.uniqueId }));
}

/** The relations that a materialization says it made. */
function relationsOf(value: unknown, node: Node): readonly RelationObject[] {
  if (typeof value === 'string') {
    throw badReturn(
      node,
      `The materialization ("${materializationName(node)}") did not explicitly return a list of relations to add to the cache.`,
    );
  }
  if (!isDict(value)) {
    const got = strOf(value);
    throw badReturn(
      node,
      `Invalid return value from materialization, expected a dict with key "relations", got: ${got}`,
    );
  }
  const relations = mappingGet(value, 'relations');
  if (relations === undefined) {
    const keys = reprOf(mappingKeys(value));
    throw badReturn(
      node,
      `Invalid return value from materialization, "relations" not found, got keys: ${keys}`,
    );
  }
  if (!Array.isArray(relations)) {
    const got = strOf(relations);
    throw badReturn(node, `Invalid return value from materialization, "relations" not a list, got: ${got}`);
  }
  for (const each of relations) {
    if (!(each instanceof RelationObject)) {
      throw badReturn(
        node,
        `Invalid return value from materialization, "relations" contains non-Relation: ${strOf(each)}`,
      );
    }
  }
  return relations as RelationObject[];
}

/** What a materialization left: its context, with the results of its statements, and the relations that it made. */
export interface Materialized {
  readonly scope: NodeScope;
  readonly relations: readonly RelationObject[];
}

export interface MaterializeOptions {
  /** Names on top of the context. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** In place of the materialization that the node's config names. */
  readonly name?: string;
}

/** dbt calls these materializations without noting it: what they call counts as called by the node itself. */
const IN_PLACE: ReadonlySet<Node['resourceType']> = new Set(['test', 'unit_test']);

/** Calls the node's materialization in a context of its own, and tells the catalog what it made. */
export async function materialize(
  execution: Execution,
  options: MaterializeOptions = {},
): Promise<Materialized> {
  const { extra = {}, name = materializationName(execution.node) } = options;
  const { environment, node, compiled, session, threadId } = execution;
  const macro = findMaterialization(execution, name);
  const isPython = node.resourceType === 'model' && node.language === 'python';
  const python = isPython ? { submit_python_job: pythonJob(execution, node, () => scope) } : {};
  const scope: NodeScope = createNodeScope({
    environment,
    node,
    database: session,
    compiledCode: compiled?.compiledCode ?? null,
    compiled: compiled === null ? undefined : compiledFields(compiled, environment.project),
    threadId,
    extra: { ...extra, ...python },
    observer: execution.observer,
  });
  const made = IN_PLACE.has(node.resourceType) ? scope.callInPlace(macro) : scope.call(macro);
  const relations = relationsOf(await made, node);
  if (relations.length > 0) {
    const { adapter } = await session.open();
    for (const each of relations) adapter.catalog.added(each.relation);
  }
  return { scope, relations };
}
