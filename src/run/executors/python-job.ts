import { join } from 'node:path';
import type { PythonInput, PythonOutcome } from '../../adapter/contract.ts';
import { type NodeScope, RelationObject, type RunEnvironment } from '../../context/index.ts';
import { DiagnosticError, diagnostic, lineSpan } from '../../diagnostics/index.ts';
import type { ModelNode } from '../../domain/index.ts';
import {
  CALL,
  callValue,
  fromPlain,
  getAttribute,
  type HostFunction,
  hostFunction,
  strOf,
} from '../../jinja/index.ts';
import type { Execution } from './executor.ts';

/** Programs to try: the one that `SLUICE_PYTHON` names, or what the PATH has. */
function pythonCommands({ host }: RunEnvironment): readonly string[] {
  const named = host.env.get('SLUICE_PYTHON') ?? '';
  if (named !== '') return [named];
  const folders = (host.env.get('PATH') ?? '').split(host.platform === 'win32' ? ';' : ':');
  const names = host.platform === 'win32' ? ['python.exe', 'py.exe'] : ['python3', 'python'];
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...new Set(found)].filter((path) => path.includes('python') && host.files.exists(path));
}

/** The script that runs models lies in the built-in package of the engine. */
function runnerOf({ project, plugin }: RunEnvironment): string {
  const owner = project.packages.find((each) => each.name === plugin.macroPackages[0]);
  return join(owner?.root ?? '', 'python', 'run_model.py');
}

async function called(value: unknown, positional: readonly unknown[], keywords = {}): Promise<unknown> {
  const call = (value as { readonly [CALL]?: HostFunction } | undefined)?.[CALL];
  return call === undefined ? callValue(value, positional) : call(positional, keywords);
}

/** The text under which a model's code finds a relation, and the relation's place. */
async function inputOf(found: unknown, scope: NodeScope): Promise<PythonInput> {
  const isRelation = found instanceof RelationObject;
  const whole = isRelation ? await called(getAttribute(found, 'render'), []) : found;
  const text = strOf(await called(scope.scope.get('resolve_model_name'), [whole]))
    .trim()
    .replaceAll('\\"', '"');
  const { database, schema, identifier } = isRelation
    ? found.relation
    : { database: null, schema: null, identifier: null };
  const place = database !== null && schema !== null && identifier !== null;
  const isNamed = place && text === strOf(whole) && text.endsWith(`"${identifier}"`);
  return { text, place: isNamed ? [database, schema, identifier] : null };
}

/** What the model refers to, each once; its own table when its code asks for it and there is one. */
async function inputsOf(
  node: ModelNode,
  execution: Execution,
  scope: NodeScope,
): Promise<readonly PythonInput[]> {
  const { session } = execution;
  const found: unknown[] = [];
  for (const { name, package: owner, version } of node.refs) {
    const names = owner === null ? [name] : [owner, name];
    found.push(await called(scope.scope.get('ref'), names, fromKeywords({ v: version })));
  }
  for (const { source, table } of node.sources)
    found.push(await called(scope.scope.get('source'), [source, table]));
  const own = scope.scope.get('this');
  if (/\bthis\b/.test(node.rawCode) && own instanceof RelationObject) {
    const { adapter } = await session.open();
    if (adapter.catalog.get(own.relation) !== undefined) found.push(own);
  }
  const inputs = new Map<string, PythonInput>();
  for (const each of found) {
    const input = await inputOf(each, scope);
    inputs.set(input.text, input);
  }
  return [...inputs.values()];
}

function fromKeywords(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fromPlain(value)]));
}

const INSTALL = 'Install it there, or name another Python in SLUICE_PYTHON.';

/** Why a table that is there is not found. */
function absenceHint({ message }: { readonly message: string }): { readonly hint?: string } {
  const isAbsent = /CatalogException: Catalog Error: Table with name/.test(message);
  return isAbsent
    ? { hint: '`session` has the tables that the model names with dbt.ref and dbt.source, and no others.' }
    : {};
}

/** What went wrong, at the line of the model. */
function failureOf(outcome: Exclude<PythonOutcome, { kind: 'done' }>, node: ModelNode): DiagnosticError {
  const { span, uniqueId } = node;
  if (outcome.kind === 'withoutPython') {
    const message = `'${node.name}' is a model in Python, and there is no Python to run it`;
    const hint = 'Install Python 3 with the package duckdb, or name one in SLUICE_PYTHON.';
    return new DiagnosticError(diagnostic('D120', message, { span, uniqueId, hint, dbtMessage: message }));
  }
  if (outcome.kind === 'withoutPackage') {
    const message = `'${node.name}' needs the package '${outcome.module}' in Python`;
    const hint = `${outcome.command} -m pip install ${outcome.module}. ${INSTALL}`;
    const dbtMessage = `Python model failed:\n${outcome.reason}`;
    return new DiagnosticError(diagnostic('D121', message, { span, uniqueId, hint, dbtMessage }));
  }
  const { problem, command } = outcome;
  const dbtMessage = `Python model failed:\n${problem.text}`;
  const frame = problem.frames.findLast(({ file }) => file === node.originalFilePath);
  const before = span.source.text.slice(0, Math.max(0, span.source.text.indexOf(node.rawCode)));
  const offset = before.split('\n').length - 1;
  const own = node.rawCode.split('\n').length;
  const isOwn = frame !== undefined && frame.line <= own;
  const place = isOwn ? lineSpan(span.source, frame.line + offset) : span;
  const details = { span: place, uniqueId, dbtMessage, ...absenceHint(problem) };
  return new DiagnosticError(
    problem.module === null
      ? diagnostic('D122', problem.message, details)
      : diagnostic('D121', `'${node.name}' needs the package '${problem.module}' in Python`, {
          ...details,
          hint: `${command} -m pip install ${problem.module}. ${INSTALL}`,
        }),
  );
}

/** A program of its own knows no limits: a project that is confined runs none. */
function confined({ name, span, uniqueId }: ModelNode): DiagnosticError {
  const message = `'${name}' is a model in Python, and the project is confined`;
  return new DiagnosticError(diagnostic('D123', message, { span, uniqueId, dbtMessage: message }));
}

/** `submit_python_job` of a model in Python: runs it, and makes its table. `scopeOf` gives the context that it is called in. */
export function pythonJob(execution: Execution, node: ModelNode, scopeOf: () => NodeScope): unknown {
  return hostFunction('submit_python_job', async ([, code]) => {
    const { environment, session } = execution;
    if (environment.project.target.confinedTo !== undefined) throw confined(node);
    const { adapter, connection } = await session.open();
    if (adapter.runPython === undefined) {
      const message = `${adapter.name} runs no models in Python`;
      throw new DiagnosticError(diagnostic('D120', message, { span: node.span, uniqueId: node.uniqueId }));
    }
    const outcome = await adapter.runPython(connection, {
      // Macros indent what they put into a statement; lines of errors are counted from the model's first.
      code: strOf(code).trimStart(),
      path: node.originalFilePath,
      identifier: node.alias,
      inputs: await inputsOf(node, execution, scopeOf()),
      commands: pythonCommands(environment),
      runner: runnerOf(environment),
      folder: environment.project.root,
    });
    if ('stdout' in outcome && outcome.stdout !== '') {
      const message = outcome.stdout.trimEnd();
      environment.events({ type: 'macroMessage', message, info: true, print: true, uniqueId: node.uniqueId });
    }
    if (outcome.kind !== 'done') throw failureOf(outcome, node);
    return fromPlain({ _message: 'OK' });
  });
}
