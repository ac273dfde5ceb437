import { nearest } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { Macro } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { GenericTestRequest } from './build-generic-test.ts';
import type { TestDefinition } from './test-definition.ts';

export interface TestMacro {
  /** What dbt takes for the test's macro while it parses: it does not look at the namespace then. */
  readonly noted: Macro | undefined;
  /** What the test calls. */
  readonly called: Macro | undefined;
}

/** Arguments that the macro does not declare, or needs and does not get. */
export function hasOddArguments(
  macro: Macro,
  kwargs: Readonly<Record<string, unknown>>,
  environment: ParseEnvironment,
): boolean {
  const { parameters } = environment.context.library.template(macro);
  const names = new Set(parameters.map((each) => each.name));
  if (Object.keys(kwargs).some((each) => !names.has(each))) return true;
  return parameters.some((each) => !each.hasDefault && each.name !== 'model' && !(each.name in kwargs));
}

/** Warns of arguments that the test will be refused for when it runs. */
export function warnOfOddArguments(
  request: GenericTestRequest,
  definition: TestDefinition,
  macro: Macro,
  environment: ParseEnvironment,
): void {
  if (!hasOddArguments(macro, definition.kwargs, environment)) return;
  const names = environment.context.library.template(macro).parameters.map((each) => each.name);
  const odd = Object.keys(definition.kwargs).find((each) => !names.includes(each));
  const close = odd === undefined ? undefined : nearest(odd, names);
  environment.report(
    diagnostic(
      'N018',
      odd === undefined
        ? `test '${definition.name}' is not given all of its arguments: ${names.filter((each) => each !== 'model').join(', ')}`
        : `test '${definition.name}' has no argument '${odd}'`,
      {
        severity: 'warning',
        span: request.span,
        ...(close === undefined ? {} : { hint: `Did you mean '${close}'?` }),
        ...(odd === undefined
          ? {}
          : { dbtMessage: `macro 'dbt_macro__${macro.name}' takes no keyword argument '${odd}'` }),
      },
    ),
  );
}

function reportMissing(
  request: GenericTestRequest,
  definition: TestDefinition,
  environment: ParseEnvironment,
): void {
  const { library } = environment.context;
  const known = library
    .namesIn(request.target.packageName)
    .flatMap((each) => (each.startsWith('test_') ? [each.slice(5)] : []));
  const close = nearest(definition.name, known);
  const shown =
    definition.namespace === null ? definition.name : `${definition.namespace}.${definition.name}`;
  environment.report(
    diagnostic('N017', `there is no generic test '${shown}'`, {
      severity: 'warning',
      span: request.span,
      hint:
        close === undefined
          ? 'Define it in a {% test %} block, or install the package that has it.'
          : `Did you mean '${close}'?`,
      dbtMessage: `'test_${definition.name}' is undefined. This can happen when calling a macro that does not exist. Check for typos and/or install package dependencies with "dbt deps".`,
    }),
  );
}

/** The macro of a declared test; reports that there is none. */
export function findTestMacro(
  request: GenericTestRequest,
  definition: TestDefinition,
  environment: ParseEnvironment,
): TestMacro {
  const { library } = environment.context;
  const { packageName } = request.target;
  const { name, namespace } = definition;
  const noted = library.findGenericTest({ name, namespace: null, packageName });
  const called = namespace === null ? noted : library.findGenericTest({ name, namespace, packageName });
  if (called === undefined) reportMissing(request, definition, environment);
  return { noted, called };
}
