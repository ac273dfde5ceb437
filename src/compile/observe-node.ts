import type { NodeObserver } from '../context/index.ts';
import type { Node, UniqueId } from '../domain/index.ts';

/** What one node did while it was compiled and run. */
export interface NodeObservation {
  readonly observer: NodeObserver;
  /** The file of the statement that was run last; null when none was written. */
  buildPath(): string | null;
  /** The node with the macros that only running called: those behind `if execute`, or chosen by a query. */
  complete<Kind extends Node>(node: Kind): Kind;
}

/** Watches one node. dbt adds to `depends_on.macros` and sets `build_path` as it goes, in nodes that fail too. */
export function observeNode(): NodeObservation {
  const called = new Set<UniqueId>();
  // Copying a node costs, and a run asks for the same one several times.
  let last: { readonly from: Node; readonly count: number; readonly made: Node } | null = null;
  let written: string | null = null;
  return {
    observer: {
      wrote: (path) => {
        written = path;
      },
      called: (macro) => void called.add(macro),
    },
    buildPath: () => written,
    complete<Kind extends Node>(node: Kind): Kind {
      if (last?.count === called.size && (last.from === node || last.made === node)) return last.made as Kind;
      const known = node.dependsOn.macros;
      const found = [...called].filter((id) => !known.includes(id));
      if (found.length === 0) return node;
      const dependsOn = { ...node.dependsOn, macros: [...known, ...found] };
      const made = Object.freeze<Node>({ ...(node as Node), dependsOn });
      last = { from: node, count: called.size, made };
      return made as Kind;
    },
  };
}
