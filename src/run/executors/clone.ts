import type { CompiledNode, Node } from '../../domain/index.ts';
import { type Executed, type Execution, saidOnly } from './executor.ts';
import { materialize } from './materialization.ts';

/** The query by which a copy of the relation in the state is made; null for a node that the state does not have. */
function cloningSql({ environment, node }: Execution): CompiledNode | null {
  const found = environment.deferral?.resources.get(node.uniqueId);
  if (found === undefined) return null;
  const { database, schema, alias: identifier, relationName } = found;
  const name =
    relationName ?? environment.plugin.dialect.render({ database, schema, identifier, type: null });
  return { node, compiledCode: `select * from ${name}`, spanMap: [], extraCtes: [] };
}

/** Makes a node in the target out of the relation that the state has of it. */
export async function executeClone(execution: Execution): Promise<Executed> {
  const { node, session }: { readonly node: Node; readonly session: Execution['session'] } = execution;
  session.forget();
  const compiled = cloningSql(execution);
  const { scope } = await materialize({ ...execution, node, compiled }, { name: 'clone' });
  const main = scope.result('main');
  const said = main?.response['_message'];
  return {
    status: 'success',
    message: main === undefined ? 'No-op' : String(said ?? 'None'),
    failures: null,
    adapterResponse: main === undefined ? {} : saidOnly(main.response),
    rows: null,
    diagnostics: [],
  };
}
