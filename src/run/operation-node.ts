import { sha256 } from '../base/index.ts';
import type { RunEnvironment } from '../context/index.ts';
import { BARE_NODE, type OperationNode } from '../domain/index.ts';

export interface OperationNodeOptions {
  readonly uniqueId: string;
  readonly name: string;
  readonly environment: RunEnvironment;
}

/** A node that stands for a macro or a statement run by `run-operation`; it is in no file. */
export function operationNode({ uniqueId, name, environment }: OperationNodeOptions): OperationNode {
  const { target } = environment.project;
  return Object.freeze({
    ...BARE_NODE,
    resourceType: 'operation',
    uniqueId,
    name,
    packageName: uniqueId.split('.')[1] ?? environment.project.name,
    path: '',
    originalFilePath: '',
    fqn: uniqueId.split('.'),
    alias: name,
    database: target.database,
    schema: target.schema,
    checksum: { name: 'sha256', checksum: sha256(uniqueId) },
    config: { enabled: true },
    createdAt: environment.host.clock.now().getTime() / 1000,
    rawCode: '',
    span: { source: { path: '', text: '' }, start: 0, end: 0 },
    index: null,
  });
}
