import type { Shadow } from '../adapter/contract.ts';
import type { RunEnvironment } from '../context/index.ts';
import type { CheckStatus, UniqueId } from '../domain/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Built } from './built.ts';
import type { Finding } from './finding.ts';
import type { Owners } from './owners.ts';

/** What is kept of a node between checks. */
export interface Kept extends Finding {
  readonly status: CheckStatus;
  /** Whether there is an empty table of it: what nothing reads gets one when something begins to. */
  readonly isThere?: boolean;
}

/** What one check works with. */
export interface World {
  /** Quiet, under the command `build`, and with sources read as tables. */
  readonly environment: RunEnvironment;
  readonly graph: Graph;
  readonly shadow: Shadow;
  readonly built: Built;
  /** What was found of everything that was looked at, parents first. */
  readonly kept: ReadonlyMap<UniqueId, Kept>;
  readonly owners: Owners;
}
