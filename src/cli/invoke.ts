import type { Parsed } from './options/parse-argv.ts';

export async function invoke(
  parsed: Extract<Parsed, { kind: 'command' }>,
  _argv: readonly string[],
): Promise<number> {
  process.stdout.write(`${parsed.command.name} is not there yet\n`);
  return 2;
}
