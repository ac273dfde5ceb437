import { type Diagnostic, DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { CompiledNode, FunctionNode } from '../../domain/index.ts';
import { fromPlain } from '../../jinja/index.ts';
import { failureOf } from '../failure.ts';
import { type Executed, type Execution, saidOnly } from './executor.ts';
import { materialize } from './materialization.ts';

/** A function, or one overload of it, as it is about to be made. */
interface Definition {
  readonly node: FunctionNode;
  readonly compiled: CompiledNode;
}

/**
 * What templates see as `function_definitions`: what is made so far of this function, and the one that is made now at the end.
 * Engines whose overloads belong to one statement write all of them each time.
 */
function definitionsFor(made: readonly Definition[]): Readonly<Record<string, unknown>> {
  return {
    function_definitions: made.map(({ node, compiled }) =>
      fromPlain({
        arguments: node.arguments.map(({ name, dataType, description, defaultValue }) => ({
          name,
          data_type: dataType,
          description,
          default_value: defaultValue,
        })),
        returns: { data_type: node.returns.dataType, description: node.returns.description },
        compiled_code: compiled.compiledCode,
      }),
    ),
  };
}

/** What the engine cannot do at all is told as that, not as a macro that is missing. */
function asRefusal(error: unknown, { node, environment }: Execution): unknown {
  if (!(error instanceof DiagnosticError) || node.resourceType !== 'function') return error;
  const wanted = `${node.config['type']}_function_${node.language}`;
  const isMissing = (each: Diagnostic) =>
    each.code === 'J101' && each.dbtMessage.includes(`No macro named '${wanted}' found`);
  if (!error.diagnostics.some(isMissing)) return error;
  const engine = environment.plugin.name;
  const kind = node.language === 'sql' ? `of type ${node.config['type']}` : `written in ${node.language}`;
  return new DiagnosticError(
    error.diagnostics.map((each) =>
      isMissing(each)
        ? {
            ...diagnostic(
              'D040',
              `'${node.name}' is ${kind}, and no macro '${wanted}' makes such functions`,
              {
                span: { ...node.span, end: node.span.start },
                hint: `Write it in SQL, or a macro '${engine}__${wanted}' of your own.`,
                dbtMessage: each.dbtMessage,
                uniqueId: node.uniqueId,
              },
            ),
            kind: each.kind,
            stack: each.stack,
          }
        : each,
    ),
  );
}

/** Rows have columns: a built-in macro is not asked for a table function that gives back anything else. */
function checkTable({ node, environment }: Execution, { returns }: FunctionNode): void {
  const macroName = `table_function_${node.language}`;
  if (node.config['type'] !== 'table' || node.language !== 'sql' || /^\s*table\b/i.test(returns.dataType))
    return;
  const { library } = environment;
  const { packageName } = library.dispatch({
    macroName,
    macroNamespace: 'dbt',
    packageName: node.packageName,
  });
  if (!library.internalPackages.includes(packageName)) return;
  throw new DiagnosticError(
    diagnostic('D041', `'${node.name}' is a table function and returns '${returns.dataType}'`, {
      span: node.patchSpan ?? node.span,
      hint: "Write 'returns: {data_type: table}', or name the columns: 'table(id integer)'.",
      dbtMessage: `In dispatch: No macro named '${macroName}' found within namespace: 'dbt'`,
      uniqueId: node.uniqueId,
    }),
  );
}

async function make(execution: Execution, made: readonly Definition[]) {
  const { node, compiled } = made[made.length - 1] as Definition;
  checkTable(execution, node);
  try {
    const extra = definitionsFor(made);
    const { scope } = await materialize({ ...execution, node, compiled }, { extra });
    return scope;
  } catch (error) {
    throw asRefusal(error, execution);
  }
}

interface OverloadsMade {
  readonly successful: readonly string[];
  readonly failed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes the overloads one after the other; one that fails does not hinder the next. */
async function makeOverloads(execution: Execution, root: Definition): Promise<OverloadsMade> {
  const { environment, session } = execution;
  const { clock } = environment.host;
  const overloads = root.compiled.overloads ?? [];
  const made = [root];
  const successful: string[] = [];
  const failed: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [at, { definedIn, compiled }] of overloads.entries()) {
    const place = { node: root.node, overload: definedIn, index: at + 1, total: overloads.length };
    environment.events({ type: 'overloadStarted', ...place });
    const started = clock.monotonic();
    const definition = { node: compiled.node as FunctionNode, compiled };
    const seconds = () => (clock.monotonic() - started) / 1000;
    try {
      await make(execution, [...made, definition]);
      made.push(definition);
      successful.push(definedIn);
      environment.events({ type: 'overloadFinished', ...place, error: null, seconds: seconds() });
    } catch (error) {
      await session.settle();
      const failure = failureOf(error, { node: definition.node, compiled, environment });
      failed.push(definedIn);
      diagnostics.push(...failure.diagnostics);
      environment.events({ type: 'overloadFinished', ...place, error: failure.message, seconds: seconds() });
    }
  }
  return { successful, failed, diagnostics };
}

/**
 * A function and its overloads, each by its own call of the `function` materialization, as dbt does it. When only overloads
 * fail the function is there: dbt's `partial success`.
 */
export async function executeFunction(execution: Execution): Promise<Executed> {
  const { node, compiled, session } = execution;
  if (node.resourceType !== 'function' || compiled === null) {
    throw new DiagnosticError(diagnostic('I001', `${node.uniqueId} was not compiled`));
  }
  session.forget();
  const root: Definition = { node, compiled };
  const scope = await make(execution, [root]);
  const { successful, failed, diagnostics } = await makeOverloads(execution, root);
  const response = scope.result('main')?.response ?? {};
  const said = response['_message'];
  const isPartial = failed.length > 0;
  return {
    status: isPartial ? 'partial success' : 'success',
    message: isPartial ? `PARTIAL SUCCESS ${node.name}` : said === undefined ? null : String(said),
    failures: null,
    adapterResponse: saidOnly(response),
    rows: null,
    diagnostics,
    overloadResults: { successful, failed },
  };
}
