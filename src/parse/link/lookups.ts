import type {
  DocBlock,
  FunctionNode,
  GraphNode,
  Node,
  SourceDefinition,
  UniqueId,
} from '../../domain/index.ts';
import { isRefable } from '../../domain/index.ts';

/** Things by name and package, in the order in which they were made. */
type ByPackage<Value> = ReadonlyMap<string, ReadonlyMap<string, Value>>;

/** What `ref`, `source` and `doc` search in. */
export interface Lookups {
  readonly refs: ByPackage<Node>;
  readonly sources: ByPackage<SourceDefinition>;
  readonly docs: ByPackage<DocBlock>;
  readonly functions: ByPackage<FunctionNode>;
  /** Disabled things under the names by which they would be found. */
  readonly disabled: ByPackage<readonly GraphNode[]>;
}

class Index<Value> {
  readonly all = new Map<string, Map<string, Value>>();

  set(name: string, packageName: string, value: Value): void {
    let packages = this.all.get(name);
    if (packages === undefined) {
      packages = new Map();
      this.all.set(name, packages);
    }
    packages.set(packageName, value);
  }
}

/** The name that tells versions of a model apart. */
export function searchNameOf(node: GraphNode): string {
  if (node.resourceType === 'source') return `${node.sourceName}.${node.name}`;
  if (node.resourceType === 'model' && node.version !== null) return `${node.name}.v${node.version}`;
  return node.name;
}

/** Nodes that `ref` can find. The plain name of a versioned model means its latest version. */
export function indexRefs(nodes: Iterable<Node>): ByPackage<Node> {
  const refs = new Index<Node>();
  for (const node of nodes) {
    if (!isRefable(node)) continue;
    const { packageName } = node;
    if (node.resourceType === 'model' && node.version !== null) {
      refs.set(searchNameOf(node), packageName, node);
      if (node.version === node.latestVersion) refs.set(node.name, packageName, node);
    } else {
      refs.set(node.name, packageName, node);
    }
  }
  return refs.all;
}

export interface LookupOptions {
  readonly nodes: Iterable<Node>;
  readonly sources: Iterable<SourceDefinition>;
  readonly docs: Iterable<DocBlock>;
  readonly functions: Iterable<FunctionNode>;
  readonly disabled: ReadonlyMap<UniqueId, readonly GraphNode[]>;
}

/** Indexes everything that can be referred to by name. */
export function createLookups(options: LookupOptions): Lookups {
  const sources = new Index<SourceDefinition>();
  for (const each of options.sources) sources.set(searchNameOf(each), each.packageName, each);
  const docs = new Index<DocBlock>();
  for (const each of options.docs) docs.set(each.name, each.packageName, each);
  const disabled = new Index<readonly GraphNode[]>();
  for (const nodes of options.disabled.values()) {
    for (const node of nodes) {
      const name = searchNameOf(node);
      const before = disabled.all.get(name)?.get(node.packageName) ?? [];
      disabled.set(name, node.packageName, [...before, node]);
    }
  }
  const functions = new Index<FunctionNode>();
  for (const each of options.functions) functions.set(each.name, each.packageName, each);
  return {
    refs: indexRefs(options.nodes),
    sources: sources.all,
    docs: docs.all,
    functions: functions.all,
    disabled: disabled.all,
  };
}
