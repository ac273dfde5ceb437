import { nearest } from '../base/index.ts';
import {
  type Batch,
  isEphemeral,
  type Node,
  packageOf,
  type RefCall,
  type SourceDefinition,
  type UniqueId,
} from '../domain/index.ts';
import { nameCall, refCall, sourceCall } from './call-arguments.ts';
import { failTemplate, firstLine } from './context-errors.ts';
import type { Members } from './context-scope.ts';
import type { RunEnvironment } from './contract.ts';
import { deferredFunction, deferredNode, deferredRelation } from './deferral.ts';
import { eventTimeFilter } from './event-time-filter.ts';
import { callableObject } from './python-call.ts';
import { type Resolution, referenceIndex } from './reference-index.ts';
import { ephemeralRelation, relationOf } from './relation-api.ts';
import type { RelationObject } from './relation-object.ts';
import type { Reads, RelationTraits } from './relation-state.ts';
import { resolverObject } from './runtime-config.ts';
import { externalLocation, failOnPlugin } from './source-location.ts';

/** Whoever refers to something: a node, or a macro that runs alone. */
export interface Referrer {
  readonly resourceType: string;
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
  readonly group: string | null;
  /** The batch that a microbatch model is building. */
  readonly batch?: Batch | undefined;
  /** Ids that were captured while parsing; null for macros that run alone, which may refer to anything. */
  readonly dependsOn: readonly UniqueId[] | null;
}

export interface RunReferencesOptions {
  readonly environment: RunEnvironment;
  readonly traits: RelationTraits;
  readonly referrer: Referrer;
  /** Told of each ephemeral model that is selected from. */
  readonly onEphemeral: (id: UniqueId) => void;
}

/** What is referred to, for errors. */
export interface Target {
  readonly kind: 'node' | 'source' | 'function';
  readonly name: string;
  readonly packageName?: string | null;
  readonly version?: string | number | null;
  readonly candidates: readonly string[];
}

const titleCase = (word: string): string =>
  word.replace(/[A-Za-z]+/g, (part) => (part[0] as string).toUpperCase() + part.slice(1).toLowerCase());

function failMissing(referrer: Referrer, target: Target, isDisabled: boolean): never {
  const version = target.version == null ? '' : `with version '${target.version}' `;
  const owner = target.packageName == null ? '' : `in package or project '${target.packageName}' `;
  const reason = isDisabled ? 'is disabled' : 'was not found';
  const guess = nearest(target.name, target.candidates);
  const hint = guess === undefined || isDisabled ? undefined : `Did you mean '${guess}'?`;
  return failTemplate('N100', `the ${target.kind} '${target.name}' ${reason}`, {
    hint,
    dbtMessage: `${titleCase(referrer.resourceType)} '${referrer.uniqueId}' (${referrer.originalFilePath}) depends on a ${target.kind} named '${target.name}' ${version}${owner}which ${reason}`,
  });
}

function failMissingMetric({ resourceType, uniqueId, originalFilePath }: Referrer, name: string): never {
  return failTemplate('N100', `the metric '${name}' was not found`, {
    dbtMessage: `${titleCase(resourceType)} '${uniqueId}' (${originalFilePath}) depends on a metric named '${name}' which was not found or is disabled`,
  });
}

/** What a name resolved to, or dbt's error for a name that leads nowhere. */
export function expectFound<Found>(resolution: Resolution<Found>, referrer: Referrer, target: Target): Found {
  if (resolution.kind === 'found') return resolution.node;
  if (resolution.kind === 'ambiguous') {
    const ids = resolution.ids.map((id) => `'${id}'`).join(', ');
    const packages = resolution.ids.map((id) => `'${id.split('.')[1]}'`).join(' or ');
    const dbtMessage = `When referencing '${resolution.name}', dbt found nodes in multiple packages: ${ids}\nTo fix this, use two-argument 'ref', with the package name first: ${packages}`;
    return failTemplate('N100', firstLine(dbtMessage), {
      dbtMessage,
      hint: `Name the package first: ref('...', '${target.name}').`,
    });
  }
  return failMissing(referrer, target, resolution.kind === 'disabled');
}

/** A model that is private to a group, or protected inside a package that restricts access. */
function failOnAccess(environment: RunEnvironment, referrer: Referrer, node: Node): void {
  if (node.resourceType !== 'model' || ['sql_operation', 'macro'].includes(referrer.resourceType)) return;
  const isRestricted =
    node.packageName !== referrer.packageName &&
    packageOf(environment.project, node.packageName)?.restrictAccess === true;
  const isForeignGroup = !referrer.group || referrer.group !== node.group;
  const isRefused =
    node.access === 'private' ? isForeignGroup || isRestricted : node.access === 'protected' && isRestricted;
  if (!isRefused) return;
  const scope = node.access === 'private' ? `'${node.group ?? ''}' group` : `'${node.packageName}' package`;
  const dbtMessage = `Node ${referrer.uniqueId} attempted to reference node ${node.uniqueId}, which is not allowed because the referenced node is ${node.access} to the ${scope}.`;
  failTemplate('N102', `'${node.name}' is ${node.access} to the ${scope}`, { dbtMessage });
}

