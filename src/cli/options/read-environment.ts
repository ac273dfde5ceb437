import type { CommandSpec } from '../command-table.ts';
import { optionsOf } from '../command-table.ts';
import { convert, isFailure, type OptionValue, optionLabel } from './convert.ts';
import type { GivenOptions } from './parse-argv.ts';
import { UsageError } from './usage-error.ts';

/** Variables of older dbt versions and what they mean now. */
const OLD_NAMES: readonly { readonly variable: string; readonly name: string; readonly negated?: true }[] = [
  { variable: 'DBT_DEFER_TO_STATE', name: 'defer' },
  { variable: 'DBT_FAVOR_STATE_MODE', name: 'favor_state' },
  { variable: 'DBT_NO_PRINT', name: 'print', negated: true },
  { variable: 'DBT_ARTIFACT_STATE_PATH', name: 'state' },
];

/**
 * Options that environment variables set: `DBT_ENGINE_X` wins over `DBT_X`; an empty variable counts as not set.
 *
 * @throws UsageError when a variable holds what its option cannot take
 */
export function readEnvironment(
  command: CommandSpec,
  get: (name: string) => string | undefined,
): GivenOptions {
  const found = new Map<string, OptionValue>();
  for (const spec of optionsOf(command)) {
    if (spec.env === undefined) continue;
    const names = [`DBT_ENGINE_${spec.env}`, `DBT_${spec.env}`];
    const name = names.find((each) => (get(each) ?? '') !== '');
    if (name === undefined) continue;
    const value = convert(spec, get(name) as string);
    if (isFailure(value)) {
      const where = `${optionLabel(spec)} (env var: '${name}')`;
      throw new UsageError(`Invalid value for ${where}: ${value.failure}`, `sluice ${command.name}`);
    }
    found.set(spec.name, value);
  }
  for (const { variable, name, negated } of OLD_NAMES) {
    const text = get(variable) ?? '';
    if (text === '') continue;
    const isTrue = /^(1|true|t|yes|y|on)$/i.test(text);
    found.set(name, name === 'state' ? text : negated === true ? !isTrue : isTrue);
  }
  return found;
}
