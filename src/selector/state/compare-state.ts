import { type EarlierManifest, graphNodeEntry } from '../../artifacts/index.ts';
import type { DiagnosticSink } from '../../diagnostics/index.ts';
import type { GraphNode, Manifest } from '../../domain/index.ts';
import type { Test } from '../method.ts';
import { type ContractRules, checkRemoved, sameContract } from './contract-change.ts';
import type { Entry } from './entry.ts';
import { type CallsChangedMacro, modifiedMacros } from './modified-macros.ts';
import {
  sameExposure,
  sameMetric,
  sameSavedQuery,
  sameSemanticModel,
  sameSignature,
  sameSource,
  sameSourcePlace,
  sameUnitTest,
} from './same-definition.ts';
import {
  sameConfig,
  sameFqn,
  samePersistedDescription,
  samePlace,
  sameReferences,
  sameText,
} from './same-node.ts';
import { type SeedRules, sameSeed } from './same-seed.ts';

export interface StateComparisonOptions {
  readonly manifest: Manifest;
  readonly before: EarlierManifest;
  /** Packages that come with the program. */
  readonly builtIn: ReadonlySet<string>;
  /** Types of constraints that the engine holds tables to. */
  readonly enforcedConstraints: ReadonlySet<string>;
  /** Compare database and schema of sources as rendered: `state_modified_compare_more_unrendered_values: false`. */
  readonly comparesRendered: boolean;
  readonly maximumSeedMib: number;
  readonly now: Date;
  readonly sink: DiagnosticSink;
}

/** Tells of each thing once, however often a selection asks. */
function onceEach(sink: DiagnosticSink): DiagnosticSink {
  const told = new Set<string>();
  return {
    report(problem) {
      const key = `${problem.code} ${problem.dbtMessage}`;
      if (told.has(key)) return;
      told.add(key);
      sink.report(problem);
    },
  };
}

/** What the checks share. */
interface Comparison {
  readonly callsChanged: CallsChangedMacro;
  readonly contracts: ContractRules;
  readonly seeds: SeedRules;
  readonly comparesRendered: boolean;
}

/** A resource as it is, and as it was; `before` is undefined for a new one. */
interface Pair {
  readonly node: GraphNode;
  readonly now: Entry;
  readonly before: Entry | undefined;
}

type Check = (pair: Pair, comparison: Comparison) => boolean;
type Same = (now: Entry, before: Entry, comparison: Comparison) => boolean;

/** Kinds that have text, a config and a place: what stands among the nodes of a manifest, and functions. */
const isBuilt = ({ resourceType }: GraphNode): boolean =>
  !(resourceType in DEFINITIONS) && resourceType !== 'unit_test';

const sameBody: Same = (now, before, { seeds }) =>
  now['resource_type'] === 'seed' ? sameSeed(now, before, seeds) : sameText(now, before);

const sameModelContract: Same = (now, before, { contracts }) =>
  now['resource_type'] !== 'model' || sameContract(now, before, contracts);

/** A node that is built. The contract is always compared: a change that breaks it has to be told. */
const sameBuilt: Same = (now, before, comparison) => {
  const isSameContract = sameModelContract(now, before, comparison);
  return (
    sameBody(now, before, comparison) &&
    sameConfig(now, before) &&
    samePersistedDescription(now, before) &&
    sameFqn(now, before) &&
    samePlace(now, before) &&
    isSameContract
  );
};

/** Resources of which a new one is no modification. */
const DEFINITIONS: Readonly<Record<string, Same>> = {
  source: (now, before, { comparesRendered }) => sameSource(now, before, comparesRendered),
  exposure: sameExposure,
  metric: sameMetric,
  semantic_model: sameSemanticModel,
  saved_query: sameSavedQuery,
};

const isGenericTest = (node: GraphNode): boolean =>
  node.resourceType === 'test' && node.testMetadata !== null;

