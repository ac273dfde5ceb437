import { toFloat } from '../../base/index.ts';
import {
  type BatchResults,
  type BatchWindow,
  type Invocation,
  isNode,
  type NodeResult,
  type RunResult,
  type TimestampValue,
} from '../../domain/index.ts';
import type { Environment } from '../../host/index.ts';
import { artifactMetadata, artifactTime } from '../metadata.ts';

const SCHEMA = 'https://schemas.getdbt.com/dbt/run-results/v6.json';
const SECRET_PREFIX = 'DBT_ENV_SECRET_';

/** One entry of `results`, under dbt's own keys and in dbt's order. */
export interface RunResultEntry {
  readonly status: string;
  readonly timing: readonly {
    readonly name: string;
    readonly started_at: string;
    readonly completed_at: string;
  }[];
  readonly thread_id: string;
  /** Seconds; boxed when it is integral. */
  readonly execution_time: unknown;
  readonly adapter_response: Readonly<Record<string, unknown>>;
  readonly message: string | null;
  readonly failures: number | null;
  readonly unique_id: string;
  readonly compiled: boolean | null;
  readonly compiled_code: string | null;
  readonly relation_name: string | null;
  readonly batch_results: unknown;
  readonly overload_results: unknown;
}

/** `run_results.json`, schema v6. */
export interface RunResultsArtifact {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly results: readonly RunResultEntry[];
  readonly elapsed_time: unknown;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Seeds and idle steps are not compiled, so dbt leaves these fields null for them. */
function compiledFields(result: NodeResult) {
  const node = result.compiled?.node ?? result.node;
  // Of a unit test that could not be run dbt keeps what stands in YAML.
  const isUnrun = node.resourceType === 'unit_test' && result.status !== 'pass' && result.status !== 'fail';
  if (!isNode(node) || node.resourceType === 'seed' || isUnrun)
    return { compiled: null, compiled_code: null, relation_name: null };
  return {
    compiled: result.compiled !== null,
    compiled_code: result.compiled?.compiledCode ?? null,
    relation_name: node.relationName,
  };
}

/** What never ran has the integer 0 in dbt's file, everything else a float. */
function executionTime(result: NodeResult): unknown {
  return result.status === 'skipped' && result.executionTime === 0 ? 0 : toFloat(result.executionTime);
}

/** A moment of a batch as Python writes an aware one. */
function batchMoment({ micros }: TimestampValue): string {
  return new Date(Number(micros / 1000n)).toISOString().replace('.000Z', 'Z').replace('Z', '+00:00');
}

function batchEntry(results: BatchResults | undefined): unknown {
  if (results === undefined) return null;
  const windows = (all: readonly BatchWindow[]) =>
    all.map(({ start, end }) => [batchMoment(start), batchMoment(end)]);
  return { successful: windows(results.successful), failed: windows(results.failed) };
}

/** One result as `run_results.json` has it. */
export function runResultEntry(result: NodeResult): RunResultEntry {
  return {
    status: result.status,
    timing: result.timing.map((each) => ({
      name: each.name,
      started_at: artifactTime(each.startedAt),
      completed_at: artifactTime(each.completedAt),
    })),
    thread_id: result.threadId,
    execution_time: executionTime(result),
    adapter_response: result.adapterResponse,
    message: result.message,
    failures: result.failures,
    unique_id: result.node.uniqueId,
    ...compiledFields(result),
    batch_results: batchEntry(result.batchResults),
    overload_results: result.overloadResults ?? null,
  };
}

/** Replaces the values of secret `--vars` wherever they stand in the recorded arguments. */
function scrubbedArgs(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const vars = args['vars'];
  if (typeof vars !== 'object' || vars === null) return args;
  const secrets = Object.entries(vars)
    .filter(([name, value]) => name.startsWith(SECRET_PREFIX) && String(value).trim() !== '')
    .map(([, value]) => String(value));
  if (secrets.length === 0) return args;
  const scrub = (value: unknown) =>
    typeof value === 'string'
      ? secrets.reduce((text, secret) => text.replaceAll(secret, '*****'), value)
      : value;
  return {
    ...args,
    invocation_command: scrub(args['invocation_command']),
    vars: Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, scrub(value)])),
  };
}

export interface RunResultsOptions {
  readonly result: RunResult;
  readonly invocation: Invocation;
  readonly env: Environment;
  readonly generatedAt: Date;
}

/** The artifact of a run, ready to be printed as JSON. Ephemeral models that ran well have no entry, as in dbt. */
export function runResultsArtifact(options: RunResultsOptions): RunResultsArtifact {
  const { result, invocation } = options;
  return {
    metadata: artifactMetadata(SCHEMA, options),
    results: result.results.map(runResultEntry),
    elapsed_time: toFloat(result.elapsed),
    args: scrubbedArgs(invocation.args),
  };
}
