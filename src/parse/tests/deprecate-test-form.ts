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
  const { looseArguments, looseConfigs } = definition;
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
