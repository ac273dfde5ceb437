import { runResultEntry } from '../artifacts/index.ts';
import {
  declaredEntry,
  nodeObject,
  type RunEnvironment,
  recordObject,
  stepEntry,
  timingObject,
} from '../context/index.ts';
import { isNode, type NodeResult } from '../domain/index.ts';
import { fromPlain } from '../jinja/index.ts';
import { compiledFields } from './compiled-files.ts';
import { storesFailures } from './schemas.ts';

/** Fields of `run_results.json` that its entries have instead of the whole node. */
const OF_THE_NODE: ReadonlySet<string> = new Set(['unique_id', 'compiled', 'compiled_code', 'relation_name']);

/** The fields of a result in dbt's order: those of `run_results.json`, and the node before what batches did. */
function fieldsOf(result: NodeResult, node: unknown): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(runResultEntry(result))) {
    if (OF_THE_NODE.has(name)) continue;
    if (name === 'batch_results') Object.assign(fields, { node, agate_table: null });
    fields[name] = value;
  }
  return fields;
}

/** The node's dictionary, made once and only when a hook reads it: a run has thousands of results. */
function lazyEntry(result: NodeResult, environment: RunEnvironment) {
  let made: Readonly<Record<string, unknown>> | undefined;
  return () => {
    const { compiled, buildPath, node } = result;
    // dbt makes a node of a unit test when it runs: until then it is what the YAML says.
    const declared = compiled === null ? environment.manifest.unitTests.get(node.uniqueId) : undefined;
    if (declared !== undefined) made ??= declaredEntry(declared);
    const fields = compiled === null ? undefined : compiledFields(compiled, environment.project);
    const { deferral } = environment;
    made ??= stepEntry(node, { outcome: { compiled: fields, buildPath }, deferral });
    return made;
  };
}

function timingsOf(result: NodeResult): readonly unknown[] {
  const { timing } = runResultEntry(result);
  return result.timing.map(({ startedAt, completedAt }, at) =>
    timingObject(timing[at] ?? {}, startedAt, completedAt),
  );
}

/** A result as on-run-end hooks see it: `result.status`, `result.node.unique_id`, `result.to_dict()`. */
export function resultObject(result: NodeResult, environment: RunEnvironment): unknown {
  const { node } = result;
  const entry = lazyEntry(result, environment);
  const keeps = isNode(node) && storesFailures(node, environment);
  const attributes: Readonly<Record<string, () => unknown>> = {
    node: () => nodeObject({ node, fields: entry, storesFailures: keeps }),
    timing: () => timingsOf(result),
    skipped: () => result.status === 'skipped',
  };
  return recordObject({
    typeName: 'RunResult',
    toDict: () => fieldsOf(result, entry()),
    attribute: (name) => {
      if (Object.hasOwn(attributes, name)) return attributes[name]?.();
      const own = fieldsOf(result, null);
      return Object.hasOwn(own, name) ? fromPlain(own[name]) : undefined;
    },
  });
}
