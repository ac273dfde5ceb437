import { relative } from 'node:path';
import type { Diagnostic, StackFrame } from '../diagnostics/index.ts';
import type { Project } from '../domain/index.ts';

/** The path of a file below the root of its package, as dbt names it; paths are relative to the project. */
export function pathInPackage(path: string, project: Project): string {
  for (const each of project.packages) {
    const folder = each.isInternal ? each.name : relative(project.root, each.root);
    if (folder !== '' && path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  }
  return path;
}

/** Errors of Python that dbt turns into its own where a macro ends: that macro is not told any more. */
const TURNED: ReadonlySet<string> = new Set(['TypeError', 'UndefinedError']);

/** The folder of the built-in macros that dbt does not have: parts of those that it does. */
const OWN_PARTS = /^(?:dbt|dbt_duckdb)\/macros\/sluice\//;

/** Those that stand in the place of one of dbt's. */
const SAID_AS: Readonly<Record<string, string>> = {
  statement_text: 'statement (macros/etc/statement.sql)',
};

/** The macros that dbt tells of. Errors of other Python classes reach the node as they are, without a trace. */
function toldFrames({ kind, stack, exception }: Diagnostic): readonly StackFrame[] {
  if (kind !== 'Compilation Error') return [];
  const macros = stack.filter(
    ({ name, span }) =>
      !name.includes(' ') &&
      name !== 'caller' &&
      (name in SAID_AS || !OWN_PARTS.test(span?.source.path ?? '')),
  );
  if (exception === undefined) return macros;
  return TURNED.has(exception) ? macros.slice(1) : [];
}

/** The macros between an error and its node, as dbt lists them below compilation errors. `label` names the node. */
export function macroTrace(problem: Diagnostic, label: string, project: Project): readonly string[] {
  const frames = toldFrames(problem);
  if (frames.length === 0) return [];
  const lines = frames.map((frame, index) => {
    const path = frame.span?.source.path;
    const place = path === undefined ? '' : ` (${pathInPackage(path, project)})`;
    return `> ${index === 0 ? 'in' : 'called by'} macro ${SAID_AS[frame.name] ?? `${frame.name}${place}`}`;
  });
  return ['', ...lines, `> called by ${label}`];
}
