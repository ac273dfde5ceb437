import { commandNamed } from './command-table.ts';
import type { UsageError } from './options/usage-error.ts';

function usageLines(path: string): string {
  const command = commandNamed(path.slice(path.indexOf(' ') + 1));
  const rest =
    command === undefined ? ' [COMMAND] [ARGS]...' : command.argument ? ` ${command.argument.metavar}` : '';
  return `Usage: ${path} [OPTIONS]${rest}\nTry '${path} --help' for help.\n\n`;
}

/** What a wrong call is told, in the form of click, on which dbt's command line is built. */
export function usageText({ commandPath, message }: UsageError, calledAs = 'sluice'): string {
  const usage = commandPath === null ? '' : usageLines(commandPath).replace(/\bsluice\b/g, calledAs);
  return `${usage}Error: ${message}\n`;
}
