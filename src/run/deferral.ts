import type { Catalog } from '../adapter/contract.ts';
import type { RunEnvironment } from '../context/index.ts';
import { type SchemaName, schemasOf } from './schemas.ts';
import type { Session } from './session.ts';

/** The target's catalog, once the run has opened it. */
export interface OpenedCatalog {
  catalog: Catalog | undefined;
}

const keyOf = ({ database, schema }: SchemaName): string => `${database ?? ''}\n${schema}`.toLowerCase();

/**
 * Loads what the target has of the nodes that an earlier run can stand in for, so that each reference can tell without asking
 * whether it has to. Schemas that are known already are not asked for again.
 */
export async function loadDeferrable(
  environment: RunEnvironment,
  session: Session,
  opened: OpenedCatalog,
): Promise<void> {
  const { deferral, manifest } = environment;
  if (deferral === undefined) return;
  const { adapter, connection } = await session.open();
  opened.catalog = adapter.catalog;
  const known = new Set(adapter.catalog.schemas().map(keyOf));
  const nodes = [...manifest.nodes.values()].filter((each) => deferral.resources.has(each.uniqueId));
  const missing = schemasOf(nodes, environment).filter((each) => !known.has(keyOf(each)));
  await adapter.catalog.load(connection, missing);
}
