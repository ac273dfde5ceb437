import type { Macro, UniqueId } from '../domain/index.ts';
import { hostFunction, PyDict } from '../jinja/index.ts';
import { runAdapter } from './adapter-run.ts';
import { columnApi } from './column-object.ts';
import { type ConfigReader, runConfigObject } from './config-object.ts';
import { failTemplate } from './context-errors.ts';
import type { ContextScope, Members } from './context-scope.ts';
import type { Database, RunEnvironment } from './contract.ts';
import { environmentMembers } from './environment-members.ts';
import { exceptionsObject } from './exceptions.ts';
import { createLiveGraph, macroDictionary } from './node-dictionary.ts';
import { queryCommenter } from './query-comment.ts';
import { relationApi } from './relation-api.ts';
import type { RelationTraits } from './relation-state.ts';
import { type Referrer, runReferences } from './run-references.ts';
import { resultMembers, type StoredResults } from './stored-results.ts';
import { toolMembers } from './tool-members.ts';

export interface RunMembersOptions {
  readonly environment: RunEnvironment;
  readonly context: ContextScope;
  readonly traits: RelationTraits;
  readonly database: Database;
  readonly referrer: Referrer;
  /** What the query comment tells of: its id, and a maker of its dictionary; null for macros that run alone. */
  readonly commentNode: {
    readonly uniqueId: UniqueId;
    readonly entry: () => Readonly<Record<string, unknown>>;
  } | null;
  readonly config: ConfigReader | null;
  readonly results: StoredResults;
  readonly threadId?: string;
  readonly onEphemeral: (id: UniqueId) => void;
  readonly callMacro: (macro: Macro, keywords: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** What nodes and macros that run alone have in common at run time. */
export function runMembers(options: RunMembersOptions): readonly Members[] {
  const { environment, context, traits, referrer, database } = options;
  const { target } = environment.project;
  const comment = queryCommenter({
    environment,
    connectionName: options.commentNode?.uniqueId ?? 'master',
    node: options.commentNode?.entry ?? null,
  });
  const own: Members = {
    config: () => runConfigObject(options.config),
    execute: () => true,
    exceptions: () => exceptionsObject(environment.sink, referrer.uniqueId),
    database: () => target.database,
    schema: () => target.schema,
    adapter: () =>
      runAdapter({ environment, context, traits, database, comment, callMacro: options.callMacro }),
    api: () => PyDict.from({ Relation: relationApi(traits), Column: columnApi }),
    column: () => columnApi,
    graph: () => (environment.graph ?? createLiveGraph(environment)).dictionary,
    model: () => macroDictionary(environment, referrer.uniqueId),
    pre_hooks: () => null,
    post_hooks: () => null,
    sql: () => null,
    sql_now: () => 'now()',
    selected_resources: () => [...environment.selected],
    write: () => hostFunction('write', () => failTemplate('J103', 'cannot "write" macros or sources')),
    load_agate_table: () =>
      hostFunction('load_agate_table', () =>
        failTemplate('J103', `can only load_agate_table for seeds (got a ${referrer.resourceType})`),
      ),
  };
  return [
    own,
    runReferences({ environment, traits, referrer, onEphemeral: options.onEphemeral }),
    toolMembers({ jinja: environment.jinja, context, textName: `text of ${referrer.name}` }),
    resultMembers(options.results),
    ...environmentMembers({
      environment,
      context,
      node: referrer,
      missingVar: 'error',
      ...(options.threadId === undefined ? {} : { threadId: options.threadId }),
    }),
  ];
}
