import type { RunEnvironment } from '../context/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { isNode, type NodeResult } from '../domain/index.ts';

/** How often a node is tried again, and after how many seconds, where neither flags nor configs say. */
const RETRIES = 2;
const DELAY = 1;

/** Statuses of HTTP after which the same request may be answered a moment later. */
const PASSING_STATUS = /\b(?:HTTP (?:code )?|status(?: code)? ?:? ?|Error: )(?:408|425|429|5\d\d)\b/i;
const PASSING_TEXT =
  /could not (?:connect|establish connection)|connection (?:refused|reset|closed|error|timed? ?out)|timed? ?out|temporarily unavailable|temporary failure|stale file handle|interrupted system call|could not resolve host/i;
const REMOTE = /\b(?:https?|s3a?|s3n|gcs|gs|r2|azure|az|abfss|hf):\/\//i;

/** Whether a failure may be gone a moment later: a lock, a network or disk that did not answer; never data or SQL. */
function isTransient({ code, dbtMessage }: Diagnostic): boolean {
  if (code === 'D010') return true;
  if (code !== 'D028') return false;
  return PASSING_TEXT.test(dbtMessage) || (REMOTE.test(dbtMessage) && PASSING_STATUS.test(dbtMessage));
}

function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** A setting of a node: its config, else the flag. */
function setting(
  { node }: NodeResult,
  { invocation }: RunEnvironment,
  name: 'retries' | 'retry_delay',
): number | undefined {
  const config = isNode(node) ? countOf((node.config as Readonly<Record<string, unknown>>)[name]) : undefined;
  return config ?? countOf(invocation.flags[name.toUpperCase()]);
}

/** One try of a node, as `adapter_response` of the last one lists it. */
interface Attempt {
  readonly message: string | null;
  readonly execution_time: number;
}

/**
 * Runs a node, and again after growing pauses when it failed for a reason that passes by itself: `retries` and `retry_delay`
 * (seconds; doubled each time), as configs of the node or as flags. Earlier tries are listed in the adapter response.
 */
export async function withRetries(
  environment: RunEnvironment,
  signal: AbortSignal | undefined,
  run: () => Promise<NodeResult>,
): Promise<NodeResult> {
  const attempts: Attempt[] = [];
  for (;;) {
    const result = await run();
    const retries = setting(result, environment, 'retries') ?? RETRIES;
    const isOver =
      result.status !== 'error' ||
      attempts.length >= retries ||
      signal?.aborted === true ||
      !result.diagnostics.some(isTransient);
    if (isOver) {
      if (attempts.length === 0) return result;
      return { ...result, adapterResponse: { ...result.adapterResponse, attempts } };
    }
    const delay = (setting(result, environment, 'retry_delay') ?? DELAY) * 2 ** attempts.length;
    attempts.push({ message: result.message, execution_time: result.executionTime });
    const text = `${result.node.name} failed for a reason that may pass; try ${attempts.length + 1} of ${retries + 1} in ${delay} s`;
    const data = {
      unique_id: result.node.uniqueId,
      attempt: attempts.length,
      delay,
      message: result.message,
    };
    environment.events({ type: 'message', level: 'warn', name: 'NodeTriedAgain', text, data });
    await environment.host.clock.wait(delay * 1000, signal).catch(() => undefined);
  }
}
