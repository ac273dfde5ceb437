import { nodeEntry } from '../../artifacts/index.ts';
import type { ParseScope } from '../../context/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type {
  ColumnSpec,
  ConstraintSpec,
  ContractConfig,
  DocsConfig,
  FunctionReturns,
  Node,
  RefCall,
  SourceCall,
  UniqueId,
} from '../../domain/index.ts';
import { withMoment } from '../config/iso-moment.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { ConfigTarget } from '../config/project-config.ts';
import type { ResolvedConfig } from '../config/resolve-config.ts';
import type { CodeExtract } from '../extract/code-extract.ts';
import { atNode } from '../extract/node-problem.ts';
import { readStaticCalls, type StaticCalls } from '../extract/static-calls.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { CodeResource } from './code-resource.ts';
import { contractChecksum } from './contract-checksum.ts';
import { extractHooks, type HookExtract, hooksOf, NO_HOOKS } from './hook-extract.ts';
import { columnsOf, type NodePatch, patchConfigOf, patchPathOf, writtenPatchConfigOf } from './patch.ts';
import { reportFaults } from './report-faults.ts';

/** All that is known of a resource when its node is made. */
export interface BuildRequest {
  readonly resource: CodeResource;
  readonly extract: CodeExtract;
  readonly patch: NodePatch | null;
  readonly uniqueId: UniqueId;
  /** The real name: without the version. */
  readonly name: string;
  readonly fqn: readonly string[];
}

interface Configured {
  readonly resolved: ResolvedConfig;
  readonly unrendered: Dict;
  /** With `dbt_project.yml` and the file alone: dbt resolves once before it knows the properties. */
  readonly before: ResolvedConfig;
}

function configure(request: BuildRequest, environment: ParseEnvironment): Configured {
  const { resource, extract, patch } = request;
  const { configs } = environment;
  const target: ConfigTarget = {
    kind: resource.configKind,
    packageName: resource.packageName,
    fqn: request.fqn,
  };
  let patchConfig = patch === null ? null : patchConfigOf(patch);
  if (resource.kind === 'model' && resource.language === 'python') {
    patchConfig = { materialized: 'table', ...patchConfig };
  }
  const isTest = resource.kind === 'test';
  const keepsWritten = environment.flag('state_modified_compare_more_unrendered_values', true);
  const hasWritten = keepsWritten && !isTest && patchConfig !== null;
  const unrendered = configs.unrendered({
    target,
    patch: patchConfig,
    patchAsWritten: patch !== null && hasWritten ? writtenPatchConfigOf(patch) : null,
    calls: keepsWritten ? extract.writtenConfig : extract.config,
  });
  const merged = configs.resolve({ target, patch: patchConfig, calls: extract.config });
  const resolved = resource.kind === 'model' ? { ...merged, config: withMoment(merged.config) } : merged;
  const before =
    patchConfig === null ? resolved : configs.resolve({ target, patch: null, calls: extract.config });
  return { resolved, before, unrendered: { ...unrendered, ...extract.writtenLast } };
}

/** Tags in the order in which dbt collects them, each once. */
function tagsOf(resource: CodeResource, { before, resolved }: Configured): readonly string[] {
  const own = (config: ResolvedConfig) => (config.config['tags'] as readonly string[] | undefined) ?? [];
  return [...new Set([...resource.tags, ...own(before), ...own(resolved)])];
}

/** `docs` of a config as a node has it. */
export function docsOf(config: Dict): DocsConfig {
  const docs = config['docs'];
  if (!isDict(docs)) return { show: true, nodeColor: null };
  return { show: docs['show'] !== false, nodeColor: (docs['node_color'] as string | null) ?? null };
}

/** `contract` of a config as a node has it, without a checksum. */
export function contractOf(config: Dict): ContractConfig {
  const contract = config['contract'];
  if (!isDict(contract)) return { enforced: false, aliasTypes: true, checksum: null };
  return {
    enforced: contract['enforced'] === true,
    aliasTypes: contract['alias_types'] !== false,
    checksum: null,
  };
}

/** Columns by name, in the order of the file. */
function columnSpecs(patch: NodePatch | null): Readonly<Record<string, ColumnSpec>> {
  if (patch === null) return {};
  return Object.fromEntries(columnsOf(patch).map(({ spec }) => [spec.name, spec]));
}

