import { diagnostic } from '../../diagnostics/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { GenericTestRequest } from './build-generic-test.ts';
import type { TestDefinition } from './test-definition.ts';

/** Notes ways of writing a generic test that dbt will stop accepting. */
export function deprecateTestForm(
  request: GenericTestRequest,
  definition: TestDefinition,
  environment: ParseEnvironment,
): void {
  const { target, span } = request;
  const { looseArguments, looseConfigs, config } = definition;
  const name = definition.namespace === null ? definition.name : `${definition.namespace}.${definition.name}`;
  for (const key of looseConfigs) {
    const path = `data_tests.${name}.${key}`;
    environment.report(
      diagnostic('N035', `'${key}' of test '${name}' stands outside its 'config'`, {
        span,
        dbtMessage: `Found \`${key}\` as a top-level property of \`${path}\` in file \`${target.originalFilePath}\`. The \`${key}\` top-level property should be moved into the \`config\` of \`${path}\`.`,
      }),
    );
  }
  if (
    (config['sql_header'] ?? null) !== null &&
    !environment.flag('require_sql_header_in_test_configs', false)
  ) {
    environment.report(
      diagnostic('N065', `the 'sql_header' of test '${name}' needs a flag`, {
        span,
        hint: "Set 'require_sql_header_in_test_configs' under 'flags:' in dbt_project.yml.",
        dbtMessage: `Custom key \`sql_header\` found in \`config\` at path \`models.config\` in file \`${target.originalFilePath}\`. Custom config keys should move into the \`config.meta\`.`,
      }),
    );
  }
  if (looseArguments.length === 0) return;
  environment.report(
    diagnostic(
      'N031',
      `arguments of test '${name}' stand outside 'arguments': ${looseArguments.join(', ')}`,
      {
        span,
        dbtMessage: `Found top-level arguments to test \`${name}\` defined on '${target.declaredName}' in package '${target.packageName}' (${target.originalFilePath}). Arguments to generic tests should be nested under the \`arguments\` property.`,
      },
    ),
  );
}
