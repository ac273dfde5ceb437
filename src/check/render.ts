import { compileNode, observeNode } from '../compile/index.ts';
import { type Diagnostic, DiagnosticError, type Span } from '../diagnostics/index.ts';
import type { CompiledNode, Node } from '../domain/index.ts';
import { failureOf } from '../run/index.ts';
import { createAnswers } from './answers.ts';
import { hookFaults } from './node-hooks.ts';
import { isOutside } from './owners.ts';
import { missingName } from './rules/missing-name.ts';
import type { World } from './world.ts';

export interface RenderOptions {
  readonly node: Node;
  readonly world: World;
  /** Whether the node's own table is there. */
  readonly isBuilt: boolean;
  /** Read sources where they are, instead of the empty tables that stand for them. Default false. */
  readonly readsSources?: boolean;
}

/** The SQL of a node, with references to ephemeral models left as names. */
export interface Rendering {
  readonly compiled: CompiledNode;
  /** Whether its template asked the database: it may come out differently the next time. */
  readonly isAsking: boolean;
  /** What its template warns of, names in it that do not exist, and what is wrong with its hooks. */
  readonly warnings: readonly Diagnostic[];
}

function readsFiles({ node, world }: RenderOptions): boolean {
  const { sources } = world.environment.manifest;
  return node.dependsOn.nodes.some((id) => {
    const source = sources.get(id);
    return source !== undefined && isOutside(source);
  });
}

/** Names that do not exist, without those of which an error tells as well. */
function unexplained(warnings: readonly Diagnostic[], errors: readonly Diagnostic[]): readonly Diagnostic[] {
  const places = new Set(errors.map(({ span }) => `${span?.source.path} ${span?.start}`));
  return warnings.filter(({ span }) => !places.has(`${span?.source.path} ${span?.start}`));
}

/**
 * Renders a node without building anything. Throws `Unanswerable` where its template asks what only a build can tell, and a
 * `DiagnosticError` at the author's line where it fails.
 */
export async function render(options: RenderOptions): Promise<Rendering> {
  const { node, world } = options;
  const warnings: Diagnostic[] = [];
  const environment = {
    ...world.environment,
    sourcesAsTables: options.readsSources !== true,
    sink: { report: (each: Diagnostic) => void warnings.push(each) },
  };
  const answers = createAnswers(options);
  const missed = (name: string, span: Span) => {
    const found = missingName({ name, span, node, environment: world.environment });
    if (found !== null) warnings.push(found);
  };
  const { observer } = observeNode();
  try {
    const compiled = await compileNode({
      node,
      environment,
      database: answers,
      injectCtes: false,
      observer: { ...observer, missed },
    });
    // What a template asks of files is asked of the files themselves.
    if (answers.asked() && options.readsSources !== true && readsFiles(options))
      return await render({ ...options, readsSources: true });
    const hooks = await hookFaults(node, world);
    return { compiled, isAsking: answers.asked(), warnings: [...warnings, ...hooks] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { diagnostics } = failureOf(error, { node, compiled: null, environment });
    throw new DiagnosticError([...unexplained(warnings, diagnostics), ...diagnostics]);
  }
}
