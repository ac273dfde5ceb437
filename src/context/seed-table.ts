import type { SeedNode } from '../domain/index.ts';
import type { RunEnvironment } from './contract.ts';
import { emptyTable } from './python-modules.ts';

export interface SeedTableOptions {
  readonly environment: RunEnvironment;
  readonly node: SeedNode;
}

/** The CSV file of a seed as a table. */
export function seedTable(_options: SeedTableOptions): unknown {
  return emptyTable();
}
