import type { RunEnvironment } from '../../context/index.ts';
import type { ModelNode, Step } from '../../domain/index.ts';
import { isFlagSet } from '../flags.ts';

/** Whether models are built batch by batch: a project with a strategy of its own may ask for the whole at once. */
function buildsBatches({ invocation, library, project }: RunEnvironment): boolean {
  if (isFlagSet(invocation, 'REQUIRE_BATCHED_EXECUTION_FOR_CUSTOM_MICROBATCH_STRATEGY', true)) return true;
  const macro = library.find('get_incremental_microbatch_sql', project.name);
  return macro === undefined || library.internalPackages.includes(macro.packageName);
}

/** Whether a step is a model that is built batch by batch. */
export function isMicrobatch(step: Step, environment: RunEnvironment): step is ModelNode {
  return (
    step.resourceType === 'model' &&
    step.config.materialized === 'incremental' &&
    step.config['incremental_strategy'] === 'microbatch' &&
    buildsBatches(environment)
  );
}
