import { diagnostic, type Span } from '../../diagnostics/index.ts';
import type {
  DeclaredResource,
  FunctionNode,
  GraphNode,
  Group,
  Node,
  SourceDefinition,
  UniqueId,
} from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

type Declared = Exclude<GraphNode, { readonly entry: unknown }>;

/** What `ref`, `source`, ... would be asked for, in dbt's words. */
function searchedAs(node: Declared | Group): readonly [string, string] {
  switch (node.resourceType) {
    case 'model':
    case 'seed':
    case 'snapshot':
      return [node.name, `looking for ref("${node.name}")`];
    case 'source':
      return [`${node.sourceName}_${node.name}`, `looking for source("${node.sourceName}", "${node.name}")`];
    case 'test': {
      if (node.testMetadata === null) return [node.name, `looking for ${node.name}`];
      const column = node.columnName === null ? '' : `column "${node.columnName}" in `;
      return [`${node.name}" defined on ${column}"${node.fileKeyName}`, 'running tests'];
    }
    default:
      return [node.name, `looking for ${node.name}`];
  }
}

const PLURALS: Readonly<Record<string, string>> = { analysis: 'analyses', test: 'data_tests' };

function plural(resourceType: string): string {
  return PLURALS[resourceType] ?? `${resourceType}s`;
}

/** What messages say of something that only YAML declares. */
export interface NamedEntry extends Pick<DeclaredResource, 'name' | 'uniqueId' | 'originalFilePath'> {
  readonly resourceType: DeclaredResource['resourceType'] | 'fixture';
}

/** Reports that two things that only YAML declares have the same name: metrics, unit tests, ...; `span` is where the later one stands. */
export function reportDuplicateEntry(
  later: NamedEntry,
  earlier: NamedEntry,
  options: { readonly span: Span; readonly environment: ParseEnvironment },
): void {
  const kind = `${later.resourceType.replace(/y$/, 'ie')}s`;
  options.environment.report(
    diagnostic('N009', `two ${kind.replace('_', ' ')} have the name '${later.name}'`, {
      span: options.span,
      dbtMessage: `dbt found two ${kind} with the name "${later.name}".\n\nSince these resources have the same name, dbt will be unable to find the correct resource\nwhen looking for ${later.name}.\n\nTo fix this, change the name of one of these resources:\n- ${later.uniqueId} (${later.originalFilePath})\n- ${earlier.uniqueId} (${earlier.originalFilePath})`,
      uniqueId: later.uniqueId,
    }),
  );
}

/** Reports that two things of one package have the same name. */
export function reportDuplicate<Value extends Declared | Group>(
  later: Value,
  earlier: Value,
  environment: ParseEnvironment,
): void {
  const [name, action] = searchedAs(later);
  const kind = later.resourceType === earlier.resourceType ? plural(later.resourceType) : 'resources';
  environment.report(
    diagnostic('N009', `two ${kind.replace('data_tests', 'tests')} have the name '${later.name}'`, {
      span: later.span,
      notes: [{ message: 'the other one', span: earlier.span }],
      dbtMessage: `dbt found two ${kind} with the name "${name}".\n\nSince these resources have the same name, dbt will be unable to find the correct resource\nwhen ${action}.\n\nTo fix this, change the name of one of these resources:\n- ${later.uniqueId} (${later.originalFilePath})\n- ${earlier.uniqueId} (${earlier.originalFilePath})`,
      uniqueId: later.uniqueId,
    }),
  );
}

/** Keeps enabled and disabled things apart, and reports enabled ones of the same id. */
export interface Collection {
  readonly nodes: Map<UniqueId, Node>;
  readonly sources: Map<UniqueId, SourceDefinition>;
  readonly functions: Map<UniqueId, FunctionNode>;
  readonly disabled: Map<UniqueId, GraphNode[]>;
  addNode(node: Node): void;
  addSource(source: SourceDefinition): void;
  addDisabled(node: GraphNode): void;
}

/** An empty collection of what a project declares. */
export function createCollection(environment: ParseEnvironment): Collection {
  const nodes = new Map<UniqueId, Node>();
  const sources = new Map<UniqueId, SourceDefinition>();
  const functions = new Map<UniqueId, FunctionNode>();
  const disabled = new Map<UniqueId, GraphNode[]>();
  const addDisabled = (node: GraphNode) => {
    const known = disabled.get(node.uniqueId);
    if (known === undefined) disabled.set(node.uniqueId, [node]);
    else known.push(node);
  };
  const add = <Value extends Declared>(all: Map<UniqueId, Value>, value: Value) => {
    if (value.config.enabled === false) return addDisabled(value);
    const earlier = all.get(value.uniqueId);
    if (earlier !== undefined) reportDuplicate(value, earlier, environment);
    else all.set(value.uniqueId, value);
  };
  return {
    nodes,
    sources,
    functions,
    disabled,
    addDisabled,
    addNode: (node) => (node.resourceType === 'function' ? add(functions, node) : add(nodes, node)),
    addSource: (source) => add(sources, source),
  };
}
