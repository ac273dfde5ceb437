import { type RunResultEntry, runResultEntry } from '../artifacts/index.ts';
import type { Node, NodeResult } from '../domain/index.ts';
import { fromPlain, GETATTR, GETITEM, hostFunction, STR, TYPE } from '../jinja/index.ts';

/** What a template reads of a result: the fields of `run_results.json`, and `node`. */
interface ResultFields extends RunResultEntry {
  readonly node: unknown;
}

function nodeFields(node: Node): Readonly<Record<string, unknown>> {
  return {
    unique_id: node.uniqueId,
    name: node.name,
    resource_type: node.resourceType,
    package_name: node.packageName,
    database: node.database,
    schema: node.schema,
    alias: node.alias,
    config: node.config,
    tags: node.tags,
    relation_name: node.relationName,
    original_file_path: node.originalFilePath,
    depends_on: node.dependsOn,
  };
}

/** A result as on-run-end hooks see it: `result.status`, `result.node.unique_id`, `result.to_dict()`. */
export function resultObject(result: NodeResult): unknown {
  let fields: ResultFields | undefined;
  const read = (): ResultFields => {
    fields ??= { ...runResultEntry(result), node: nodeFields(result.compiled?.node ?? result.node) };
    return fields;
  };
  const attribute = (name: unknown): unknown => {
    if (name === 'to_dict') return hostFunction('to_dict', () => fromPlain(read()));
    const own = read() as unknown as Readonly<Record<string, unknown>>;
    return typeof name === 'string' && Object.hasOwn(own, name) ? fromPlain(own[name]) : undefined;
  };
  return Object.freeze({
    [GETATTR]: attribute,
    [GETITEM]: attribute,
    [TYPE]: 'RunResult',
    [STR]: () => `RunResult(status='${result.status}', unique_id='${result.node.uniqueId}')`,
  });
}
