import { graphNodeEntry } from '../artifacts/index.ts';
import type { SourceDefinition } from '../domain/index.ts';
import { fromPlain } from '../jinja/index.ts';
import type { Database, NodeScope, RunEnvironment } from './contract.ts';
import { recordObject } from './node-object.ts';
import { relationTraits } from './relation-traits.ts';
import { sourceRelation } from './run-references.ts';
import { createMacroScope } from './run-scope.ts';

export interface SourceScopeOptions {
  readonly environment: RunEnvironment;
  readonly source: SourceDefinition;
  readonly database: Database;
  readonly threadId: string;
}

/** What the templates of one source see, and its relation. */
export interface SourceScope {
  /** For macros that work on the source. */
  readonly macros: NodeScope;
  /** For `loaded_at_query`: `this`, `source_node` and `model` are there too. */
  readonly query: NodeScope;
  readonly relation: unknown;
}

/** The source as dbt's object: fields as attributes, and `to_dict()`. */
function sourceObject(source: SourceDefinition): unknown {
  const entry = graphNodeEntry(source);
  return recordObject({
    typeName: 'dbt.contracts.graph.nodes.SourceDefinition',
    toDict: () => entry,
    attribute: (name) => (Object.hasOwn(entry, name) ? fromPlain(entry[name]) : undefined),
  });
}

/** The contexts in which the freshness of a source is measured. */
export function createSourceScope(options: SourceScopeOptions): SourceScope {
  const { environment, source } = options;
  const relation = sourceRelation(relationTraits(environment.project, environment.plugin), source);
  const fields = Object.entries(graphNodeEntry(source)).filter(([, value]) => value !== null);
  const extra = {
    this: relation,
    source_node: sourceObject(source),
    model: fromPlain(Object.fromEntries(fields)),
  };
  const packageName = source.packageName;
  return {
    macros: createMacroScope(options),
    query: createMacroScope({ ...options, packageName, extra }),
    relation,
  };
}
