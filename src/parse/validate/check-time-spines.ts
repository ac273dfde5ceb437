import { pythonRepr } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { Manifest, ModelNode } from '../../domain/index.ts';
import { isDict } from '../config/plain.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

/** Granularities up to a day: a spine of one of them can be summed up to every larger one. */
const FINE = new Set(['nanosecond', 'microsecond', 'millisecond', 'second', 'minute', 'hour', 'day']);

/** The name by which a model is a time spine without YAML that says so. */
const LEGACY_NAME = 'metricflow_time_spine';

const listed = (names: readonly string[]) => `[${names.map((each) => pythonRepr(each)).join(', ')}]`;

function granularityOf(node: ModelNode): string | null {
  return node.columns[String(node.timeSpine?.['standard_granularity_column'])]?.granularity ?? null;
}

/** What is wrong with the columns of a time spine, in dbt's words. */
function faultOf(node: ModelNode): string | null {
  const spine = node.timeSpine;
  if (spine === null) return null;
  const known = Object.keys(node.columns);
  const standard = String(spine['standard_granularity_column']);
  if (!known.includes(standard)) {
    return `Time spine standard granularity column must be defined on the model. Got invalid column name '${standard}' for model '${node.name}'. Valid names: ${listed(known)}.`;
  }
  if (!granularityOf(node)) {
    return `Time spine standard granularity column must have a granularity defined. Please add one for column '${standard}' in model '${node.name}'.`;
  }
  const custom = spine['custom_granularities'];
  const missing = (Array.isArray(custom) ? custom.filter(isDict) : [])
    .map((each) => String(each['column_name'] || each['name']))
    .filter((each) => !known.includes(each));
  if (missing.length === 0) return null;
  return `Time spine custom granularity columns do not exist in the model. Columns not found: ${listed(missing)}; Available columns: ${listed(known)}`;
}

function report(node: ModelNode | undefined, message: string, environment: ParseEnvironment): void {
  environment.report(
    diagnostic('N045', message, {
      ...(node === undefined ? {} : { span: node.patchSpan ?? node.span, uniqueId: node.uniqueId }),
      dbtMessage: message,
    }),
  );
}

/** Checks the columns of time spines, and that there is one where semantic models need it. Answers whether all is well. */
export function checkTimeSpines(manifest: Manifest, environment: ParseEnvironment): boolean {
  const models = [...manifest.nodes.values()].filter((node) => node.resourceType === 'model');
  let isWell = true;
  for (const node of models) {
    const fault = faultOf(node);
    if (fault === null) continue;
    isWell = false;
    report(node, fault, environment);
  }
  if (manifest.semanticModels.size === 0) return isWell;
  const isSpine = (node: ModelNode) =>
    node.name === LEGACY_NAME || (node.timeSpine !== null && FINE.has(granularityOf(node) ?? ''));
  if (models.some(isSpine)) return isWell;
  report(
    undefined,
    'The semantic layer requires a time spine model with granularity DAY or smaller in the project, but none was found. Guidance on creating this model can be found on our docs site (https://docs.getdbt.com/docs/build/metricflow-time-spine).',
    environment,
  );
  return false;
}
