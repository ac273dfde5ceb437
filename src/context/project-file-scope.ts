import type { Invocation } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import { fromPlain, GETATTR, returnFunction, type Scope, TYPE } from '../jinja/index.ts';
import type { Members } from './context-scope.ts';
import { ownMember } from './own-member.ts';
import { moment, pythonModules } from './python-modules.ts';
import { VALUE_MEMBERS } from './python-values.ts';

export interface ProjectFileScopeOptions {
  readonly host: Host;
  readonly invocation: Invocation;
}

/**
 * What templates in dbt_project.yml, profiles.yml and selectors.yml see besides `env_var`, `var` and `target`: dbt's base
 * context, as far as it needs no project.
 */
export function createProjectFileScope({ host, invocation }: ProjectFileScopeOptions): Scope {
  const flags = Object.freeze({
    [GETATTR]: (name: string) => {
      const value = ownMember({ WHICH: invocation.command, ...invocation.flags }, name);
      return value === undefined ? undefined : fromPlain(value);
    },
    [TYPE]: 'Namespace',
  });
  const members: Members = {
    ...VALUE_MEMBERS,
    return: () => returnFunction,
    invocation_id: () => invocation.id,
    run_started_at: () => moment(invocation.startedAt),
    flags: () => flags,
    modules: () => pythonModules(host),
  };
  return { get: (name) => ownMember(members, name)?.() };
}
