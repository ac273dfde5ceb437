import { diagnostic } from '../../diagnostics/index.ts';
import type { Manifest, ModelNode, Node } from '../../domain/index.ts';
import { isRefable } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

/** Where a relation lives; unlike `relationName` ephemeral models have one too. */
function placeOf(node: Node, environment: ParseEnvironment): string {
  return environment.relationName({ database: node.database, schema: node.schema, identifier: node.alias });
}

function isRelational(node: Node, environment: ParseEnvironment): boolean {
  if (node.resourceType !== 'test') return isRefable(node);
  return node.testMetadata !== null || node.attachedNode === null
    ? node.config['store_failures'] === true || environment.storeFailures
    : false;
}

function reportPlace(name: string, later: Node, earlier: Node, environment: ParseEnvironment): void {
  environment.report(
    diagnostic('N010', `'${later.name}' and '${earlier.name}' would both build ${name}`, {
      span: later.span,
      notes: [{ message: 'the other one', span: earlier.span }],
      hint: `Give one of them another 'alias' or 'schema'.`,
      dbtMessage: `dbt found two resources with the database representation "${name}".\ndbt cannot create two resources with identical database representations. To fix this,\nchange the configuration of one of these resources:\n- ${earlier.uniqueId} (${earlier.originalFilePath})\n- ${later.uniqueId} (${later.originalFilePath})`,
      uniqueId: later.uniqueId,
    }),
  );
}

function reportSharedName(later: Node, earlier: Node, environment: ParseEnvironment): void {
  const isError = environment.flag('require_unique_project_resource_names', false);
  const deprecation = `Found resources with the same name '${later.name}' in package '${later.packageName}': '${earlier.uniqueId}' and '${later.uniqueId}'. Please update one of the resources to have a unique name.`;
  const message = `dbt found two resources with the name "${later.name}".\n\nSince these resources have the same name, dbt will be unable to find the correct resource\nwhen looking for ref("${later.name}").\n\nTo fix this, change the name of one of these resources:\n- ${earlier.uniqueId} (${earlier.originalFilePath})\n- ${later.uniqueId} (${later.originalFilePath})`;
  environment.report(
    diagnostic(
      'N009',
      `a ${earlier.resourceType} and a ${later.resourceType} have the name '${later.name}'`,
      {
        severity: isError ? 'error' : 'warning',
        span: later.span,
        notes: [{ message: 'the other one', span: earlier.span }],
        kind: isError ? 'Compilation Error' : 'DuplicateNameDistinctNodeTypesDeprecation',
        dbtMessage: isError ? message : deprecation,
        uniqueId: later.uniqueId,
      },
    ),
  );
}

function reportVersioned(versioned: ModelNode, plain: Node, environment: ParseEnvironment): void {
  environment.report(
    diagnostic('N033', `'${plain.name}' is the name of versioned and unversioned models`, {
      span: plain.span,
      notes: [{ message: 'a version', span: versioned.span }],
      dbtMessage: `dbt found versioned and unversioned models with the name "${plain.name}".\n\nSince these resources have the same name, dbt will be unable to find the correct resource\nwhen looking for ref('${plain.name}').\n\nTo fix this, change the name of the unversioned resource\n${plain.uniqueId} (${plain.originalFilePath})\nor add the unversioned model to the versions in ${versioned.patchPath}`,
      uniqueId: plain.uniqueId,
    }),
  );
}

/** Two resources may share neither a relation nor a name that `ref` looks for. */
export function checkNames(manifest: Manifest, environment: ParseEnvironment): void {
  const places = new Map<string, Node>();
  const plain = new Map<string, Node>();
  const versioned = new Map<string, ModelNode>();
  for (const node of manifest.nodes.values()) {
    if (!isRelational(node, environment)) continue;
    const key = `${node.packageName}.${node.name}`;
    if (node.resourceType === 'model' && node.version !== null) versioned.set(key, node);
    else {
      const earlier = plain.get(key);
      if (earlier !== undefined) reportSharedName(node, earlier, environment);
      plain.set(key, node);
    }
    const place = placeOf(node, environment);
    const before = places.get(place);
    if (before !== undefined) reportPlace(place, node, before, environment);
    else places.set(place, node);
  }
  for (const [key, node] of versioned) {
    const other = plain.get(key);
    if (other !== undefined) reportVersioned(node, other, environment);
  }
}
