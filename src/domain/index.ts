export { BARE_NODE } from './bare-node.ts';
export type { Batch, BatchResults, BatchWindow } from './batch.ts';
export { cellJson, cellText, isNumeric } from './cell-text.ts';
export type * from './check.ts';
export { type CriterionText, impliedMethod, readCriterionText } from './criterion.ts';
export type * from './definitions.ts';
export type { Event, EventSink } from './events.ts';
export { DBT_VERSION, type Invocation } from './invocation.ts';
export {
  type DeclaredResource,
  type GraphNode,
  graphIds,
  graphNode,
  graphNodes,
  type Manifest,
} from './manifest.ts';
export * from './node.ts';
export { asOverload } from './overload.ts';
export {
  type DispatchRule,
  type Package,
  type Project,
  packageOf,
  type QueryCommentConfig,
  type Target,
} from './project.ts';
export type { Column, Relation, RelationType } from './relation.ts';
export { castOf, replacedIn, withReplaced } from './replaced-nodes.ts';
export type { Plain, ResourceType, UniqueId } from './resource.ts';
export * from './results.ts';
export * from './step.ts';
export { unitTestNode } from './unit-test.ts';
export type * from './values.ts';
export type * from './watch-events.ts';
export { WHOLE, wholeNode } from './whole-node.ts';
