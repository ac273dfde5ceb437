import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { Node } from '../../domain/index.ts';
import { errorTextWithin, failureOf } from '../failure.ts';
import { compareAfterMerge, comparesTable } from '../unit-test/after-merge.ts';
import { unitTestDifference } from '../unit-test/diff.ts';
import { type Executed, type Execution, saidOnly } from './executor.ts';
import { type Materialized, materialize } from './materialization.ts';

/** An error while the rows were compared, in dbt's words: around what went wrong it says where to look. */
function failedToCompare(error: unknown, execution: Execution): Executed {
  const { environment, node, compiled } = execution;
  if (!(error instanceof DiagnosticError)) throw error;
  const scene = { node, compiled, environment };
  const { diagnostics } = failureOf(error, scene);
  const inner = error.diagnostics.map((each) => errorTextWithin(each, scene)).join('\n');
  const dbtMessage = `An error occurred during execution of unit test '${node.name}'. There may be an error in the unit test definition: check the data types.\n ${inner}`;
  const outer = error.diagnostics.slice(0, 1).map((each) => ({
    ...each,
    kind: 'Runtime Error',
    dbtMessage,
    stack: [],
  }));
  const { message } = failureOf(new DiagnosticError(outer), { ...scene, compiled: null });
  return {
    status: 'error',
    message,
    failures: null,
    adapterResponse: {},
    rows: null,
    diagnostics,
  };
}

function noRows(node: Node): DiagnosticError {
  const message = `dbt internally failed to execute ${node.uniqueId}: no 'main' statement`;
  return new DiagnosticError(diagnostic('D105', message, { span: node.span, uniqueId: node.uniqueId }));
}

/** A unit test: its materialization lays what the model gives beside what is expected, and the rows are compared here. */
export async function executeUnitTest(execution: Execution): Promise<Executed> {
  const { node, compiled } = execution;
  if (node.resourceType !== 'unit_test' || compiled === null) throw noRows(node);
  const isOfTable = comparesTable(node);
  let scope: Materialized['scope'];
  try {
    ({ scope } = await (isOfTable ? compareAfterMerge(execution, node, compiled) : materialize(execution)));
  } catch (error) {
    return failedToCompare(error, execution);
  }
  const main = scope.result('main');
  if (main === undefined) throw noRows(node);
  const difference = await unitTestDifference(main.table);
  const finding = { span: node.patchSpan ?? node.span, uniqueId: node.uniqueId };
  return {
    status: difference === null ? 'pass' : 'fail',
    message: difference?.message ?? null,
    failures: difference === null ? 0 : 1,
    adapterResponse: saidOnly(main.response),
    rows: null,
    diagnostics:
      difference === null
        ? []
        : [diagnostic('T105', `'${node.name}' gives other rows than expected`, finding)],
    ...(difference === null ? {} : { difference }),
  };
}
