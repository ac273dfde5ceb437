import { join, resolve } from 'node:path';
import { createInvocation, invokeCommand } from '../commands/index.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import { createHost, type Host } from '../host/index.ts';
import { commandLoaders } from './command-loaders.ts';
import { withDotenv } from './dotenv.ts';
import type { GivenOptions, Parsed } from './options/parse-argv.ts';
import { readEnvironment } from './options/read-environment.ts';
import { UsageError } from './options/usage-error.ts';
import { openOutput } from './output.ts';
import { listenForInterrupts } from './signals.ts';

type Call = Extract<Parsed, { kind: 'command' }>;

function hostOfProcess(): Host {
  const host = createHost();
  return { ...host, env: withDotenv(host.env, host.files, join(host.workingDirectory, '.env')) };
}

/** What was set: on the command line, else in the environment. */
function givenOptions(call: Call, host: Host): GivenOptions {
  const given = new Map([...readEnvironment(call.command, (name) => host.env.get(name)), ...call.given]);
  const { argument } = call.command;
  if (argument !== undefined && call.argument !== undefined) given.set(argument.name, call.argument);
  return given;
}

/** A project folder that is named must be there; so it is with dbt, before anything else is looked at. */
function checkProjectDir(call: Call, host: Host, given: GivenOptions): void {
  const named = given.get('project_dir');
  if (typeof named !== 'string' || host.files.exists(resolve(host.workingDirectory, named))) return;
  throw new UsageError(
    `Invalid value for '--project-dir': Path '${named}' does not exist.`,
    `sluice ${call.calledAs}`,
  );
}

/** Flags that exclude each other or cannot be read are a wrong call. */
function resolveInvocation(call: Call, host: Host, given: GivenOptions, argv: readonly string[]) {
  try {
    return createInvocation({
      host,
      command: call.command.name,
      calledAs: call.calledAs,
      given: Object.fromEntries(given),
      commandLine: argv.join(' '),
    });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new UsageError(error.message, `sluice ${call.command.name}`);
  }
}

/** Runs a command of the command line. Answers the exit code: 0 went well, 1 a failure that was dealt with, 2 it stopped. */
export async function invoke(call: Call, argv: readonly string[]): Promise<number> {
  const host = hostOfProcess();
  const given = givenOptions(call, host);
  checkProjectDir(call, host, given);
  const created = resolveInvocation(call, host, given, argv);
  const command = await (commandLoaders[call.command.name] as (typeof commandLoaders)[string])();
  const reporter = openOutput({ host, created, given });
  const interrupts = listenForInterrupts();
  try {
    const result = await invokeCommand(command, {
      ...created,
      host,
      events: reporter.event,
      signal: interrupts.signal,
    });
    return command.succeeded(result) ? 0 : 1;
  } catch {
    // The reporter has told what happened.
    return 2;
  } finally {
    interrupts.stop();
    reporter.close();
  }
}