/** A ref that parsing did not see has no place in the order of execution. */
function failIfNotCaptured(referrer: Referrer, node: Node, call: RefCall): void {
  if (referrer.dependsOn === null || referrer.dependsOn.includes(node.uniqueId)) return;
  const names = [call.package, call.name].filter((each) => each !== null).map((each) => `'${each}'`);
  const version = call.version === null ? '' : `,version='${call.version}'`;
  const hint = `-- depends_on: {{ ref(${names.join(', ')}${version}) }}`;
  const dbtMessage = `dbt was unable to infer all dependencies for the model "${referrer.name}".\nThis typically happens when ref() is placed within a conditional block.\n\nTo fix this, add the following hint to the top of the model "${referrer.name}":\n\n${hint}`;
  failTemplate('N101', `the ref to '${call.name}' was not seen while parsing`, {
    hint: `Add this line at the top: ${hint}`,
    dbtMessage,
  });
}

/** `ref`, `source` and `function` at run time. */
export function runReferences(options: RunReferencesOptions): Members {
  const { environment, traits, referrer } = options;
  const { manifest, project, invocation } = environment;
  const index = referenceIndex(manifest, project);
  // What unit tests read is made up: nothing of it is left out.
  const limit = invocation.flags['EMPTY'] === true && referrer.resourceType !== 'unit_test' ? 0 : null;
  const readsOf = (target: Node | SourceDefinition) => ({
    limit,
    eventTimeFilter: eventTimeFilter(environment, referrer, target),
  });

  const refRelation = (call: RefCall): RelationObject => {
    const node = expectFound(index.ref(call, referrer.packageName), referrer, {
      kind: 'node',
      name: call.name,
      packageName: call.package,
      version: call.version,
      candidates: index.refNames,
    });
    failOnAccess(environment, referrer, node);
    failIfNotCaptured(referrer, node, call);
    if (!isEphemeral(node)) {
      const deferred = deferredNode(environment, node);
      return deferred === undefined
        ? nodeRelation(traits, node, readsOf(node))
        : deferredRelation(traits, deferred, readsOf(node));
    }
    if (referrer.dependsOn === null) {
      return failTemplate('N103', `Operations can not ref() ephemeral nodes, but ${node.name} is ephemeral`);
    }
    options.onEphemeral(node.uniqueId);
    const name = node.resourceType === 'model' ? (node.cteName ?? node.alias) : node.alias;
    return ephemeralRelation(traits, name, readsOf(node));
  };

  return {
    ref: () =>
      resolverObject(environment, 'RuntimeRefResolver', (positional, keywords) =>
        refRelation(refCall(positional, keywords)),
      ),
    source: () =>
      resolverObject(environment, 'RuntimeSourceResolver', (positional, keywords) => {
        const call = sourceCall(positional, keywords);
        const name = `${call.source}.${call.table}`;
        const target: Target = { kind: 'source', name, candidates: index.sourceNames };
        const found = expectFound(index.source(call, referrer.packageName), referrer, target);
        const external = environment.sourcesAsTables === true ? null : externalLocation(found);
        return sourceRelation(traits, found, { ...readsOf(found), external });
      }),
    function: () =>
      callableObject('dbt.context.providers.RuntimeFunctionResolver', (positional) => {
        const call = nameCall('function', positional);
        const name = call.at(-1) as string;
        const target: Target = { kind: 'function', name, candidates: [] };
        const found = expectFound(index.function(call, referrer.packageName), referrer, target);
        const { database, schema, alias } = deferredFunction(environment, found.uniqueId) ?? found;
        const named = { database, schema, identifier: alias, quoting: {} };
        return relationOf(traits, named, { base: 'engine' }).with({ type: 'function' });
      }),
    metric: () =>
      callableObject('dbt.context.providers.RuntimeMetricResolver', (positional) => {
        const call = nameCall('metric', positional);
        const name = call.at(-1) as string;
        if (index.metric(call, referrer.packageName).kind !== 'found') failMissingMetric(referrer, name);
        return name;
      }),
  };
}

/** The relation of a model, seed, snapshot or test. */
export function nodeRelation(traits: RelationTraits, node: Node, reads: Reads = {}): RelationObject {
  const named = { database: node.database, schema: node.schema, identifier: node.alias, quoting: {} };
  return relationOf(traits, named, reads);
}

/** The relation of a source; the project's quoting does not reach sources. */
export function sourceRelation(
  traits: RelationTraits,
  source: SourceDefinition,
  reads: Reads & { readonly external?: string | null } = {},
): RelationObject {
  failOnPlugin(source);
  const { database, schema, identifier, quoting } = source;
  const { column: _column, ...parts } = quoting;
  return relationOf(
    traits,
    { database, schema, identifier, quoting: parts },
    { external: externalLocation(source), ...reads, base: 'engine' },
  );
}
