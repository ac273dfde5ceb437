import { commandLoaders } from '../../src/cli/command-loaders.ts';
import { parseArgv } from '../../src/cli/options/parse-argv.ts';
import { UsageError } from '../../src/cli/options/usage-error.ts';
import { prepareCall } from '../../src/cli/prepare-call.ts';
import { invokeCommand } from '../../src/commands/index.ts';
import { type Diagnostic, DiagnosticError } from '../../src/diagnostics/index.ts';
import type { Event, NodeResult } from '../../src/domain/index.ts';
import { createHost } from '../../src/host/index.ts';
import { createRecorder, paintFor } from '../../src/report/index.ts';
import type { LogRecord } from '../../src/report/records/record.ts';

/** A call of the command line without a process of its own. */
export interface CommandLine {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandAnswer {
  readonly exitCode: number;
  /** The sentence of a wrong call. */
  readonly usage: string | null;
  /** What dbt would log, of every level. */
  readonly records: readonly LogRecord[];
  /** What became of nodes, in the order in which they were done. */
  readonly results: readonly NodeResult[];
  /** Everything that was told, in the results of nodes as well. */
  readonly diagnostics: readonly Diagnostic[];
  /** Why the fault is ours, if it is. */
  readonly stack: string | null;
}

function hostIn(folder: string, env: Readonly<Record<string, string>>) {
  return {
    ...createHost(folder),
    env: { get: (name: string) => env[name], names: () => Object.keys(env) },
  };
}

/** Calls the command line in a folder and with nothing but the given environment. */
export async function callCommandLine({ argv, folder, env = {} }: CommandLine): Promise<CommandAnswer> {
  const records: LogRecord[] = [];
  const results: NodeResult[] = [];
  const diagnostics: Diagnostic[] = [];
  let stack: string | null = null;
  const collect = (event: Event) => {
    if (event.type === 'diagnostic') diagnostics.push(event.diagnostic);
    if (event.type === 'nodeFinished' || event.type === 'nodeSkipped') {
      results.push(event.result);
      diagnostics.push(...event.result.diagnostics);
    }
    if (event.type !== 'commandFailed') return;
    diagnostics.push(...event.diagnostics);
    stack = event.stack;
  };
  const answer = (exitCode: number, usage: string | null): CommandAnswer => ({
    exitCode,
    usage,
    records,
    results,
    diagnostics,
    stack,
  });
  try {
    const call = parseArgv(argv);
    if (call.kind !== 'command') return answer(0, null);
    const host = hostIn(folder, env);
    const { created } = prepareCall({ call, host, argv });
    const command = await (commandLoaders[call.command.name] as (typeof commandLoaders)[string])();
    const record = createRecorder({
      command: call.command.name,
      paint: paintFor({ colours: false }),
      width: 80,
      quiet: false,
      targetPath: 'target',
      now: () => new Date(),
    });
    const events = (event: Event) => {
      collect(event);
      records.push(...record(event));
    };
    const result = await invokeCommand(command, { ...created, host, events });
    return answer(command.succeeded(result) ? 0 : 1, null);
  } catch (error) {
    if (error instanceof UsageError) return answer(2, error.message);
    // What stops a command was told as an event before.
    if (error instanceof DiagnosticError || stack !== null) return answer(2, null);
    throw error;
  }
}