function hooksFor(
  request: BuildRequest,
  configured: Configured,
  environment: ParseEnvironment,
): HookExtract[] {
  if (request.resource.configKind === 'test') return [];
  const first = hooksOf(configured.before.config);
  const second = configured.before === configured.resolved ? [] : hooksOf(configured.resolved.config);
  if (first.length === 0 && second.length === 0) return [];
  const { resource } = request;
  const render = (hooks: typeof first) =>
    hooks.length === 0
      ? NO_HOOKS
      : extractHooks({
          hooks,
          path: resource.originalFilePath,
          jinja: environment.jinja,
          makeScope: (): ParseScope => environment.scopeOf(resource, configured.resolved.config),
          frameName: `${resource.kind} ${request.name}`,
        });
  return [render(first), render(second)];
}

/** What the code and its hooks ask for, in the order in which dbt notes it. */
function askedFor(extract: CodeExtract, hooks: readonly HookExtract[]) {
  const [first = NO_HOOKS, second = NO_HOOKS] = hooks;
  const parts = extract.isStatic ? [first, extract, second] : [extract, first, second];
  return {
    refs: parts.flatMap((each) => each.refs),
    sources: parts.flatMap((each) => each.sources),
    metrics: parts.flatMap((each) => each.metrics),
    functions: parts.flatMap((each) => each.functions),
    macros: [...new Set(parts.flatMap((each) => each.macroIds))],
    problems: hooks.flatMap((each) => each.problems),
  };
}

/** What dbt writes for a function that no YAML describes. */
const UNKNOWN_RETURNS: FunctionReturns = { dataType: 'INVALID_TYPE', description: null };

/** Fields that only one kind of resource has. */
function ownFields(request: BuildRequest, config: Dict, environment: ParseEnvironment): Dict {
  const { resource, patch } = request;
  switch (resource.kind) {
    case 'model':
      return {
        access: config['access'],
        constraints:
          (patch?.version?.constraints.length ?? 0) > 0
            ? patch?.version?.constraints
            : (patch?.properties.constraints ?? []),
        version: patch?.version?.version ?? null,
        latestVersion: patch?.latestVersion ?? null,
        deprecationDate:
          patch?.version?.deprecationDate ??
          (patch?.version === null ? patch.properties.deprecationDate : null) ??
          null,
        primaryKey: [],
        timeSpine: patch === null || patch.version !== null ? null : patch.properties.timeSpine,
      };
    case 'seed':
      return { rootPath: environment.rootOf(resource.packageName) };
    case 'test':
      return { testMetadata: null, columnName: null, fileKeyName: null, attachedNode: null };
    case 'operation':
      return { index: resource.index };
    case 'function':
      return {
        arguments: patch?.properties.function?.arguments ?? [],
        returns: patch?.properties.function?.returns ?? UNKNOWN_RETURNS,
        overloads: [],
      };
    default:
      return {};
  }
}

function descriptionOf(patch: NodePatch | null): string {
  if (patch === null) return '';
  return patch.version?.description || patch.properties.description;
}

/** Whether the kind has a relation of its own, before its materialization is looked at. */
function isRelational(resource: CodeResource, config: Dict, environment: ParseEnvironment): boolean {
  if (resource.kind === 'test') return config['store_failures'] === true || environment.storeFailures;
  if (resource.kind === 'model') return config['materialized'] !== 'ephemeral';
  return ['seed', 'snapshot', 'function'].includes(resource.kind);
}

/** Gives a node its place: asks the naming macros, which may look at everything that is known of it so far. */
export function withNames(options: {
  readonly node: Node;
  readonly resolved: ResolvedConfig;
  readonly isRelational: boolean;
  readonly environment: ParseEnvironment;
}): Node {
  const { node, resolved, environment } = options;
  const names = environment.namesOf({
    packageName: node.packageName,
    name: node.name,
    version: node.resourceType === 'model' ? node.version : null,
    custom: resolved.names,
    isSnapshot: node.resourceType === 'snapshot',
    toWire: () => nodeEntry(node),
  });
  const relationName = options.isRelational
    ? environment.relationName({ database: names.database, schema: names.schema, identifier: names.alias })
    : null;
  if (names.schema === null) {
    environment.report(
      diagnostic('N015', `generate_schema_name gave no schema for ${node.uniqueId}`, {
        severity: 'warning',
        kind: 'GenerateSchemaNameNullValueDeprecation',
        span: node.span,
        uniqueId: node.uniqueId,
      }),
    );
  }
  return Object.freeze({ ...node, ...names, schema: names.schema ?? '', relationName });
}

