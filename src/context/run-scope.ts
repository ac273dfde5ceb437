import { graphNodeEntry, nodeEntry } from '../artifacts/index.ts';
import type { Macro, Node, UniqueId } from '../domain/index.ts';
import { CALL, type HostFunction, type Scope } from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';
import { type ContextScope, createContextScope } from './context-scope.ts';
import type { Database, MacroScopeOptions, NodeScope, NodeScopeOptions, RunEnvironment } from './contract.ts';
import { renderTestArguments, TEST_ARGUMENTS } from './generic-test-scope.ts';
import { nodeMembers } from './node-members.ts';
import { ownMember } from './own-member.ts';
import { relationTraits } from './relation-traits.ts';
import { type RunMembersOptions, runMembers } from './run-members.ts';
import { StoredResults } from './stored-results.ts';
import { macroReplacements } from './unit-test-macros.ts';
import { unitTestMembers } from './unit-test-members.ts';

type Keywords = Readonly<Record<string, unknown>>;

function caller(context: ContextScope) {
  return async (
    macro: Macro,
    positional: readonly unknown[] = [],
    keywords: Keywords = {},
  ): Promise<unknown> => {
    const callable = context.macros.entry(macro) as { [CALL]: HostFunction };
    return callable[CALL](positional, keywords);
  };
}

interface MacroContextOptions extends MacroScopeOptions {
  /** Undefined for a context in which no macro is called. */
  readonly macro?: Macro;
}

/** A macro as its own caller: it may refer to anything, and has no config. */
function macroContext(options: MacroContextOptions): { context: ContextScope; results: StoredResults } {
  const { environment, database, threadId, extra, source } = options;
  const traits = relationTraits(environment.project, environment.plugin);
  const { macro } = options;
  const packageName = options.packageName ?? macro?.packageName ?? environment.project.name;
  const results = new StoredResults();
  const context = createContextScope({
    library: environment.library,
    packageName,
    sync: false,
    ...(extra === undefined ? {} : { overrides: extra }),
    members: (inner) =>
      runMembers({
        environment,
        context: inner,
        traits,
        database,
        referrer: {
          resourceType: 'macro',
          uniqueId: macro?.uniqueId ?? `macro.${packageName}`,
          name: macro?.name ?? packageName,
          packageName,
          originalFilePath: macro?.originalFilePath ?? '',
          group: null,
          dependsOn: null,
        },
        commentNode:
          source === undefined ? null : { uniqueId: source.uniqueId, entry: () => graphNodeEntry(source) },
        config: null,
        results,
        ...(threadId === undefined ? {} : { threadId }),
        onEphemeral: () => {},
        callMacro: adapterCaller({ environment, database, ...(threadId === undefined ? {} : { threadId }) }),
      }),
  });
  return { context, results };
}

/** How the adapter calls macros: each in a context of its own, so that the results of statements do not meet. */
function adapterCaller(options: {
  readonly environment: RunEnvironment;
  readonly database: Database;
  readonly threadId?: string;
}): RunMembersOptions['callMacro'] {
  return (macro, keywords) => {
    const { context } = macroContext({ ...options, macro });
    return caller(context)(macro, [], keywords);
  };
}

/** For a test of all rows, in a project without its own `get_where_subquery`: notes that macro as called, as if it had been. */
function onWhole({ node, environment, observer }: NodeScopeOptions): (() => void) | undefined {
  const { library } = environment;
  const { packageName, config } = node;
  const name = 'get_where_subquery';
  const isBuiltIn = (macro: Macro | undefined): macro is Macro =>
    macro !== undefined && library.internalPackages.includes(macro.packageName);
  const macro = library.find(name, packageName);
  if ((config['where'] ?? '') !== '' || !isBuiltIn(macro)) return undefined;
  const chosen = library.dispatch({ packageName, macroName: name, macroNamespace: 'dbt' });
  return isBuiltIn(chosen) ? () => observer?.called(macro.uniqueId) : undefined;
}

/**
 * The scope with the arguments of a generic test, rendered when something first asks. They are values, not text, and such are
 * rendered without waiting: macros in them cannot query.
 */
function withTestArguments(scope: Scope, options: NodeScopeOptions, argumentScope: () => Scope): Scope {
  const { node, environment } = options;
  if (node.resourceType !== 'test' || node.testMetadata === null) return scope;
  const { kwargs } = node.testMetadata;
  let values: unknown;
  return {
    get: (name) => {
      if (name !== TEST_ARGUMENTS) return scope.get(name);
      values ??= renderTestArguments({
        kwargs,
        path: node.originalFilePath,
        scope: argumentScope(),
        jinja: environment.jinja,
        chainableUndefined: false,
        onWhole: onWhole(options),
      });
      return values;
    },
  };
}

