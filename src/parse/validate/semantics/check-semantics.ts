import { diagnostic } from '../../../diagnostics/index.ts';
import type { Manifest } from '../../../domain/index.ts';
import { isDict } from '../../config/plain.ts';
import type { ParseEnvironment } from '../../parse-environment.ts';
import { conversionMetrics } from './conversions.ts';
import { whereFilters } from './filters.ts';
import type { Issue, Rule } from './issue.ts';
import { entityLabels, metricLabels, modelLabels } from './labels.ts';
import {
  aggregationTimes,
  countExpressions,
  fixedDimensions,
  measureNames,
  percentiles,
} from './measures.ts';
import {
  cumulativeMetrics,
  derivedInputs,
  derivedMetrics,
  measureAliases,
  nestedParams,
  simpleExpressions,
} from './metrics.ts';
import {
  defaultTimes,
  dimensionPairs,
  dimensionTypes,
  elementTypes,
  naturalEntities,
  primaryEntities,
  reservedKeywords,
  validityWindows,
} from './models.ts';
import { names } from './names.ts';
import { savedQueries } from './saved-queries.ts';
import { timeGranularities, timeSpines } from './time-spines.ts';

/** The rules of dbt's validation, in its order. */
function rulesFor({ jinja, flag }: ParseEnvironment): readonly Rule[] {
  return [
    percentiles,
    derivedInputs,
    derivedMetrics,
    countExpressions,
    measureNames,
    validityWindows,
    dimensionTypes,
    elementTypes,
    naturalEntities,
    measureAliases,
    cumulativeMetrics,
    names,
    aggregationTimes,
    reservedKeywords,
    fixedDimensions,
    defaultTimes,
    primaryEntities,
    dimensionPairs,
    whereFilters(jinja),
    savedQueries(jinja),
    metricLabels,
    modelLabels,
    entityLabels,
    conversionMetrics,
    timeSpines,
    timeGranularities,
    simpleExpressions,
    ...(flag('require_nested_cumulative_type_params', true) ? [nestedParams] : []),
  ];
}

/** The semantic layer is read from tables and views: an ephemeral model is none. */
function checkRelations(semanticModels: Manifest['semanticModels'], environment: ParseEnvironment): void {
  for (const { entry, name, uniqueId, originalFilePath } of semanticModels.values()) {
    const relation = entry['node_relation'];
    if (!isDict(relation) || relation['relation_name'] !== null) continue;
    environment.report(
      diagnostic('N046', `the model of semantic model '${name}' is ephemeral, so there is no table to read`, {
        notes: [{ message: `${uniqueId} in ${originalFilePath}` }],
        dbtMessage:
          '1 validation error for PydanticSemanticModel\nnode_relation -> relation_name\n  none is not an allowed value (type=type_error.none.not_allowed)',
        uniqueId,
      }),
    );
  }
}

function issueDiagnostic({ resource, message, isWarning = false, deprecation }: Issue) {
  return diagnostic('N046', message, {
    notes: [{ message: `${resource.uniqueId} in ${resource.originalFilePath}` }],
    ...(isWarning ? { severity: 'warning' as const } : {}),
    // dbt tells each under this name, faults as well as warnings, and then that it ends.
    kind: deprecation ?? 'SemanticValidationFailure',
    uniqueId: resource.uniqueId,
  });
}

/** Checks the semantic layer by the rules of dbt's validation. */
export function checkSemantics(manifest: Manifest, environment: ParseEnvironment): void {
  const { metrics, semanticModels } = manifest;
  checkRelations(semanticModels, environment);
  if (metrics.size === 0 || semanticModels.size === 0) return;
  const issues = rulesFor(environment).flatMap((rule) => rule(manifest));
  const [first] = issues.filter((each) => each.isWarning !== true);
  for (const issue of issues) environment.report(issueDiagnostic(issue));
  if (first === undefined) return;
  environment.report(
    diagnostic('N046', 'the semantic layer is not valid', {
      notes: [{ message: 'what is wrong stands above' }],
      dbtMessage: 'Semantic Manifest validation failed.',
    }),
  );
}
