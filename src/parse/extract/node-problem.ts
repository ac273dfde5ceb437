import type { Diagnostic } from '../../diagnostics/index.ts';

/** Where a template belongs that could not be rendered. */
export interface ProblemScene {
  readonly uniqueId: string;
  /** `model orders (models/orders.sql)`: how dbt names it. */
  readonly label: string;
  /** The name of the generic test that was called. */
  readonly testName?: string;
}

const AT_NODES: ReadonlySet<string> = new Set(['Compilation Error', 'Runtime Error']);

/** The macros between an error and its node, as dbt lists them below compilation errors. */
function stackLines(problem: Diagnostic, scene: ProblemScene): readonly string[] {
  if (problem.kind !== 'Compilation Error') return [];
  const macros = problem.stack.filter((frame) => !frame.name.includes(' '));
  if (macros.length === 0) return [];
  const lines = macros.map((frame, index) => {
    const path = frame.span === undefined ? '' : ` (${frame.span.source.path})`;
    return `> ${index === 0 ? 'in' : 'called by'} macro ${frame.name}${path}`;
  });
  return ['', ...lines, `> called by ${scene.label}`];
}

/** dbt's macros have a prefix where Jinja names them. */
function withMacroNames(text: string, { testName }: ProblemScene): string {
  return text.replace(/\bmacro '([A-Za-z_]\w*)'(?= takes )/, (_whole, name: string) => {
    return `macro 'dbt_macro__${name === testName ? 'test_' : ''}${name}'`;
  });
}

/** A problem with the node in whose template it was found. */
export function atNode(problem: Diagnostic, scene: ProblemScene): Diagnostic {
  if (!AT_NODES.has(problem.kind)) return { ...problem, uniqueId: problem.uniqueId ?? scene.uniqueId };
  return {
    ...problem,
    kind: `${problem.kind} in ${scene.label}`,
    dbtMessage: [withMacroNames(problem.dbtMessage, scene), ...stackLines(problem, scene)].join('\n'),
    uniqueId: problem.uniqueId ?? scene.uniqueId,
  };
}
