import type { RunEnvironment } from '../context/index.ts';
import { isNode, type NodeResult, type NodeStatus } from '../domain/index.ts';
import { tuple } from '../jinja/index.ts';
import { resultObject } from './result-object.ts';
import { isRelational, schemasOf } from './schemas.ts';

const UNFINISHED: ReadonlySet<NodeStatus> = new Set(['error', 'fail', 'skipped']);

/**
 * The names that on-run-end hooks see on top of their context: `results` of everything that ran (hooks only when they
 * failed), and the schemas of the nodes that were built, alone and with their database.
 */
export function endHookNames(
  environment: RunEnvironment,
  results: readonly NodeResult[],
): Readonly<Record<string, unknown>> {
  const finished = results.filter((each) => !UNFINISHED.has(each.status)).map((each) => each.node);
  const built = finished.filter(isNode).filter((node) => isRelational(node, environment));
  const pairs = schemasOf(built, environment);
  return {
    results: results
      .filter((each) => each.node.resourceType !== 'operation' || each.status === 'error')
      .map((each) => resultObject(each, environment)),
    schemas: [...new Set(pairs.map((each) => each.schema))],
    database_schemas: pairs.map((each) => tuple(each.database, each.schema)),
  };
}
