import { type CommandSpec, commandTable, typedName } from './command-table.ts';
import { globalOptions } from './options/global-options.ts';
import { negativeForm, type OptionSpec } from './options/option.ts';

const COLUMN = 34;

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function row(left: string, text: string, width: number): string {
  const lines = wrap(text, Math.max(30, width - COLUMN));
  const first = `  ${left}`.padEnd(COLUMN);
  const indent = ' '.repeat(COLUMN);
  const head = first.length > COLUMN ? [first, `${indent}${lines[0]}`] : [`${first}${lines[0]}`];
  return [...head, ...lines.slice(1).map((line) => indent + line)].join('\n');
}

const METAVARS: Partial<Record<OptionSpec['kind'], string>> = {
  text: 'TEXT',
  integer: 'N',
  list: 'NAME...',
  yaml: 'YAML',
};

function metavar(spec: OptionSpec): string {
  if (spec.choices !== undefined && spec.kind === 'choice') return ` ${spec.choices.join('|')}`;
  const name = spec.metavar ?? (spec.kind === 'choices' ? 'TYPE...' : METAVARS[spec.kind]);
  return name === undefined ? '' : ` ${name}`;
}

function forms(spec: OptionSpec): string {
  const [main = ''] = spec.long;
  const negative = negativeForm(spec) === undefined ? main : main.replace('--', '--[no-]');
  const short = spec.short?.[0];
  return `${short === undefined ? '' : `${short}, `}${negative}${metavar(spec)}`;
}

function optionRows(specs: readonly OptionSpec[], width: number): string[] {
  return specs
    .filter((spec) => spec.hidden !== true)
    .sort((a, b) => ((a.long[0] as string) < (b.long[0] as string) ? -1 : 1))
    .map((spec) => row(forms(spec), spec.help, width));
}

/** What `sluice --help` prints. */
export function mainHelp(width: number): string {
  const commands = commandTable.map((each) =>
    row([typedName(each), ...(each.aliases ?? [])].join(', '), each.summary, width),
  );
  return [
    'Usage: sluice [OPTIONS] COMMAND [ARGS]...',
    '',
    '  Run dbt projects on DuckDB.',
    '',
    'Commands:',
    ...commands,
    '',
    'Options, before or after the command:',
    ...optionRows(globalOptions, width),
    row('-v, --version', 'Show the version.', width),
    row('-h, --help', 'Show this, or the help of a command.', width),
    '',
  ].join('\n');
}

/** What `sluice run --help` prints. */
export function commandHelp(command: CommandSpec, width: number): string {
  const argument = command.argument === undefined ? '' : ` ${command.argument.metavar}`;
  return [
    `Usage: sluice ${typedName(command)} [OPTIONS]${argument}`,
    '',
    `  ${command.summary}`,
    '',
    'Options:',
    ...optionRows(command.options, width),
    '',
    'Options of every command:',
    ...optionRows(globalOptions, width),
    row('-h, --help', 'Show this.', width),
    '',
  ].join('\n');
}
