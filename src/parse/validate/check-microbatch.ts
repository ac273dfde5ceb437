import { pythonTypeName } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { Manifest, ModelNode } from '../../domain/index.ts';
import { isoMoment } from '../config/iso-moment.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

const BATCH_SIZES = ['hour', 'day', 'month', 'year'];

function isIsoMoment(value: unknown): boolean {
  if (typeof value === 'string') return isoMoment(value) !== null;
  return typeof value === 'object' && value !== null;
}

/** The first thing that a microbatch model lacks, in dbt's words. */
function faultOf({ name, config }: ModelNode): readonly [key: string, message: string] | null {
  const { event_time: eventTime, begin, batch_size: size, lookback, concurrent_batches: concurrent } = config;
  const lead = `Microbatch model '${name}'`;
  if (eventTime === null || eventTime === undefined) {
    return [
      'event_time',
      `${lead} must provide an 'event_time' (string) config that indicates the name of the event time column.`,
    ];
  }
  if (typeof eventTime !== 'string') {
    return [
      'event_time',
      `${lead} must provide an 'event_time' config of type string, but got: ${pythonTypeName(eventTime)}.`,
    ];
  }
  if (begin === null || begin === undefined) {
    return [
      'begin',
      `${lead} must provide a 'begin' (datetime) config that indicates the earliest timestamp the microbatch model should be built from.`,
    ];
  }
  if (!isIsoMoment(begin)) {
    return typeof begin === 'string'
      ? ['begin', `${lead} must provide a 'begin' config of valid datetime (ISO format), but got: ${begin}.`]
      : [
          'begin',
          `${lead} must provide a 'begin' config of type datetime, but got: ${pythonTypeName(begin)}.`,
        ];
  }
  if (!BATCH_SIZES.includes(String(size))) {
    const shown = BATCH_SIZES.map((each) => `'${each}'`).join(', ');
    return [
      'batch_size',
      `${lead} must provide a 'batch_size' config that is one of [${shown}], but got: ${size ?? 'None'}.`,
    ];
  }
  if (lookback !== null && lookback !== undefined && !Number.isInteger(lookback)) {
    return [
      'lookback',
      `${lead} must provide the optional 'lookback' config as type int, but got: ${pythonTypeName(lookback)}).`,
    ];
  }
  if (concurrent !== null && concurrent !== undefined && typeof concurrent !== 'boolean') {
    return [
      'concurrent_batches',
      `${lead} optional 'concurrent_batches' config must be of type \`bool\` if specified, but got: ${pythonTypeName(concurrent)}).`,
    ];
  }
  return null;
}

/** A project that replaces the microbatch strategy decides itself what its models need, unless its flag says otherwise. */
function isBatched(environment: ParseEnvironment): boolean {
  if (environment.flag('require_batched_execution_for_custom_microbatch_strategy', true)) return true;
  const { library } = environment.context;
  const macro = library.find('get_incremental_microbatch_sql', environment.project.name);
  return macro === undefined || library.internalPackages.includes(macro.packageName);
}

/** Checks the configs that the microbatch strategy needs. */
export function checkMicrobatch(manifest: Manifest, environment: ParseEnvironment): void {
  for (const node of manifest.nodes.values()) {
    if (node.resourceType !== 'model' || node.config.materialized !== 'incremental') continue;
    if (node.config['incremental_strategy'] !== 'microbatch' || !isBatched(environment)) continue;
    const fault = faultOf(node);
    if (fault === null) continue;
    const [key, message] = fault;
    environment.report(
      diagnostic('N038', message, {
        span: node.span,
        hint: `Set '${key}' in the config of the model.`,
        dbtMessage: message,
        uniqueId: node.uniqueId,
      }),
    );
  }
}