/** What foreign keys of a model point at, in the order in which dbt notes it: for versions it does so twice. */
function foreignKeyCalls(request: BuildRequest, fields: Dict, environment: ParseEnvironment): StaticCalls {
  const { patch } = request;
  const found = { refs: [] as RefCall[], sources: [] as SourceCall[], configs: [] };
  if (patch === null || request.resource.kind !== 'model') return found;
  const own = (fields['constraints'] ?? []) as readonly ConstraintSpec[];
  const all = [...own, ...columnsOf(patch).flatMap((each) => each.spec.constraints)];
  const span = patch.properties.entry.span(['name']);
  for (const { type, to } of all) {
    if (type !== 'foreign_key' || to === null) continue;
    const calls = readStaticCalls({ path: span.source.path, text: `{{ ${to} }}` });
    if (calls === null || calls.refs.length + calls.sources.length === 0) {
      environment.report(
        diagnostic(
          'N003',
          `a foreign key of '${request.name}' points at '${to}', which is neither a ref() nor a source()`,
          {
            span,
            dbtMessage: `Invalid 'ref' or 'source' syntax on foreign key constraint 'to' on model ${request.name}: ${to}.`,
          },
        ),
      );
      continue;
    }
    found.refs.push(...calls.refs.map((each) => ({ ...each, span })));
    found.sources.push(...calls.sources.map((each) => ({ ...each, span })));
  }
  if (patch.version === null) return found;
  return { ...found, refs: [...found.refs, ...found.refs], sources: [...found.sources, ...found.sources] };
}

/** Makes the node of a resource. Its references are not resolved and its descriptions not rendered yet. */
export function buildNode(request: BuildRequest, environment: ParseEnvironment): Node {
  const { resource, extract, patch } = request;
  const configured = configure(request, environment);
  const { config } = configured.resolved;
  reportFaults({ request, faults: configured.resolved.faults, environment });
  const asked = askedFor(extract, hooksFor(request, configured, environment));
  const label = `${resource.kind} ${request.name} (${resource.originalFilePath})`;
  for (const problem of asked.problems)
    environment.report(atNode(problem, { uniqueId: request.uniqueId, label, project: environment.project }));
  const columns = resource.kind === 'function' ? {} : columnSpecs(patch);
  const contract = contractOf(config);
  const own = ownFields(request, config, environment);
  const keys = foreignKeyCalls(request, own, environment);
  const { database, schema } = environment.project.target;
  // Written out: an object that begins with what another one holds grows with every key that follows.
  const node = {
    alias: request.name,
    database,
    schema,
    relationName: null,
    resourceType: resource.kind,
    uniqueId: request.uniqueId,
    name: request.name,
    packageName: resource.packageName,
    path: resource.path,
    originalFilePath: resource.originalFilePath,
    fqn: request.fqn,
    checksum: resource.checksum,
    config,
    unrenderedConfig: configured.unrendered,
    configCallDict: extract.config,
    writtenCallDict: extract.writtenCalls,
    tags: tagsOf(resource, configured),
    description: descriptionOf(patch),
    docBlocks: [],
    columns,
    meta: config['meta'] as Dict,
    group: (config['group'] as string | null | undefined) || null,
    docs: docsOf(config),
    patchPath: patch === null ? null : patchPathOf(patch),
    createdAt: environment.createdAt,
    rawCode: resource.rawCode,
    language: resource.language,
    refs: keys.refs.length === 0 ? asked.refs : [...asked.refs, ...keys.refs],
    sources: keys.sources.length === 0 ? asked.sources : [...asked.sources, ...keys.sources],
    metrics: asked.metrics,
    functions: asked.functions,
    dependsOn: { macros: asked.macros, nodes: [] },
    contract,
    span: resource.span,
    ...(patch === null ? {} : { patchSpan: patch.properties.entry.span(['name']) }),
    ...own,
  } as unknown as Node;
  const named = withNames({
    node,
    resolved: configured.resolved,
    isRelational: isRelational(resource, config, environment),
    environment,
  });
  if (named.resourceType !== 'model' || !contract.enforced) return named;
  return Object.freeze({ ...named, contract: { ...contract, checksum: contractChecksum(named) } });
}
