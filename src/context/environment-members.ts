import { DBT_VERSION } from '../domain/index.ts';
import { fromPlain, GETATTR, PyDict, returnFunction, strOf, TYPE, truthOf, tuple } from '../jinja/index.ts';
import { envVarFunction, targetValues } from '../project/index.ts';
import type { ContextScope, Members } from './context-scope.ts';
import type { ContextEnvironment } from './contract.ts';
import { ownMember } from './own-member.ts';
import { pythonFunction } from './python-call.ts';
import { moment, pythonModules } from './python-modules.ts';
import { VALUE_MEMBERS } from './python-values.ts';
import { type MissingVarRule, variables } from './variables.ts';

export interface EnvironmentMembersOptions {
  readonly environment: ContextEnvironment;
  readonly context: ContextScope;
  /** The node that messages of `log` and missing variables name. */
  readonly node: { readonly name: string; readonly uniqueId: string | null; readonly packageName: string };
  readonly missingVar: MissingVarRule;
  readonly threadId?: string;
  readonly onEnvVar?: (name: string, value: string) => void;
  readonly onVar?: (name: string) => void;
  readonly onVarTemplate?: () => void;
}

/** `flags`: upper-case names; a name that there is not is undefined. */
function flagValues(environment: ContextEnvironment): unknown {
  const { invocation } = environment;
  const flagNamed = (name: string): unknown => {
    const given = ownMember(invocation.flags, name);
    if (given !== undefined) return given;
    return name === 'WHICH' ? invocation.command : name === 'EMPTY' ? null : undefined;
  };
  return Object.freeze({
    [GETATTR]: (name: string) => fromPlainOrUndefined(flagNamed(name)),
    [TYPE]: 'argparse.Namespace',
  });
}

const fromPlainOrUndefined = (value: unknown): unknown =>
  value === undefined ? undefined : fromPlain(value);

/** `log` and `print`: they print nothing into the text. */
function messageMembers(options: EnvironmentMembersOptions): Members {
  const { environment, node } = options;
  const emit = (message: string, kind: { readonly info: boolean; readonly print: boolean }): string => {
    environment.events({ type: 'macroMessage', message, ...kind, uniqueId: node.uniqueId });
    return '';
  };
  return {
    log: () =>
      pythonFunction('BaseContext.log', ['msg', ['info', false]], (message, info) =>
        emit(strOf(message), { info: truthOf(info), print: false }),
      ),
    print: () =>
      pythonFunction('BaseContext.print', ['msg'], (message) =>
        environment.invocation.flags['PRINT'] === false
          ? ''
          : emit(strOf(message), { info: true, print: true }),
      ),
  };
}

/** `debug()`, which is there under `DBT_MACRO_DEBUGGING` alone: a debugger that is attached to this process stops in it. */
function debugMembers({ host }: ContextEnvironment): Members {
  const known = DEBUGGING.get(host);
  if (known !== undefined) return known;
  const isOn = (host.env.get('DBT_MACRO_DEBUGGING') ?? '') !== '';
  const members = isOn ? DEBUG_MEMBERS : {};
  DEBUGGING.set(host, members);
  return members;
}

/** Asked once of each host: thousands of contexts are made. */
const DEBUGGING = new WeakMap<ContextEnvironment['host'], Members>();

const DEBUG_MEMBERS: Members = {
  debug: () =>
    pythonFunction('BaseContext.debug', [], () => {
      // biome-ignore lint/suspicious/noDebugger: to stop here is what it is for
      debugger;
      return '';
    }),
};

/** dbt's metadata variables: `DBT_ENV_CUSTOM_ENV_X` as `X`. */
function metadataEnvs(environment: ContextEnvironment): unknown {
  const prefix = 'DBT_ENV_CUSTOM_ENV_';
  const { env } = environment.host;
  const names = env.names().filter((name) => name.startsWith(prefix));
  return fromPlain(Object.fromEntries(names.map((name) => [name.slice(prefix.length), env.get(name) ?? ''])));
}

/** The flags of the call; those that may be given several times are tuples. */
function argumentsDict(args: Readonly<Record<string, unknown>>): unknown {
  const entries = Object.entries(args).map(([name, value]) => {
    const own = fromPlain(value);
    return [name, Array.isArray(own) ? tuple(...own) : own] as const;
  });
  return PyDict.from(entries);
}

/** What every template sees of the world around it: dbt's configured context. */
export function environmentMembers(options: EnvironmentMembersOptions): readonly Members[] {
  const { environment, context, node } = options;
  const { invocation, project } = environment;
  const own: Members = {
    return: () => returnFunction,
    dbt_version: () => DBT_VERSION,
    invocation_id: () => invocation.id,
    run_started_at: () => moment(invocation.startedAt),
    thread_id: () => options.threadId ?? 'MainThread',
    otel_trace_id: () => pythonFunction('otel_trace_id', [], () => '0'.repeat(32)),
    otel_span_id: () => pythonFunction('otel_span_id', [], () => '0'.repeat(16)),
    flags: () => flagValues(environment),
    modules: () => pythonModules(environment.host, environment.sink),
    target: () => fromPlain(targetValues(project.target)),
    env: () => context.member('target'),
    project_name: () => project.name,
    invocation_args_dict: () => argumentsDict(invocation.args),
    dbt_metadata_envs: () => metadataEnvs(environment),
    env_var: () =>
      envVarFunction({
        env: environment.host.env,
        ...(options.onEnvVar === undefined ? {} : { onRead: options.onEnvVar }),
      }),
    var: () =>
      variables({
        project,
        packageName: node.packageName,
        nodeName: node.name,
        jinja: environment.jinja,
        scope: () => context.scope,
        missing: options.missingVar,
        ...(options.onVar === undefined ? {} : { onRead: options.onVar }),
        ...(options.onVarTemplate === undefined ? {} : { onTemplate: options.onVarTemplate }),
      }),
    context_macro_stack: () =>
      Object.freeze({
        [GETATTR]: (name: string) =>
          ownMember(
            { depth: context.macros.stack.ids.length, call_stack: [...context.macros.stack.ids] },
            name,
          ),
        [TYPE]: 'MacroStack',
      }),
  };
  return [own, messageMembers(options), debugMembers(environment), VALUE_MEMBERS];
}
