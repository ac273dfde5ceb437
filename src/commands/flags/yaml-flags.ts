import { isMapping, mappingRecord } from '../../base/index.ts';
import { parseYaml } from '../../base/yaml/index.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';

/** Options that are mappings, which a command line writes as YAML. `vars` is read with the project. */
const YAML_FLAGS = ['args', 'warn_error_options', 'sqlparse'];

function readMapping(name: string, text: string): Readonly<Record<string, unknown>> {
  const { value, errors } = parseYaml(text);
  if (errors.length === 0 && isMapping(value)) return mappingRecord(value);
  const option = `--${name.replaceAll('_', '-')}`;
  throw new DiagnosticError(
    diagnostic('C003', `The value of ${option} is not a YAML mapping`, {
      hint: `Write it like ${option} '{name: value}'.`,
      dbtMessage: `Invalid value for '${option}': String '${text}' is not valid YAML`,
    }),
  );
}

/** The options with YAML texts read. Throws a `DiagnosticError` for a text that is no mapping. */
export function readYamlFlags(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const read: Record<string, unknown> = { ...given };
  for (const name of YAML_FLAGS) {
    const value = given[name];
    if (typeof value === 'string') read[name] = readMapping(name, value);
  }
  return read;
}
