import { graphNodeEntry, nodeEntry, type RunResultEntry, runResultEntry } from '../artifacts/index.ts';
import type { NodeResult, Project } from '../domain/index.ts';
import { fromPlain, GETATTR, GETITEM, hostFunction, STR, TYPE } from '../jinja/index.ts';
import { compiledFields } from './compiled-files.ts';

/** What a template reads of a result: the fields of `run_results.json`, and `node`. */
interface ResultFields extends RunResultEntry {
  readonly node: unknown;
}

function wireNode(result: NodeResult, project: Project): unknown {
  const { compiled } = result;
  return compiled === null
    ? graphNodeEntry(result.node)
    : nodeEntry(compiled.node, compiledFields(compiled, project));
}

/** A result as on-run-end hooks see it: `result.status`, `result.node.unique_id`, `result.to_dict()`. */
export function resultObject(result: NodeResult, project: Project): unknown {
  let fields: ResultFields | undefined;
  const read = (): ResultFields => {
    fields ??= { ...runResultEntry(result), node: wireNode(result, project) };
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
