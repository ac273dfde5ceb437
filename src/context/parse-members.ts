import { isMapping, mappingGet } from '../base/index.ts';
import { fromPlain, hostFunction, PyDict } from '../jinja/index.ts';
import { parseAdapter } from './adapter-parse.ts';
import { nameCall, refCall, sourceCall } from './call-arguments.ts';
import type { Capture } from './capture.ts';
import { columnApi } from './column-object.ts';
import { parseConfigObject } from './config-object.ts';
import { failTemplate } from './context-errors.ts';
import type { ContextScope, Members } from './context-scope.ts';
import type { ContextEnvironment, NodeDraft } from './contract.ts';
import { environmentMembers } from './environment-members.ts';
import { exceptionsObject } from './exceptions.ts';
import { emptyGraph } from './node-dictionary.ts';
import { callableObject } from './python-call.ts';
import { relationApi, relationOf } from './relation-api.ts';
import type { RelationObject } from './relation-object.ts';
import { relationTraits } from './relation-traits.ts';
import { resolverObject } from './runtime-config.ts';
import { resultMembers, StoredResults } from './stored-results.ts';
import { toolMembers } from './tool-members.ts';
import type { MissingVarRule } from './variables.ts';

export interface ParseMembersOptions {
  readonly environment: ContextEnvironment;
  readonly context: ContextScope;
  readonly draft: NodeDraft;
  readonly capture: Capture;
  readonly missingVar: MissingVarRule;
}

/** The node being parsed, as `this` and as the answer of every `ref()`: dbt gives out no other relation while it parses. */
function ownRelation({ environment, draft, capture: { reach } }: ParseMembersOptions): RelationObject {
  const traits = relationTraits(environment.project, environment.plugin);
  const { database, schema, alias: identifier } = draft;
  const whole = relationOf(traits, { database, schema, identifier, quoting: {} });
  const seen = <Value>(value: Value): Value => {
    reach.hasSeenRelation = true;
    return value;
  };
  const path = {
    get database() {
      return seen(database);
    },
    get schema() {
      return seen(schema);
    },
    get identifier() {
      return seen(identifier);
    },
  };
  return whole.with({ path, shownText: whole.toString() });
}

/** `ref`, `source`, `metric`, `function` and `config`: they are recorded. */
function recordingMembers(options: ParseMembersOptions): Members {
  const { capture } = options;
  const relation = ownRelation(options);
  return {
    ref: () =>
      resolverObject(options.environment, 'ParseRefResolver', (positional, keywords) => {
        capture.refs.push(refCall(positional, keywords));
        return relation;
      }),
    source: () =>
      resolverObject(options.environment, 'ParseSourceResolver', (positional, keywords) => {
        capture.sources.push(sourceCall(positional, keywords));
        return relation;
      }),
    metric: () =>
      callableObject('dbt.context.providers.ParseMetricResolver', (positional) => {
        const call = nameCall('metric', positional);
        capture.metrics.push(call);
        return call.at(-1);
      }),
    function: () =>
      callableObject('dbt.context.providers.ParseFunctionResolver', (positional) => {
        capture.functions.push(nameCall('function', positional));
        return relation.with({ type: 'function' });
      }),
    config: () => parseConfigObject((call) => capture.configCalls.push(call)),
    this: () => (options.draft.resourceType === 'operation' ? null : relation),
  };
}

/** Hooks that `dbt_project.yml` alone, or by now the node's whole config, gives. */
function hooksOf(draft: NodeDraft, moment: 'pre-hook' | 'post-hook'): unknown {
  const config = draft.toWire?.()['config'];
  return isMapping(config) ? fromPlain(mappingGet(config, moment) ?? []) : [];
}

/** Members without the names that only nodes have, for macros and generic tests. */
export function withoutNode(members: Members): Members {
  const {
    this: _,
    compiled_code: __,
    defer_relation: ___,
    pre_hooks: before,
    post_hooks: after,
    ...others
  } = members;
  return before === undefined || after === undefined
    ? others
    : { ...others, pre_hooks: () => null, post_hooks: () => null };
}

/** Everything that a node's template sees while it is parsed, besides macros. */
export function parseMembers(options: ParseMembersOptions): readonly Members[] {
  const { environment, context, draft, capture } = options;
  const traits = relationTraits(environment.project, environment.plugin);
  const own: Members = {
    execute: () => false,
    exceptions: () => exceptionsObject(environment.sink, draft.uniqueId),
    database: () => draft.database,
    schema: () => draft.schema,
    adapter: () =>
      parseAdapter({
        ...{ environment, context, traits },
        onAttribute: (name) => capture.reach.members.add(`adapter.${name}`),
      }),
    api: () => PyDict.from({ Relation: relationApi(traits), Column: columnApi }),
    column: () => columnApi,
    graph: () => emptyGraph(),
    model: () => fromPlain(draft.toWire?.() ?? {}),
    pre_hooks: () => hooksOf(draft, 'pre-hook'),
    post_hooks: () => hooksOf(draft, 'post-hook'),
    sql: () => null,
    compiled_code: () => null,
    sql_now: () => 'now()',
    selected_resources: () => [],
    defer_relation: () => null,
    write: () => hostFunction('write', () => ''),
    load_agate_table: () =>
      hostFunction('load_agate_table', () =>
        failTemplate('J103', `can only load_agate_table for seeds (got a ${draft.resourceType})`),
      ),
  };
  return [
    own,
    recordingMembers(options),
    toolMembers({ jinja: environment.jinja, context, textName: `text of ${draft.name}` }),
    resultMembers(new StoredResults()),
    ...environmentMembers({
      environment,
      context,
      node: draft,
      missingVar: options.missingVar,
      onEnvVar: (name, value) => capture.envVars.set(name, value),
      onVar: (name) => capture.vars.add(name),
      onVarTemplate: () => capture.reach.members.add('a variable that is a template'),
    }),
  ];
}
