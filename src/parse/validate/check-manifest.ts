import type { Manifest } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { checkContracts } from './check-contracts.ts';
import { checkFunctions } from './check-functions.ts';
import { checkMicrobatch } from './check-microbatch.ts';
import { checkNodes } from './check-nodes.ts';
import { checkSpaces } from './check-spaces.ts';

/** The rules that look at one node after the other. */
export function checkManifest(manifest: Manifest, environment: ParseEnvironment): void {
  checkNodes(manifest, environment);
  checkContracts(manifest, environment);
  checkMicrobatch(manifest, environment);
  checkFunctions(manifest, environment);
  checkSpaces(manifest, environment);
}
