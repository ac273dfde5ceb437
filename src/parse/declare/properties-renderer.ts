import { createDocsScope } from '../../context/index.ts';
import { toPlain } from '../../jinja/index.ts';
import { problemsOf } from '../extract/code-extract.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { RenderText } from '../properties/render-entry.ts';

/** Renders texts of a package's properties files to values: `env_var`, `var` and `target` are what they see. */
export function createPropertiesRenderer(environment: ParseEnvironment, packageName: string): RenderText {
  const { jinja } = environment;
  let scope: ReturnType<typeof createDocsScope> | null = null;
  return (text, span) => {
    if (!/\{[{%#]/.test(text)) return text;
    scope ??= createDocsScope({ environment: environment.context, packageName, findDoc: () => undefined });
    try {
      return toPlain(jinja.parseTemplate({ path: span.source.path, text }).renderNative(scope.scope));
    } catch (error) {
      for (const problem of problemsOf(error)) {
        const place = `Failed to render ${span.source.path} from project ${packageName}`;
        environment.report({
          ...problem,
          span,
          kind: 'Parsing Error',
          dbtMessage: `${place}: ${problem.kind}\n  ${problem.dbtMessage.replaceAll('\n', '\n  ')}`,
        });
      }
      return text;
    }
  };
}
