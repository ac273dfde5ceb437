import { macroTrace, withMacroNames } from '../../context/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Project } from '../../domain/index.ts';

/** Where a template belongs that could not be rendered. */
export interface ProblemScene {
  readonly uniqueId: string;
  /** `model orders (models/orders.sql)`: how dbt names it. */
  readonly label: string;
  readonly project: Project;
  /** The name of the generic test that was called. */
  readonly testName?: string;
}

const AT_NODES: ReadonlySet<string> = new Set(['Compilation Error', 'Database Error', 'FailFast Error']);

/** A problem with the node in whose template it was found. */
export function atNode(problem: Diagnostic, scene: ProblemScene): Diagnostic {
  // What a template raises by itself is told with its node, whatever the kind.
  if (!AT_NODES.has(problem.kind) && problem.code !== 'J100')
    return { ...problem, uniqueId: problem.uniqueId ?? scene.uniqueId };
  return {
    ...problem,
    kind: `${problem.kind} in ${scene.label}`,
    dbtMessage: [
      withMacroNames(problem.dbtMessage, scene.testName),
      ...macroTrace(problem, scene.label, scene.project),
    ].join('\n'),
    uniqueId: problem.uniqueId ?? scene.uniqueId,
  };
}
