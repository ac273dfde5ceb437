import type { NodeResult } from '../../domain/index.ts';
import { saidOnly } from '../executors/executor.ts';
import { failureOf } from '../failure.ts';
import { skippedResult } from '../skipped.ts';
import { createStopwatch } from '../stopwatch.ts';
import { type MeasureOptions, measureFreshness } from './measure.ts';
import { freshnessStatus } from './threshold.ts';

/** Looks at the freshness of one source. Whatever goes wrong becomes its result. */
export async function checkSource(options: MeasureOptions): Promise<NodeResult> {
  const { source, environment, threadId, session } = options;
  const watch = createStopwatch(environment);
  const result = (fields: Partial<NodeResult> & Pick<NodeResult, 'status'>): NodeResult => ({
    ...skippedResult({ node: source, threadId }),
    timing: watch.timing,
    executionTime: watch.seconds(),
    ...fields,
  });
  try {
    // dbt compiles sources too, to no end.
    await watch.step('compile', async () => undefined);
    const { freshness, response } = await watch.step('execute', () => measureFreshness(options));
    const status = freshnessStatus(source.freshness, freshness.age);
    return result({ status, freshness, adapterResponse: saidOnly(response) });
  } catch (error) {
    const failure = failureOf(error, { node: source, compiled: null, environment });
    return result({ status: 'runtime error', ...failure });
  } finally {
    await session.settle();
  }
}
