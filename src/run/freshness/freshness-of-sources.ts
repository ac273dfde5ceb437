import { join, resolve } from 'node:path';
import { manifestBody, writeManifest, writeSources } from '../../artifacts/index.ts';
import type { RunEnvironment } from '../../context/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { RunResult } from '../../domain/index.ts';
import { executePlan } from '../execute-run.ts';
import { isFlagSet } from '../flags.ts';
import { nodeOutcomes } from '../node-outcomes.ts';
import { onRunHooks } from '../on-run-hooks.ts';
import type { RunOptions } from '../run-state.ts';

/** Where the results go: `--output`, from the folder where the command was called, or `target/sources.json`. */
function outputPath({ host, invocation, project }: RunEnvironment): string {
  const output = invocation.flags['OUTPUT'];
  return typeof output === 'string' && output !== ''
    ? resolve(host.workingDirectory, output)
    : join(project.targetPath, 'sources.json');
}

function recordFreshness(environment: RunEnvironment, result: RunResult): void {
  const { host, invocation, manifest, project } = environment;
  if (!isFlagSet(invocation, 'WRITE_JSON', true)) return;
  const outcomes = nodeOutcomes({ results: result.results, ephemerals: [] }, project);
  const body = manifestBody({ manifest, outcomes, printed: environment.printed?.() });
  writeManifest(host, { manifest, project, invocation, body });
  const written = join(project.targetPath, 'manifest.json');
  environment.events({ type: 'artifactWritten', kind: 'WritableManifest', path: written });
  const path = outputPath(environment);
  const generatedAt = host.clock.now();
  writeSources(host.files, path, { result, invocation, env: host.env, generatedAt });
  environment.events({ type: 'artifactWritten', kind: 'FreshnessResult', path });
}

/** Says that hooks are left out, once for each kind, as dbt does. */
function tellOfHooks(environment: RunEnvironment): void {
  for (const moment of ['on-run-start', 'on-run-end'] as const) {
    if (onRunHooks(environment, moment).length === 0) continue;
    environment.sink.report(
      diagnostic('D114', `the hooks of ${moment} are left out`, {
        hint: "Take 'source_freshness_run_project_hooks: false' out of the flags.",
        dbtMessage:
          'In a future version of dbt, the `source freshness` command will start running `on-run-start` and `on-run-end` hooks by default. For more information: https://docs.getdbt.com/reference/global-configs/legacy-behaviors',
      }),
    );
  }
}

/** Measures the planned sources and writes `sources.json`. */
export async function freshnessOfSources(options: RunOptions): Promise<RunResult> {
  const { environment } = options;
  return executePlan(options, {
    treatment: {},
    preparesDatabase: true,
    leavesOutHooks: !isFlagSet(environment.invocation, 'SOURCE_FRESHNESS_RUN_PROJECT_HOOKS', true),
    insteadOfHooks: () => tellOfHooks(environment),
    reportsEphemeral: false,
    record: recordFreshness,
  });
}
