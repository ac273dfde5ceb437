import type { NodeScope, RelationObject } from '../../context/index.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { ModelNode } from '../../domain/index.ts';
import { strOf } from '../../jinja/index.ts';
import { isFlagSet } from '../flags.ts';
import type { Execution } from './executor.ts';
import { materialize } from './materialization.ts';

interface PointerConfig {
  readonly enabled?: boolean | null;
  readonly alias?: string | null;
}

const configOf = (node: ModelNode): PointerConfig =>
  (node.config['latest_version_pointer'] ?? {}) as PointerConfig;

/** Whether a view under the plain name is to stand for this version of a model. */
function isWanted(node: ModelNode, { environment }: Execution): boolean {
  const enabled =
    configOf(node).enabled ?? isFlagSet(environment.invocation, 'LATEST_VERSION_POINTER_ENABLED_BY_DEFAULT');
  return enabled && node.version !== null && node.version === node.latestVersion;
}

/** The name of the view, by `generate_latest_version_pointer_alias`. */
async function pointerAlias(node: ModelNode, execution: Execution, scope: NodeScope): Promise<string> {
  const { library, project } = execution.environment;
  const custom = String(configOf(node).alias ?? '').trim() || null;
  const macro = library.find('generate_latest_version_pointer_alias', project.name);
  if (macro === undefined) return custom ?? node.name;
  return strOf(await scope.call(macro, [custom, scope.scope.get('model')])).trim();
}

function failOnCollision(node: ModelNode, alias: string, source: RelationObject): void {
  const own = source.relation.identifier ?? '';
  const isQuoted = source.state.quotePolicy.identifier !== false;
  if (isQuoted ? own !== alias : own.toLowerCase() !== alias.toLowerCase()) return;
  const dbtMessage = `Cannot create latest version pointer: the latest version of '${node.name}' is already aliased to '${alias}'. Set \`latest_version_pointer: enabled: false\` or remove the conflicting alias.`;
  throw new DiagnosticError(
    diagnostic('D043', `the pointer to the latest version of '${node.name}' would replace that version`, {
      span: node.patchSpan ?? node.span,
      hint: `Give the version another alias, or set 'latest_version_pointer: {enabled: false}'.`,
      dbtMessage,
      uniqueId: node.uniqueId,
    }),
  );
}

/** After the latest version of a model was built: makes the view under the plain name that selects from it. */
export async function makeVersionPointer(
  execution: Execution,
  built: { readonly scope: NodeScope; readonly relations: readonly RelationObject[] },
): Promise<void> {
  const { node } = execution;
  const [source] = built.relations;
  if (source === undefined || node.resourceType !== 'model' || !isWanted(node, execution)) return;
  const alias = await pointerAlias(node, execution, built.scope);
  failOnCollision(node, alias, source);
  const compiledCode = `select * from ${source.render()}`;
  const pointer: ModelNode = Object.freeze({
    ...node,
    alias,
    rawCode: compiledCode,
    language: 'sql',
    uniqueId: `${node.uniqueId}__latest_version_pointer`,
    config: Object.freeze({
      ...node.config,
      materialized: 'view',
      'pre-hook': [],
      'post-hook': [],
      persist_docs: {},
    }),
  });
  await materialize({
    ...execution,
    node: pointer,
    compiled: { node: pointer, compiledCode, spanMap: [], extraCtes: [] },
  });
}
