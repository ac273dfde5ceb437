import { diagnostic } from '../../diagnostics/index.ts';
import type { FunctionNode, Manifest } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

/** Arguments that may be left out come last, or a call could not tell which one it leaves out. */
function checkDefaults(node: FunctionNode, environment: ParseEnvironment): void {
  const first = node.arguments.findIndex((each) => each.defaultValue !== null);
  if (first === -1) return;
  const late = node.arguments.slice(first).find((each) => each.defaultValue === null);
  if (late === undefined) return;
  environment.report(
    diagnostic(
      'N043',
      `the argument '${late.name}' of '${node.name}' has no default, but one before it has`,
      {
        span: node.patchSpan ?? node.span,
        hint: 'Give it a default too, or put it before the arguments that have one.',
        dbtMessage: `Non-defaulted argument '${late.name}' of function '${node.name}' comes after a defaulted argument. Non-defaulted arguments cannot come after defaulted arguments. `,
        uniqueId: node.uniqueId,
      },
    ),
  );
}

function checkLanguage(node: FunctionNode, environment: ParseEnvironment): void {
  if (node.language !== 'javascript') return;
  const engine = environment.project.target.type;
  environment.report(
    diagnostic('N044', `'${node.name}' is written in JavaScript, which '${engine}' does not run`, {
      span: { ...node.span, end: node.span.start },
      dbtMessage: `[ERROR]: Function '${node.name}' uses JavaScript, which is not supported on '${engine}'. `,
      uniqueId: node.uniqueId,
    }),
  );
}

/** Checks what dbt asks of functions once all of them are known. */
export function checkFunctions(manifest: Manifest, environment: ParseEnvironment): void {
  for (const node of manifest.functions.values()) {
    checkLanguage(node, environment);
    checkDefaults(node, environment);
  }
}
