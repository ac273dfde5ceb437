import { createNodeScope, type Database, type NodeObserver, type RunEnvironment } from '../context/index.ts';
import { DiagnosticError, diagnostic, type SourceText } from '../diagnostics/index.ts';
import {
  asOverload,
  type CompiledNode,
  type FunctionNode,
  isEphemeral,
  type ModelNode,
  type Node,
  type SpanSegment,
  type UniqueId,
} from '../domain/index.ts';
import { withForeignKeyTargets } from './foreign-keys.ts';
import { injectCtes } from './inject-ctes.ts';
import { locateDiagnostic, locateStack, type NodeSource, nodeSource } from './node-source.ts';
import { observeNode } from './observe-node.ts';
import { joinPieces, madeUp } from './span-pieces.ts';

/** Compiled ephemeral models, shared by the nodes of one run so that each is rendered once. */
export type EphemeralCache = Map<UniqueId, Promise<EphemeralModel>>;

/** An ephemeral model as others select from it. */
export interface EphemeralModel {
  /** Its own SQL, without the models in front of it. */
  readonly own: CompiledNode;
  /** It and everything that it selects from, dependencies first. */
  readonly ctes: readonly CompiledNode[];
}

export interface CompileNodeOptions {
  readonly node: Node;
  readonly environment: RunEnvironment;
  readonly database: Database;
  readonly ephemerals?: EphemeralCache;
  readonly threadId?: string;
  /** Names on top of the context: `results`, `schemas` and `database_schemas` of on-run-end hooks. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Put the SQL of ephemeral models in front. Default true. */
  readonly injectCtes?: boolean;
  readonly observer?: NodeObserver | undefined;
}

interface Rendered {
  readonly compiled: CompiledNode;
  readonly ephemeralIds: readonly UniqueId[];
}

/** Renders the text of one node, and nothing in front of it. */
async function renderNode(options: CompileNodeOptions): Promise<Rendered> {
  const { node, environment, database, threadId, extra } = options;
  const { scope, ephemeralIds } = createNodeScope({
    environment,
    node,
    database,
    compiledCode: null,
    ...(threadId === undefined ? {} : { threadId }),
    ...(extra === undefined ? {} : { extra }),
    observer: options.observer,
  });
  if (node.language === 'python' && node.resourceType === 'model') {
    return { compiled: await renderPython(node, options.environment, scope), ephemeralIds };
  }
  const source = nodeSource(node);
  const { text, segments } = await renderText({ source: source.template, node, environment, scope }).catch(
    (error: unknown) => {
      if (!(error instanceof DiagnosticError)) throw error;
      throw new DiagnosticError(error.diagnostics.map((each) => locateDiagnostic(each, source)));
    },
  );
  const spanMap = segments.map((segment) => locateSegment(segment, source));
  const keyed = await withForeignKeyTargets({ node, environment, database, scope });
  return { compiled: { node: keyed, compiledCode: text, spanMap, extraCtes: [] }, ephemeralIds };
}

const PYTHON_END = { path: '<python model>', text: '{{ py_script_postfix(model) }}' };

/** A model in Python is no template: dbt puts behind it what the model knows as `dbt`. */
async function renderPython(
  node: ModelNode,
  { jinja }: RunEnvironment,
  scope: ReturnType<typeof createNodeScope>['scope'],
): Promise<CompiledNode> {
  const frameName = `${node.resourceType} ${node.name}`;
  const { text } = await jinja.parseTemplate(PYTHON_END).render(scope, { frameName });
  const { source } = node.span;
  const start = Math.max(0, source.text.indexOf(node.rawCode));
  const origin = { source, start, end: start + node.rawCode.length };
  const own = { text: node.rawCode, spanMap: [{ start: 0, origin, verbatim: true, stack: [] }] };
  const joined = joinPieces([own, madeUp(`\n\n${text}`, origin)]);
  return { node, compiledCode: joined.text, spanMap: joined.spanMap, extraCtes: [] };
}

