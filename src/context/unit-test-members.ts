import type { UniqueId, UnitTestNode } from '../domain/index.ts';
import { CALL, fromPlain, type HostFunction, hostFunction } from '../jinja/index.ts';
import { envVarFunction } from '../project/index.ts';
import { sourceCall } from './call-arguments.ts';
import type { ContextScope, Members } from './context-scope.ts';
import type { RunEnvironment } from './contract.ts';
import { ownMember } from './own-member.ts';
import { referenceIndex } from './reference-index.ts';
import { ephemeralRelation } from './relation-api.ts';
import { EPHEMERAL_PREFIX } from './relation-attributes.ts';
import type { RelationTraits } from './relation-state.ts';
import { expectFound } from './run-references.ts';
import { resolverObject } from './runtime-config.ts';
import { variables } from './variables.ts';

export interface UnitTestMembersOptions {
  readonly environment: RunEnvironment;
  readonly context: ContextScope;
  readonly node: UnitTestNode;
  readonly traits: RelationTraits;
  readonly onEphemeral: (id: UniqueId) => void;
}

const NO_WINDOW = { limit: null, eventTimeFilter: null };

/** `env_var` that knows the test's own variables first. */
function envVar({ environment, node }: UnitTestMembersOptions): unknown {
  const read = envVarFunction({ env: environment.host.env }) as { [CALL]: HostFunction };
  return hostFunction('env_var', (positional, keywords) => {
    const name = positional[0] ?? keywords['var'];
    const own = typeof name === 'string' ? ownMember(node.overrides.envVars, name) : undefined;
    return own === undefined ? read[CALL](positional, keywords) : fromPlain(own);
  });
}

/** `source()`: the rows that the test gives for it. */
function source({ environment, node, traits, onEphemeral }: UnitTestMembersOptions): unknown {
  const { manifest, project, unitTest } = environment;
  const index = referenceIndex(manifest, project);
  return resolverObject(environment, 'RuntimeUnitTestSourceResolver', (positional, keywords) => {
    const call = sourceCall(positional, keywords);
    const name = `${call.source}.${call.table}`;
    const referrer = { ...node, dependsOn: null };
    const target = { kind: 'source', name, candidates: index.sourceNames } as const;
    const found = expectFound(index.source(call, node.packageName), referrer, target);
    const standIn = unitTest?.sources.get(found.uniqueId);
    if (standIn !== undefined) onEphemeral(standIn.uniqueId);
    return ephemeralRelation(traits, standIn?.cteName ?? found.name, NO_WINDOW);
  });
}

/** What the text of a model sees differently in a unit test: `this`, `source`, `var` and `env_var`. */
export function unitTestMembers(options: UnitTestMembersOptions): Members {
  const { environment, context, node, onEphemeral } = options;
  const { project, jinja, unitTest } = environment;
  return {
    // dbt gives the bare name.
    this: () => {
      const own = unitTest?.own ?? null;
      if (own === null) return null;
      onEphemeral(own.uniqueId);
      return `${EPHEMERAL_PREFIX}${own.alias}`;
    },
    source: () => source(options),
    env_var: () => envVar(options),
    var: () =>
      variables({
        project: { ...project, cliVars: { ...project.cliVars, ...node.overrides.vars } },
        packageName: node.packageName,
        nodeName: node.name,
        jinja,
        scope: () => context.scope,
        missing: 'error',
      }),
  };
}
