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

const SQLPARSE_KEYS = ['MAX_GROUPING_DEPTH', 'MAX_GROUPING_TOKENS'];

function checkSqlparse(given: unknown): void {
  if (!isMapping(given)) return;
  const unknown = Object.keys(mappingRecord(given)).find((key) => !SQLPARSE_KEYS.includes(key));
  if (unknown === undefined) return;
  const sentence = `Unknown sqlparse option: ${unknown}. Valid options: ${SQLPARSE_KEYS.join(', ')}`;
  throw new DiagnosticError(
    diagnostic('C003', sentence, {
      hint: 'The option is accepted for compatibility and changes nothing.',
      dbtMessage: `Invalid value for '--sqlparse': ${sentence}`,
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
  checkSqlparse(read['sqlparse']);
  return read;
}
