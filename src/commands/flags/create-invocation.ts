import { join, resolve } from 'node:path';
import type { Invocation } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';
import { readCliVars } from '../../project/index.ts';
import { type ProjectSettings, projectSettings } from './project-settings.ts';
import { recordedArgs, resolveFlags } from './resolve-flags.ts';
import { readYamlFlags } from './yaml-flags.ts';

export interface InvocationRequest {
  readonly host: Host;
  /** dbt's name of the command. */
  readonly command: string;
  /** The name it was called by, an alias perhaps: `flags.WHICH`. Default: the command's own. */
  readonly calledAs?: string | undefined;
  /** Options that the caller set, under dbt's names. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The words after the program's name, for the record. */
  readonly commandLine?: string | undefined;
}

export interface CreatedInvocation {
  readonly invocation: Invocation;
  readonly settings: ProjectSettings;
}

function profilesDir(host: Host, given: unknown): string {
  if (typeof given === 'string') return resolve(host.workingDirectory, given);
  const isHere = host.files.exists(join(host.workingDirectory, 'profiles.yml'));
  return isHere ? host.workingDirectory : join(host.homeDirectory, '.dbt');
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Resolves the flags of one call. Throws a `DiagnosticError` when they cannot be used together. */
export function createInvocation(request: InvocationRequest): CreatedInvocation {
  const { host, command } = request;
  const given = readYamlFlags(request.given);
  const settings = projectSettings(host, {
    projectDir: optionalText(given['project_dir']),
    profilesDir: optionalText(given['profiles_dir']),
    logPath: optionalText(given['log_path']),
  });
  const resolved = resolveFlags({ command, given, projectFlags: settings.flags });
  const flags: Readonly<Record<string, unknown>> = {
    ...resolved,
    vars: readCliVars(resolved['vars']),
    project_dir: settings.root,
    profiles_dir: profilesDir(host, given['profiles_dir']),
    log_path: settings.logPath,
    which: request.calledAs ?? command,
    invocation_command: `dbt ${request.commandLine ?? command}`,
    strict_mode: false,
  };
  const upper = Object.entries(flags).map(([name, value]) => [name.toUpperCase(), value] as const);
  const invocation = Object.freeze({
    id: host.uuid(),
    command,
    startedAt: host.clock.now(),
    flags: Object.fromEntries(upper),
    args: recordedArgs(flags),
  });
  return { invocation, settings };
}
