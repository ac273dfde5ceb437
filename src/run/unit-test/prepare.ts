import {
  type RunEnvironment,
  resolveUnitTestInputs,
  type UnitTestScene,
  unitTestScene,
} from '../../context/index.ts';
import type { UnitTestNode } from '../../domain/index.ts';
import type { Session } from '../session.ts';
import { unbuiltColumns } from './unbuilt-columns.ts';

export interface PrepareUnitTestOptions {
  readonly node: UnitTestNode;
  readonly environment: RunEnvironment;
  readonly session: Session;
}

/** Puts what a unit test gives in place of what its model reads. Throws a `DiagnosticError` for an input that names nothing. */
export async function prepareUnitTest(options: PrepareUnitTestOptions): Promise<UnitTestScene> {
  const { node, environment, session } = options;
  const inputs = resolveUnitTestInputs(node, environment);
  const columns = await unbuiltColumns({ environment, session, inputs });
  return unitTestScene({ node, environment, inputs, columns });
}
