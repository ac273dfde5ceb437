import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import { type Executed, type Execution, saidOnly } from './executor.ts';
import { materialize } from './materialization.ts';
import { makeVersionPointer } from './version-pointer.ts';

/** Models, seeds and snapshots: whatever their materialization does; its `main` statement gives the answer. */
export async function executeModel(execution: Execution): Promise<Executed> {
  const { node, session } = execution;
  session.forget();
  const { extra = {} } = execution;
  const built = await materialize(execution, { extra });
  if (execution.completes !== false) await makeVersionPointer(execution, built);
  const { scope } = built;
  const main = scope.result('main');
  if (main === undefined) {
    const message = 'main is not being called during running model';
    throw new DiagnosticError(diagnostic('D103', message, { span: node.span, uniqueId: node.uniqueId }));
  }
  const said = main.response['_message'];
  const affected = main.response['rows_affected'];
  return {
    status: 'success',
    message: said === undefined ? null : String(said),
    failures: null,
    adapterResponse: saidOnly(main.response),
    rows: typeof affected === 'number' && affected >= 0 ? affected : session.rowsChanged(),
    diagnostics: [],
  };
}
