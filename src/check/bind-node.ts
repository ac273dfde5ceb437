import type { Shadow } from '../adapter/contract.ts';
import { compileNode } from '../compile/index.ts';
import { type Database, externalLocation, type RunEnvironment } from '../context/index.ts';
import { type Diagnostic, DiagnosticError } from '../diagnostics/index.ts';
import type { Column, CompiledNode, Node, SourceDefinition } from '../domain/index.ts';
import { failureOf } from '../run/index.ts';
import { type Finding, NOTHING_FOUND } from './finding.ts';

export interface BindNodeOptions {
  readonly node: Node | SourceDefinition;
  readonly environment: RunEnvironment;
  readonly shadow: Shadow;
  /** Its SQL from the check before, when only what it reads may have changed. */
  readonly earlier: CompiledNode | null;
}

/** Thrown in place of an answer of the database. */
class NeedsDatabase extends Error {}

const NO_DATABASE: Database = {
  open: async () => {
    throw new NeedsDatabase();
  },
};

function declaredColumns({ columns }: Node | SourceDefinition): readonly Column[] {
  return Object.values(columns).map(({ name, dataType }) => ({ name, type: dataType ?? 'VARCHAR' }));
}

function whenBuilt(node: Node | SourceDefinition, reason: string): Finding {
  return { ...NOTHING_FOUND, columns: declaredColumns(node), isCertain: false, reason };
}

function failed(diagnostics: readonly Diagnostic[]): Finding {
  return { ...NOTHING_FOUND, isCertain: false, diagnostics };
}

async function bindSource(source: SourceDefinition, { shadow }: BindNodeOptions): Promise<Finding> {
  const external = externalLocation(source);
  if (external === null) return whenBuilt(source, 'its table is in the database');
  try {
    return { ...NOTHING_FOUND, columns: await shadow.columnsOf(`select * from ${external}`) };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return failed(error.diagnostics.map((each) => ({ ...each, span: source.span })));
  }
}

async function compiledOf(node: Node, { environment, earlier }: BindNodeOptions): Promise<CompiledNode> {
  if (earlier !== null) return earlier;
  const quiet = { ...environment, events: () => {}, sourcesAsTables: true };
  return compileNode({ node, environment: quiet, database: NO_DATABASE, injectCtes: false });
}

async function bindSql(node: Node, options: BindNodeOptions): Promise<Finding> {
  const { environment, shadow } = options;
  let compiled: CompiledNode | null = null;
  try {
    compiled = await compiledOf(node, options);
    const columns = await shadow.columnsOf(compiled.compiledCode);
    return { ...NOTHING_FOUND, columns, compiled };
  } catch (error) {
    if (error instanceof NeedsDatabase) return whenBuilt(node, 'its template asks the database');
    if (!(error instanceof DiagnosticError)) throw error;
    return failed(failureOf(error, { node, compiled, environment }).diagnostics);
  }
}

/** Looks at one node or source on the empty tables of what it reads. */
export async function bindNode(options: BindNodeOptions): Promise<Finding> {
  const { node } = options;
  if (node.resourceType === 'source') return bindSource(node, options);
  if (node.resourceType === 'seed') return whenBuilt(node, 'its columns are those of its file');
  return bindSql(node, options);
}
