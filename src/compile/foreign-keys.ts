import { createNodeScope, type Database, type RunEnvironment } from '../context/index.ts';
import type { ConstraintSpec, ModelNode, Node } from '../domain/index.ts';
import type { Scope } from '../jinja/contract.ts';

const isKey = (each: ConstraintSpec): boolean => each.type === 'foreign_key' && each.to !== null;

/** Whether any of a model's constraints refers to another relation. */
function hasForeignKeys({ constraints, columns }: ModelNode): boolean {
  return constraints.some(isKey) || Object.values(columns).some((each) => each.constraints.some(isKey));
}

/** As an environment in which a reference leads to the state unless this command builds what is referred to. */
function preferringState(environment: RunEnvironment): RunEnvironment {
  const { deferral } = environment;
  if (deferral === undefined) return environment;
  return { ...environment, deferral: { ...deferral, prefersState: true, exists: () => true } };
}

/**
 * The node with the targets of its foreign keys as relation names: `to` is written as a `ref()` or `source()`, and the DDL
 * needs what it stands for.
 */
export async function withForeignKeyTargets(options: {
  readonly node: Node;
  readonly environment: RunEnvironment;
  readonly database: Database;
  readonly scope: Scope;
}): Promise<Node> {
  const { node, database } = options;
  if (node.resourceType !== 'model' || !hasForeignKeys(node)) return node;
  const environment = preferringState(options.environment);
  const isDeferring = environment !== options.environment;
  const scope = isDeferring
    ? createNodeScope({ environment, node, database, compiledCode: null }).scope
    : options.scope;
  const resolve = async (constraint: ConstraintSpec): Promise<ConstraintSpec> => {
    if (!isKey(constraint)) return constraint;
    // The relation's name alone: a key is not to what `--empty` or a batch leaves of its rows.
    const source = { path: node.originalFilePath, text: `{{ (${constraint.to}).render() }}` };
    const { text } = await environment.jinja
      .parseTemplate(source)
      .render(scope, { frameName: `${node.resourceType} ${node.name}` });
    return { ...constraint, to: text };
  };
  const all = (constraints: readonly ConstraintSpec[]) => Promise.all(constraints.map(resolve));
  const columns = await Promise.all(
    Object.entries(node.columns).map(
      async ([name, column]) => [name, { ...column, constraints: await all(column.constraints) }] as const,
    ),
  );
  return Object.freeze({
    ...node,
    constraints: await all(node.constraints),
    columns: Object.fromEntries(columns),
  });
}
