import { resolve } from 'node:path';
import { type CreatedInvocation, createInvocation } from '../commands/index.ts';
import { type Diagnostic, DiagnosticError } from '../diagnostics/index.ts';
import type { Host } from '../host/index.ts';
import { commandTable, optionsOf } from './command-table.ts';
import { olderSelect, renamedVariable, reservedVariable } from './notices.ts';
import { optionLabel } from './options/convert.ts';
import type { PathKind } from './options/option.ts';
import type { GivenOptions, Parsed } from './options/parse-argv.ts';
import { type OldVariable, readEnvironment, unknownVariables } from './options/read-environment.ts';
import { UsageError } from './options/usage-error.ts';

/** A command that was called, with what was written behind it. */
export type CommandCall = Extract<Parsed, { kind: 'command' }>;

export interface PrepareRequest {
  readonly call: CommandCall;
  readonly host: Host;
  readonly argv: readonly string[];
}

interface Given {
  readonly options: GivenOptions;
  readonly oldVariables: readonly OldVariable[];
}

/** What was set: by older variables, else on the command line, else in the environment. */
function givenOptions(call: CommandCall, host: Host): Given {
  const { given, replaced, oldVariables } = readEnvironment(call.command, (name) => host.env.get(name));
  const options = new Map([...given, ...call.given, ...replaced]);
  const { argument } = call.command;
  if (argument !== undefined && call.argument !== undefined) options.set(argument.name, call.argument);
  return { options, oldVariables };
}

const PATH_FAULTS: Readonly<
  Record<PathKind, (path: string, isFolder: boolean | undefined) => string | undefined>
> = {
  existing: (path, isFolder) => (isFolder === undefined ? `Path '${path}' does not exist.` : undefined),
  existingFile: (path, isFolder) =>
    isFolder === undefined
      ? `File '${path}' does not exist.`
      : isFolder
        ? `File '${path}' is a directory.`
        : undefined,
  file: (path, isFolder) => (isFolder === true ? `File '${path}' is a directory.` : undefined),
  folder: (path, isFolder) => (isFolder === false ? `Directory '${path}' is a file.` : undefined),
};

/** Paths that are named must lead to what their option takes, before anything else is looked at. */
function checkPaths(call: CommandCall, host: Host, given: GivenOptions): void {
  for (const spec of optionsOf(call.command)) {
    const path = given.get(spec.name);
    if (spec.path === undefined || typeof path !== 'string' || path === '') continue;
    const isFolder = host.files.stat(resolve(host.workingDirectory, path))?.isDirectory;
    const fault = PATH_FAULTS[spec.path](path, isFolder);
    if (fault === undefined) continue;
    const where = call.givenBefore.has(spec.name) ? 'sluice' : `sluice ${call.calledAs}`;
    throw new UsageError(`Invalid value for ${optionLabel(spec)}: ${fault}`, where);
  }
}

/** Variables that mean nothing or have another name by now. */
function environmentNotices(host: Host, { oldVariables }: Given): readonly Diagnostic[] {
  return [
    ...oldVariables.map(renamedVariable),
    ...unknownVariables(host.env.names(), commandTable.flatMap(optionsOf)).map(reservedVariable),
  ];
}

/** The older forms of --select, which dbt finds among the words themselves. */
function wordNotices(argv: readonly string[]): readonly Diagnostic[] {
  return ['--models', '--model', '-m'].filter((word) => argv.includes(word)).map(olderSelect);
}

/** Flags that exclude each other or cannot be read are a wrong call. */
function resolveInvocation({ call, host, argv }: PrepareRequest, given: Given): CreatedInvocation {
  try {
    return createInvocation({
      host,
      command: call.command.name,
      calledAs: call.calledAs,
      given: Object.fromEntries(given.options),
      commandLine: argv.join(' '),
      notices: [...environmentNotices(host, given), ...wordNotices(argv)],
    });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new UsageError(error.diagnostics[0]?.dbtMessage ?? error.message, `sluice ${call.calledAs}`);
  }
}

/**
 * Brings command line, environment and files of settings together.
 *
 * @throws UsageError when they make no sense
 */
export function prepareCall({ call, host, argv }: PrepareRequest): {
  readonly created: CreatedInvocation;
  readonly given: GivenOptions;
} {
  const given = givenOptions(call, host);
  checkPaths(call, host, given.options);
  return { created: resolveInvocation({ call, host, argv }, given), given: given.options };
}