/** A segment led back to the author's file. Text that was made up comes from the place that asked for it as a whole. */
function locateSegment(segment: SpanSegment, source: NodeSource): SpanSegment {
  const origin = source.locate(segment.origin);
  const stack = locateStack(segment.stack, source);
  if (origin === segment.origin && stack === segment.stack) return segment;
  const isWhole = origin.end - origin.start !== segment.origin.end - segment.origin.start;
  return { ...segment, origin, stack, verbatim: segment.verbatim && !isWhole };
}

interface RenderTextOptions {
  readonly source: SourceText;
  readonly node: Node;
  readonly environment: RunEnvironment;
  readonly scope: ReturnType<typeof createNodeScope>['scope'];
}

/** dbt leaves text without any Jinja as it is, final line break included. */
async function renderText({ source, node, environment, scope }: RenderTextOptions) {
  if (!/[{][{%#]|[#}%][}]/.test(source.text)) {
    const origin = { source, start: 0, end: source.text.length };
    return { text: source.text, segments: [{ start: 0, origin, verbatim: true, stack: [] }] };
  }
  const template = environment.jinja.parseTemplate(source);
  return template.render(scope, { frameName: `${node.resourceType} ${node.name}` });
}

function ephemeralNode(environment: RunEnvironment, id: UniqueId): Node {
  const node = environment.manifest.nodes.get(id);
  if (node !== undefined && isEphemeral(node)) return node;
  throw new DiagnosticError(
    diagnostic('I001', `During compilation, found a cte reference that could not be resolved: ${id}`),
  );
}

/** Adds models to a list, each once, in the order in which they are first met. */
function appendNew(list: CompiledNode[], models: readonly CompiledNode[]): void {
  for (const model of models) {
    if (!list.some((each) => each.node.uniqueId === model.node.uniqueId)) list.push(model);
  }
}

/** The ephemeral models in front of a node: dependencies before their dependants. */
async function collectCtes(ids: readonly UniqueId[], options: CompileNodeOptions): Promise<CompiledNode[]> {
  const ctes: CompiledNode[] = [];
  for (const id of ids) appendNew(ctes, (await compileEphemeral(id, options)).ctes);
  return ctes;
}

function compileEphemeral(id: UniqueId, options: CompileNodeOptions): Promise<EphemeralModel> {
  const known = options.ephemerals?.get(id);
  if (known !== undefined) return known;
  const compiling = (async (): Promise<EphemeralModel> => {
    const { extra: _extra, observer: _observer, ...shared } = options;
    const node = ephemeralNode(options.environment, id);
    const own = observeNode();
    const { compiled, ephemeralIds } = await renderNode({ ...shared, node, observer: own.observer });
    const before = await collectCtes(ephemeralIds, shared);
    return { own: { ...compiled, node: own.complete(compiled.node) }, ctes: [...before, compiled] };
  })();
  options.ephemerals?.set(id, compiling);
  return compiling;
}

/** A compiled function with its overloads compiled, each from the text of its own file. */
async function withOverloads(compiled: CompiledNode, node: FunctionNode, options: CompileNodeOptions) {
  if (node.overloads.length === 0) return compiled;
  const overloads: { definedIn: string; compiled: CompiledNode }[] = [];
  for (const each of node.overloads) {
    const rendered = await renderNode({ ...options, node: asOverload(node, each) });
    overloads.push({ definedIn: each.definedIn, compiled: rendered.compiled });
  }
  return { ...compiled, overloads };
}

/** Renders a node's SQL, puts the ephemeral models it selects from in front, and maps every character to its origin. */
export async function compileNode(options: CompileNodeOptions): Promise<CompiledNode> {
  if (options.node.resourceType === 'seed') {
    return { node: options.node, compiledCode: '', spanMap: [], extraCtes: [] };
  }
  const { node } = options;
  const { compiled: own, ephemeralIds } = await renderNode(options);
  const compiled = node.resourceType === 'function' ? await withOverloads(own, node, options) : own;
  if (options.injectCtes === false || ephemeralIds.length === 0) return compiled;
  const ephemerals: EphemeralCache = options.ephemerals ?? new Map();
  const ctes = await collectCtes(ephemeralIds, { ...options, ephemerals });
  return injectCtes(compiled, ctes);
}
