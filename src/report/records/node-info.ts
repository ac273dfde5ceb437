import {
  isNode,
  type Node,
  type NodeResult,
  type NodeStatus,
  type SourceDefinition,
  type Step,
  type UnitTestNode,
} from '../../domain/index.ts';

/** dbt's times in `node_info`: UTC, microseconds, no zone. */
export function nodeMoment(moment: Date | null): string {
  return moment === null ? '' : `${moment.toISOString().slice(0, 23)}000`;
}

type NodeInfo = Readonly<Record<string, unknown>>;

export interface NodeState {
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly status: NodeStatus | 'started' | 'compiling' | 'executing' | 'None';
}

/** What a node's state is where none is told. */
export const UNTOLD: NodeState = { startedAt: null, finishedAt: null, status: 'None' };

function hasRelation(step: Step): step is Node | SourceDefinition {
  return isNode(step) || step.resourceType === 'source';
}

/** Of a unit test dbt tells what stands in YAML; only its outcome is told of the node that was run. */
function unitTestInfo(node: UnitTestNode, state: NodeState): NodeInfo {
  return {
    materialized: '',
    meta: {},
    node_checksum: '',
    node_finished_at: nodeMoment(state.finishedAt),
    node_name: node.name,
    node_path: node.definition['path'],
    node_relation: { alias: '', database: '', relation_name: '', schema: node.schema },
    node_started_at: nodeMoment(state.startedAt),
    node_status: state.status,
    resource_type: node.resourceType,
    unique_id: node.uniqueId,
  };
}

/** `node_info` where the outcome of a node is told. */
export function resultInfo({ node, status }: NodeResult, state: NodeState): NodeInfo {
  const isRun = node.resourceType === 'unit_test' && (status === 'pass' || status === 'fail');
  return isRun ? { ...infoOf(node, UNTOLD), node_name: node.label } : nodeInfo(node, state);
}

/** `data` of a record, whose `node_info` is made when it is read: logs of text never do. */
export function withInfo(
  data: Readonly<Record<string, unknown>>,
  make: () => NodeInfo,
): Readonly<Record<string, unknown>> {
  return Object.defineProperty(data, 'node_info', { get: make, enumerable: true });
}

/** Fields with those of `workOf`, which are made when they are read; a copy of them would make them at once. */
export function withWork(
  fields: Readonly<Record<string, unknown>>,
  work: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return 'node_info' in work ? withInfo(fields, () => work['node_info'] as NodeInfo) : fields;
}

/** The same without anything else: a literal costs less, and debug logs have several of these for every node. */
export function infoOnly(make: () => NodeInfo): Readonly<Record<string, unknown>> {
  return {
    get node_info() {
      return make();
    },
  };
}

/** `data.node_info` of the JSON log. */
export function nodeInfo(node: Step, state: NodeState): NodeInfo {
  return node.resourceType === 'unit_test' ? unitTestInfo(node, state) : infoOf(node, state);
}

function infoOf(node: Step, state: NodeState): NodeInfo {
  return {
    materialized: node.resourceType === 'source' ? '' : String(node.config.materialized ?? node.resourceType),
    meta: node.meta,
    node_checksum: isNode(node) ? node.checksum.checksum : '',
    node_finished_at: nodeMoment(state.finishedAt),
    node_name: node.name,
    node_path: node.path,
    node_relation: {
      alias: isNode(node) ? node.alias : '',
      database: hasRelation(node) ? (node.database ?? '') : '',
      relation_name: hasRelation(node) ? (node.relationName ?? '') : '',
      schema: hasRelation(node) ? node.schema : '',
    },
    node_started_at: nodeMoment(state.startedAt),
    node_status: state.status,
    resource_type: node.resourceType,
    unique_id: node.uniqueId,
  };
}
