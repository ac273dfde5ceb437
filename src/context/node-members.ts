import type { HookConfig, Node } from '../domain/index.ts';
import { fromPlain, hostFunction, strOf } from '../jinja/index.ts';
import type { Members } from './context-scope.ts';
import type { RunEnvironment } from './contract.ts';
import { deferredRelation } from './deferral.ts';
import { modelDictionary } from './node-dictionary.ts';
import type { RelationTraits } from './relation-state.ts';
import { nodeRelation } from './run-references.ts';
import { seedTable } from './seed-table.ts';
import { targetFilePath } from './target-file-path.ts';

export interface NodeMembersOptions {
  readonly environment: RunEnvironment;
  readonly node: Node;
  readonly traits: RelationTraits;
  readonly compiledCode: string | null;
}

/** Hooks as dictionaries without nulls. */
function hooks(node: Node, name: 'pre-hook' | 'post-hook'): unknown {
  if (node.resourceType === 'test') return [];
  const configured = (node.config[name] ?? []) as readonly HookConfig[];
  return configured.map(({ sql, transaction, index }) =>
    fromPlain(index === null || index === undefined ? { sql, transaction } : { sql, transaction, index }),
  );
}

/** What only nodes have: `this`, `model`, their SQL and hooks. */
export function nodeMembers(options: NodeMembersOptions): Members {
  const { environment, node, traits, compiledCode } = options;
  const { host, project } = environment;
  const deferred = environment.deferral?.resources.get(node.uniqueId);
  return {
    this: () => (node.resourceType === 'operation' ? null : nodeRelation(traits, node)),
    model: () => modelDictionary(node, { compiledCode, deferral: environment.deferral }),
    defer_relation: () => (deferred === undefined ? null : deferredRelation(traits, deferred)),
    database: () => node.database,
    schema: () => node.schema,
    compiled_code: () => compiledCode,
    sql: () => (node.language === 'sql' ? compiledCode : null),
    pre_hooks: () => hooks(node, 'pre-hook'),
    post_hooks: () => hooks(node, 'post-hook'),
    write: () =>
      hostFunction('write', ([payload]) => {
        const message = `Writing runtime ${node.language} for node "${node.uniqueId}"`;
        environment.events({
          type: 'macroMessage',
          message,
          info: false,
          print: false,
          uniqueId: node.uniqueId,
        });
        host.files.write(`${project.targetPath}/${targetFilePath(node, 'run')}`, strOf(payload));
        return '';
      }),
    ...(node.resourceType === 'seed'
      ? {
          load_agate_table: () => hostFunction('load_agate_table', () => seedTable({ environment, node })),
        }
      : {}),
  };
}
