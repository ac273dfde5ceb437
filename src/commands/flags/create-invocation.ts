import { join, resolve } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostics/index.ts';
import type { Invocation } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';
import { readCliVars } from '../../project/index.ts';
import { settleFlags } from './profile-settings.ts';
import { type ProjectSettings, projectSettings } from './project-settings.ts';
import { recordedArgs, resolveFlags } from './resolve-flags.ts';
import { sampleWindow } from './sample-window.ts';
import { userSettings } from './user-settings.ts';
import { olderKeys } from './warn-error-options.ts';
import { readYamlFlags } from './yaml-flags.ts';

export interface InvocationRequest {
  readonly host: Host;
  /** dbt's name of the command. */
  readonly command: string;
  /** How it was typed, by an alias perhaps: `ls`, `docs generate`. Its last word is `flags.WHICH`. Default: the command's own name. */
  readonly calledAs?: string | undefined;
  /** Options that the caller set, under dbt's names. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The words after the program's name, for the record. */
  readonly commandLine?: string | undefined;
  /** Warnings about the call itself, told once it can be told. */
  readonly notices?: readonly Diagnostic[];
}

export interface CreatedInvocation {
  readonly invocation: Invocation;
  readonly settings: ProjectSettings;
  /** How the command was typed: `docs generate`. Default: its name. */
  readonly typed?: string | undefined;
  /** Warnings about the call itself. */
  readonly notices?: readonly Diagnostic[];
}

function profilesDir(host: Host, given: unknown): string {
  if (typeof given === 'string') return resolve(host.workingDirectory, given);
  const isHere = host.files.exists(join(host.workingDirectory, 'profiles.yml'));
  return isHere ? host.workingDirectory : join(host.homeDirectory, '.dbt');
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function ignoredSelection(flags: Readonly<Record<string, unknown>>): Diagnostic | undefined {
  const isGiven = (name: string) =>
    Array.isArray(flags[name]) ? flags[name].length > 0 : Boolean(flags[name]);
  if (!isGiven('selector') || !(isGiven('select') || isGiven('exclude'))) return undefined;
  const message = '--selector is given, so that --select and --exclude mean nothing';
  return diagnostic('C013', message, {
    hint: 'Leave out one or the other.',
    dbtMessage:
      'The --select and --exclude arguments are being ignored for node selection because --selector is provided',
  });
}

/** Moments as artifacts have them. */
function readTimes(flags: Readonly<Record<string, unknown>>, now: Date): Readonly<Record<string, unknown>> {
  const read: Record<string, unknown> = {};
  const { sample } = flags;
  if (typeof sample === 'string') read['sample'] = sampleWindow(sample, now);
  for (const name of ['event_time_start', 'event_time_end']) {
    const text = flags[name];
    if (typeof text === 'string')
      read[name] = text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T');
  }
  return read;
}

/** Resolves the flags of one call. Throws a `DiagnosticError` when they cannot be used together. */
export function createInvocation(request: InvocationRequest): CreatedInvocation {
  const { host, command } = request;
  const typed = request.calledAs ?? command;
  const given = readYamlFlags(request.given);
  const settings = projectSettings(host, {
    projectDir: optionalText(given['project_dir']),
    profilesDir: optionalText(given['profiles_dir']),
    logPath: optionalText(given['log_path']),
  });
  const userFlags = userSettings(host);
  const profilesFolder = profilesDir(host, given['profiles_dir']);
  const { flags: projectFlags, notice } = settleFlags(host, settings.flags, profilesFolder);
  const resolved = resolveFlags({ command, given, projectFlags, userFlags });
  const written =
    given['warn_error_options'] ?? projectFlags['warn_error_options'] ?? userFlags['warn_error_options'];
  const notices = [...(request.notices ?? []), notice, ignoredSelection(resolved), olderKeys(written)];
  const startedAt = host.clock.now();
  const flags: Readonly<Record<string, unknown>> = {
    ...resolved,
    vars: readCliVars(resolved['vars']),
    ...readTimes(resolved, startedAt),
    project_dir: settings.root,
    profiles_dir: profilesFolder,
    log_path: settings.logPath,
    which: typed.split(' ').at(-1),
    invocation_command: `dbt ${request.commandLine ?? command}`,
    strict_mode: false,
  };
  const upper = Object.entries(flags).map(([name, value]) => [name.toUpperCase(), value] as const);
  const invocation = Object.freeze({
    id: host.uuid(),
    command,
    startedAt,
    flags: Object.fromEntries(upper),
    args: recordedArgs(flags),
  });
  return { invocation, settings, typed, notices: notices.filter((each) => each !== undefined) };
}
