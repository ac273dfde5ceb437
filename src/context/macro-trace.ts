import { relative } from 'node:path';
import { ownValue } from '../base/index.ts';
import type { Code, Diagnostic, StackFrame } from '../diagnostics/index.ts';
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
      (Object.hasOwn(SAID_AS, name) || !OWN_PARTS.test(span?.source.path ?? '')),
  );
  if (exception === undefined) return macros;
  return TURNED.has(exception) ? macros.slice(1) : [];
}

/** dbt's macros have a prefix where Jinja names them. `testName` is the generic test that was called. */
export function withMacroNames(text: string, testName?: string): string {
  return text.replace(/\bmacro '([A-Za-z_]\w*)'(?= (?:takes|was invoked) )/, (_whole, name: string) => {
    return `macro 'dbt_macro__${name === testName ? 'test_' : ''}${name}'`;
  });
}

const macroLabel = ({ name, span }: StackFrame, project: Project): string =>
  `macro ${name}${span === undefined ? '' : ` (${pathInPackage(span.source.path, project)})`}`;

/** What `ref()` and its like raise is told of a node, and a macro that runs alone is none. */
const TOLD_OF_NODES: ReadonlySet<Code> = new Set<Code>(['N100', 'N103']);

/**
 * An error in a macro that belongs to no node, as dbt tells it: with the macros that it went through, and the outermost one
 * twice: once as itself, once as what was called.
 */
export function errorOfMacro(each: Diagnostic, project: Project): Diagnostic {
  const dbtMessage = withMacroNames(each.dbtMessage);
  const macros =
    each.kind === 'Compilation Error' ? each.stack.filter(({ name }) => !name.includes(' ')) : [];
  const [inner, outer] = [macros[0], macros.at(-1)];
  if (inner === undefined || outer === undefined) return { ...each, dbtMessage };
  const isNodes = TOLD_OF_NODES.has(each.code);
  const callers = [
    ...macros.slice(1).map((frame) => macroLabel(frame, project)),
    isNodes ? '<Unknown>' : macroLabel(outer, project),
  ];
  const trace = [`> in ${macroLabel(inner, project)}`, ...callers.map((label) => `> called by ${label}`)];
  return {
    ...each,
    kind: isNodes ? each.kind : `${each.kind} in ${macroLabel(inner, project)}`,
    dbtMessage: [dbtMessage, '', ...trace].join('\n'),
  };
}

/** The macros between an error and its node, as dbt lists them below compilation errors. `label` names the node. */
export function macroTrace(problem: Diagnostic, label: string, project: Project): readonly string[] {
  const frames = toldFrames(problem);
  if (frames.length === 0) return [];
  const lines = frames.map((frame, index) => {
    const path = frame.span?.source.path;
    const place = path === undefined ? '' : ` (${pathInPackage(path, project)})`;
    return `> ${index === 0 ? 'in' : 'called by'} macro ${ownValue(SAID_AS, frame.name) ?? `${frame.name}${place}`}`;
  });
  return ['', ...lines, `> called by ${label}`];
}
