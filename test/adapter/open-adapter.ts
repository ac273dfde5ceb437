import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Adapter, adapterPlugin } from '../../src/adapter/index.ts';
import { DiagnosticList } from '../../src/diagnostics/index.ts';
import type { Project } from '../../src/domain/index.ts';
import { createHost } from '../../src/host/index.ts';

/** A folder that stands for a project; the adapter only asks for its place. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'sluice-adapter-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Opened {
  readonly adapter: Adapter;
  readonly sink: DiagnosticList;
}

/** Opens DuckDB with these credentials, relative paths against `root`. */
export async function openAdapter(root: string, credentials: Record<string, unknown>): Promise<Opened> {
  const plugin = adapterPlugin('duckdb');
  const sink = new DiagnosticList();
  const target = {
    profileName: 'test',
    name: 'dev',
    type: 'duckdb',
    threads: 1,
    database: plugin.databaseOf(credentials),
    schema: 'main',
    credentials,
  };
  const project = { name: 'test', root, packages: [], target } as unknown as Project;
  const adapter = await plugin.open({ project, target, host: createHost(), sink, events: () => undefined });
  return { adapter, sink };
}
