import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import { isNode, type NodeResult } from '../domain/index.ts';
import { nodeLabel } from './failure.ts';

const tellsOfInterruption = (each: Diagnostic): boolean => each.code === 'D107' || each.code === 'D027';

/** Whether a node failed because its statement was stopped, and not by itself. */
export function isInterruption(result: NodeResult): boolean {
  return result.status === 'error' && result.diagnostics.some(tellsOfInterruption);
}

/** Whether an exception says that a statement was stopped. */
export function isInterruptionError(error: unknown): boolean {
  return error instanceof DiagnosticError && error.diagnostics.some(tellsOfInterruption);
}

/** The result of a node that was running when the run was interrupted: an error, and nothing of it was kept. */
export function interruptedResult(result: NodeResult): NodeResult {
  const { node } = result;
  if (!isNode(node)) return result;
  const told = diagnostic('D107', 'The run was interrupted while this node was running', {
    uniqueId: node.uniqueId,
  });
  return {
    ...result,
    message: `${told.kind} in ${nodeLabel(node)}\n  ${told.dbtMessage}`,
    diagnostics: [told],
  };
}

/**
 * Calls `stop` when the signal is aborted, or at once when it was aborted before. Answers a function that stops listening
 * and waits until a stop under way has settled.
 */
export function interruptWith(
  signal: AbortSignal | undefined,
  stop: () => Promise<void>,
): () => Promise<void> {
  let stopping = Promise.resolve();
  const onAbort = () => {
    stopping = stop().catch(() => undefined);
  };
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort);
  return async () => {
    signal?.removeEventListener('abort', onAbort);
    await stopping;
  };
}
