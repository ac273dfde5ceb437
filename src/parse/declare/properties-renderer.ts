import { createDocsScope } from '../../context/index.ts';
import type { Diagnostic, Span } from '../../diagnostics/index.ts';
import { toPlain } from '../../jinja/index.ts';
import { problemOfValue } from '../../project/index.ts';
import { problemsOf } from '../extract/code-extract.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { RenderText } from '../properties/render-entry.ts';
import { UnknownName } from '../tests/test-definition.ts';

/** Renders texts of a package's properties files to values: `env_var`, `var` and `target` are what they see. */
function createRenderer(environment: ParseEnvironment, packageName: string): RenderText {
  const { jinja } = environment;
  let scope: ReturnType<typeof createDocsScope> | null = null;
  return (text, span) => {
    if (!/\{[{%#]/.test(text)) return text;
    scope ??= createDocsScope({ environment: environment.context, packageName, findDoc: null });
    return toPlain(jinja.parseTemplate({ path: span.source.path, text }).renderNative(scope.scope));
  };
}

/** dbt names the file where it finds faults of parsing, and the value where templates fail. */
function ofEntry(problem: Diagnostic, packageName: string, span: Span): Diagnostic {
  if (problem.kind !== 'Parsing Error') return problem;
  const place = `Failed to render ${span.source.path} from project ${packageName}`;
  const dbtMessage = `${place}: ${problem.kind}\n  ${problem.dbtMessage.replaceAll('\n', '\n  ')}`;
  return { ...problem, dbtMessage };
}

/** The same, reporting what fails; the text then stands for itself. */
export function createPropertiesRenderer(environment: ParseEnvironment, packageName: string): RenderText {
  const render = createRenderer(environment, packageName);
  return (text, span) => {
    try {
      return render(text, span);
    } catch (error) {
      for (const problem of problemsOf(error)) {
        environment.report(ofEntry(problemOfValue(problem, text, span), packageName, span));
      }
      return text;
    }
  };
}

/** Renders configs of generic tests. Throws `UnknownName` where dbt has a sentence of its own; reports everything else. */
export function createTestConfigRenderer(environment: ParseEnvironment, packageName: string): RenderText {
  const render = createRenderer(environment, packageName);
  return (text, span) => {
    try {
      return render(text, span);
    } catch (error) {
      const problems = problemsOf(error);
      const unknown = problems.find((each) => each.code === 'J002');
      if (unknown !== undefined)
        throw new UnknownName(unknown.dbtMessage.replace(/ undefined\. .*$/s, ' undefined'));
      for (const problem of problems) environment.report({ ...problem, span });
      return text;
    }
  };
}
