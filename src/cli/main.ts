import { commandHelp, mainHelp } from './help.ts';
import { parseArgv } from './options/parse-argv.ts';
import { UsageError } from './options/usage-error.ts';
import { guardStreams } from './streams.ts';
import { usageText } from './usage-text.ts';
import { versionText } from './version-text.ts';

/** Exit codes as dbt has them: 1 is a failure that was dealt with, 2 a wrong call, a broken project or a bug. */
const USAGE = 2;

function helpWidth(): number {
  return Math.min(process.stdout.columns ?? 100, 110);
}

/** By which name this was called: an alias says so. */
async function calledAs(): Promise<string> {
  const { createHost } = await import('../host/index.ts');
  return createHost().env.get('SLUICE_CALLED_AS') === 'dbt' ? 'dbt' : 'sluice';
}

async function reportUsage(error: UsageError): Promise<void> {
  process.stderr.write(usageText(error, await calledAs()));
  process.exitCode = USAGE;
}

/** What nothing else has caught: the fault is ours. */
function reportBug(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `error[I001] A bug in Sluice\n${text}\n  help: report it with the command you called\n`,
  );
  process.exitCode = USAGE;
}

/**
 * The command line. Sets the exit code and never throws. Help and version are answered here; a command and all that it
 * needs is loaded when it is called.
 */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  guardStreams();
  try {
    const parsed = parseArgv(argv);
    if (parsed.kind === 'version') process.stdout.write(versionText(await calledAs()));
    else if (parsed.kind === 'help') {
      const text =
        parsed.command === undefined ? mainHelp(helpWidth()) : commandHelp(parsed.command, helpWidth());
      process.stdout.write(text);
    } else {
      const { invoke } = await import('./invoke.ts');
      process.exitCode = await invoke(parsed, argv);
    }
  } catch (error) {
    if (error instanceof UsageError) await reportUsage(error);
    else reportBug(error);
  }
}