/** Kinds of nodes for which something else counts, or more. */
const NODES: Readonly<Record<string, Same>> = {
  unit_test: sameUnitTest,
  model: (now, before, comparison) => sameBuilt(now, before, comparison) && sameReferences(now, before),
  function: (now, before, comparison) => sameBuilt(now, before, comparison) && sameSignature(now, before),
};

const isSameNode: Check = ({ node, now, before }, comparison) => {
  if (before === undefined) return node.resourceType in DEFINITIONS;
  if (isGenericTest(node)) return sameConfig(now, before) && sameFqn(now, before);
  const same = DEFINITIONS[node.resourceType] ?? NODES[node.resourceType] ?? sameBuilt;
  return same(now, before, comparison);
};

const callsChangedMacro: Check = ({ node }, { callsChanged }) =>
  'dependsOn' in node && callsChanged(node.dependsOn.macros ?? []);

const isModified: Check = (pair, comparison) =>
  !isSameNode(pair, comparison) || callsChangedMacro(pair, comparison);

/** A part of a node: a new node is modified in every part that it has. */
const part =
  (has: (node: GraphNode) => boolean, same: Same): Check =>
  ({ node, now, before }, comparison) =>
    has(node) && (before === undefined || !same(now, before, comparison));

const CHECKS: Readonly<Record<string, Check>> = {
  new: ({ before }) => before === undefined,
  old: ({ before }) => before !== undefined,
  modified: isModified,
  unmodified: (pair, comparison) => !isModified(pair, comparison),
  'modified.body': part(isBuilt, sameBody),
  'modified.configs': part(({ resourceType }) => resourceType !== 'unit_test', sameConfig),
  'modified.persisted_descriptions': part(isBuilt, samePersistedDescription),
  'modified.relation': part(
    (node) => isBuilt(node) || node.resourceType === 'source',
    (now, before, { comparesRendered }) =>
      now['resource_type'] === 'source'
        ? sameSourcePlace(now, before, comparesRendered)
        : samePlace(now, before),
  ),
  'modified.macros': callsChangedMacro,
  'modified.contract': part(isBuilt, sameModelContract),
};

/** Values that look at what is gone too. */
const SEES_REMOVED: ReadonlySet<string> = new Set(['modified', 'unmodified', 'modified.contract']);

/** What may stand after `state:`. */
export const STATES: readonly string[] = Object.keys(CHECKS);

/** Finds contracted models that are no longer there: they are never selected, but told of. */
function checkAllRemoved(options: StateComparisonOptions, rules: ContractRules): void {
  const { manifest, before } = options;
  for (const [id, earlier] of before.nodes) {
    const disabled = manifest.disabled.get(id)?.[0];
    if (disabled !== undefined) checkRemoved(graphNodeEntry(disabled), rules);
    else if (!manifest.nodes.has(id)) checkRemoved(earlier, rules);
  }
}

/** Makes the test for one value of `state:`; undefined for a value that means nothing. */
export type CompareState = (value: string) => Test | undefined;

/** Compares a manifest with that of an earlier run, by the rules by which dbt does. */
export function compareState(options: StateComparisonOptions): CompareState {
  const sink = onceEach(options.sink);
  const contracts = { enforced: options.enforcedConstraints, now: options.now, sink };
  const comparison: Comparison = {
    callsChanged: modifiedMacros(options),
    contracts,
    seeds: { maximumMib: options.maximumSeedMib, sink },
    comparesRendered: options.comparesRendered,
  };
  return (value) => {
    const check = Object.hasOwn(CHECKS, value) ? CHECKS[value] : undefined;
    if (check === undefined) return undefined;
    const test = (node: GraphNode): boolean =>
      check({ node, now: graphNodeEntry(node), before: options.before.find(node.uniqueId) }, comparison);
    if (!SEES_REMOVED.has(value)) return test;
    return Object.assign(test, { afterAll: () => checkAllRemoved(options, contracts) });
  };
}
