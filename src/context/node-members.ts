import type { CompiledFields } from '../artifacts/index.ts';
import type { HookConfig, Node } from '../domain/index.ts';
import { fromPlain, hostFunction, strOf } from '../jinja/index.ts';
import type { Members } from './context-scope.ts';
import type { NodeObserver, RunEnvironment } from './contract.ts';
import { deferredRelation } from './deferral.ts';
import { modelDictionary } from './node-dictionary.ts';
import type { RelationTraits } from './relation-state.ts';
import { nodeRelation } from './run-references.ts';
import { seedTable } from './seed-table.ts';
import { artifactFilePath, targetFilePath } from './target-file-path.ts';

export interface NodeMembersOptions {
  readonly environment: RunEnvironment;
  readonly node: Node;
  readonly traits: RelationTraits;
  readonly compiledCode: string | null;
  readonly compiled?: CompiledFields | undefined;
  readonly observer?: NodeObserver | undefined;
}

/** Hooks as dictionaries without nulls. */
function hooks(node: Node, name: 'pre-hook' | 'post-hook'): unknown {
  if (node.resourceType === 'test' || node.resourceType === 'unit_test') return [];
  const configured = (node.config[name] ?? []) as readonly HookConfig[];
  return configured.map(({ sql, transaction, index }) =>
    fromPlain(index === null || index === undefined ? { sql, transaction } : { sql, transaction, index }),
  );
}

function compiledOf({ compiled, compiledCode }: NodeMembersOptions): CompiledFields | undefined {
  return compiled ?? (compiledCode === null ? undefined : { code: compiledCode, path: null, ctes: [] });
}

/** What only nodes have: `this`, `model`, their SQL and hooks. */
export function nodeMembers(options: NodeMembersOptions): Members {
  const { environment, node, traits, compiledCode } = options;
  const { host, project } = environment;
  const deferred = environment.deferral?.resources.get(node.uniqueId);
  return {
    this: () => (node.resourceType === 'operation' ? null : nodeRelation(traits, node)),
    model: () => modelDictionary(node, { compiled: compiledOf(options), deferral: environment.deferral }),
    defer_relation: () => (deferred === undefined ? null : deferredRelation(traits, deferred)),
    database: () => node.database,
    schema: () => node.schema,
    compiled_code: () => compiledCode,
    sql: () => (node.language === 'sql' ? compiledCode : null),
    pre_hooks: () => hooks(node, 'pre-hook'),
    post_hooks: () => hooks(node, 'post-hook'),
    write: () =>
      hostFunction('write', ([payload]) => {
        const language = node.resourceType === 'seed' ? 'SQL' : node.language;
        const message = `Writing runtime ${language} for node "${node.uniqueId}"`;
        environment.events({
          type: 'macroMessage',
          message,
          info: false,
          print: false,
          uniqueId: node.uniqueId,
        });
        options.observer?.wrote(artifactFilePath(project, node, 'run'));
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
