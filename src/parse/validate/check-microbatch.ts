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

/** The event times of what a model selects from, with the names of those that have one. */
function inputTimes(
  node: ModelNode,
  manifest: Manifest,
): readonly (readonly [name: string, time: unknown])[] {
  return node.dependsOn.nodes.flatMap((id) => {
    const input = manifest.nodes.get(id) ?? manifest.sources.get(id);
    const time = input?.config['event_time'];
    return input !== undefined && time ? [[input.name, time] as const] : [];
  });
}

/** A batch is read by the event times of what the model selects from. */
function inputFault(node: ModelNode, manifest: Manifest): readonly [key: string, message: string] | null {
  const odd = inputTimes(node, manifest).find(([, time]) => typeof time !== 'string');
  if (odd === undefined) return null;
  const [name, time] = odd;
  return [
    'event_time',
    `Microbatch model '${node.name}' depends on an input node '${name}' with an 'event_time' config of invalid (non-string) type: <class '${pythonTypeName(time)}'>.`,
  ];
}

function warnOfInputs(node: ModelNode, environment: ParseEnvironment): void {
  const message = `the microbatch model '${node.name}' reads nothing that has an 'event_time'`;
  environment.report(
    diagnostic('N048', message, {
      span: node.span,
      uniqueId: node.uniqueId,
      dbtMessage: `The microbatch model '${node.name}' has no 'ref' or 'source' input with an 'event_time' configuration. \nThis means no filtering can be applied and can result in unexpected duplicate records in the resulting microbatch model.`,
    }),
  );
}

function warnOfOwnStrategy(environment: ParseEnvironment): void {
  const name = 'get_incremental_microbatch_sql';
  const macro = environment.context.library.find(name, environment.project.name);
  environment.report(
    diagnostic('N049', `the macro '${name}' of this project is not called in batches`, {
      span: macro?.span,
      dbtMessage:
        'The use of a custom microbatch macro outside of batched execution is deprecated. To use it with batched execution, set `flags.require_batched_execution_for_custom_microbatch_strategy` to `True` in `dbt_project.yml`. In the future this will be the default behavior.',
    }),
  );
}

/** Checks the configs that the microbatch strategy needs. */
export function checkMicrobatch(manifest: Manifest, environment: ParseEnvironment): void {
  const models = [...manifest.nodes.values()].filter(
    (node): node is ModelNode =>
      node.resourceType === 'model' &&
      node.config.materialized === 'incremental' &&
      node.config['incremental_strategy'] === 'microbatch',
  );
  if (models.length === 0) return;
  if (!isBatched(environment)) {
    warnOfOwnStrategy(environment);
    return;
  }
  for (const node of models) {
    const fault = faultOf(node) ?? inputFault(node, manifest);
    if (fault === null) {
      if (inputTimes(node, manifest).length === 0) warnOfInputs(node, environment);
      continue;
    }
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