interface NodeContextOptions extends NodeScopeOptions {
  readonly sync: boolean;
  readonly results: StoredResults;
  readonly onEphemeral: (id: UniqueId) => void;
}

/** `--no-introspect` rules queries out while a node is compiled. */
function databaseOf({ environment, database, compiledCode }: NodeScopeOptions): Database {
  if (compiledCode !== null || environment.invocation.flags['INTROSPECT'] !== false) return database;
  return {
    open: async () =>
      failTemplate('J111', 'the template asks the engine something, and --no-introspect rules that out'),
  };
}

function nodeContext(options: NodeContextOptions): ContextScope {
  const { environment, node, extra, results } = options;
  // Its materialization sees the unit test as any other node; the overrides are for the text of the model.
  const unitTest = node.resourceType === 'unit_test' && options.compiledCode === null ? node : undefined;
  const database = databaseOf(options);
  const thread = options.threadId === undefined ? {} : { threadId: options.threadId };
  const traits = relationTraits(environment.project, environment.plugin);
  return createContextScope({
    library: environment.library,
    packageName: node.packageName,
    sync: options.sync,
    ...(extra === undefined ? {} : { overrides: extra }),
    onTopLevelCall: (macro) => options.observer?.called(macro.uniqueId),
    ...(unitTest === undefined ? {} : { replace: macroReplacements(unitTest.overrides.macros) }),
    onMissing: options.observer?.missed,
    members: (context) => [
      ...(unitTest === undefined
        ? []
        : [
            unitTestMembers({
              environment,
              context,
              node: unitTest,
              traits,
              onEphemeral: options.onEphemeral,
            }),
          ]),
      nodeMembers({
        environment,
        node,
        traits,
        compiledCode: options.compiledCode,
        compiled: options.compiled,
        observer: options.observer,
      }),
      ...runMembers({
        environment,
        context,
        traits,
        database,
        referrer: {
          resourceType: node.resourceType,
          uniqueId: node.uniqueId,
          name: node.name,
          packageName: node.packageName,
          originalFilePath: node.originalFilePath,
          group: node.group,
          batch: node.resourceType === 'model' ? node.batch : undefined,
          dependsOn: node.dependsOn.nodes,
        },
        commentNode: { uniqueId: node.uniqueId, entry: () => nodeEntry(node) },
        config: {
          uniqueId: node.uniqueId,
          get: (name) => configValue(node, name),
        },
        results,
        ...thread,
        onEphemeral: options.onEphemeral,
        callMacro: adapterCaller({ environment, database, ...thread }),
      }),
    ],
  });
}

/**
 * The context in which a node is compiled and materialized. While it is compiled `compiledCode` is null, and the ephemeral
 * models that its text selects from are collected.
 */
export function createNodeScope(options: NodeScopeOptions): NodeScope {
  const results = new StoredResults();
  const ephemeralIds: UniqueId[] = [];
  const onEphemeral = (id: UniqueId): void => {
    if (!ephemeralIds.includes(id)) ephemeralIds.push(id);
  };
  const shared = { ...options, results, onEphemeral };
  const context = nodeContext({ ...shared, sync: false });
  const argumentScope = () => nodeContext({ ...shared, sync: true }).scope;
  return {
    scope: withTestArguments(context.scope, options, argumentScope),
    ephemeralIds,
    result: (name) => results.peek(name),
    call: caller(context),
    callInPlace: async (macro) => (context.macros.unseen(macro) as { [CALL]: HostFunction })[CALL]([], {}),
  };
}

/** Keys that Python cannot spell with their dash: templates read them with an underscore, and only so. */
const CONFIG_NAMES: Readonly<Record<string, string>> = { pre_hook: 'pre-hook', post_hook: 'post-hook' };

function configValue(node: Node, name: string): unknown {
  if (Object.values(CONFIG_NAMES).includes(name)) return undefined;
  return ownMember(node.config, ownMember(CONFIG_NAMES, name) ?? name);
}

/**
 * The context of macros that are called without a node: `run-operation`, creating schemas. As in dbt each call has a context
 * of its own, in the package of the macro unless one is named.
 */
export function createMacroScope(options: MacroScopeOptions): NodeScope {
  let latest = macroContext(options);
  return {
    scope: latest.context.scope,
    ephemeralIds: [],
    result: (name) => latest.results.peek(name),
    call: (macro, positional, keywords) => {
      latest = macroContext({ ...options, macro });
      return caller(latest.context)(macro, positional, keywords);
    },
    callInPlace: (macro) => caller(latest.context)(macro),
  };
}
