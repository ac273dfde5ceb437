import { diagnostic } from '../diagnostics/index.ts';
import { isNode, type NodeResult, type Step } from '../domain/index.ts';
import type { SkipCause } from './skips.ts';

export interface SkippedOptions {
  readonly node: Step;
  readonly threadId: string;
  readonly message?: string | null;
}

/** The result of a node that was not run. */
export function skippedResult(options: SkippedOptions): NodeResult {
  return {
    node: options.node,
    status: 'skipped',
    compiled: null,
    timing: [],
    threadId: options.threadId,
    executionTime: 0,
    message: options.message ?? null,
    failures: null,
    adapterResponse: {},
    buildPath: null,
    rows: null,
    diagnostics: [],
  };
}

/** The result of a node below a failed one. Below a failed ephemeral model it says so, as that has no line of its own. */
export function skippedBecause(node: Step, threadId: string, cause: SkipCause): NodeResult {
  if (cause.ephemeral === null) return skippedResult({ node, threadId });
  const culprit = cause.ephemeral.node;
  const message = `Compilation Error in ${node.uniqueId}, caused by compilation error in referenced ephemeral model ${culprit.uniqueId}`;
  const note = diagnostic(
    'D109',
    `${node.name} selects from the ephemeral model ${culprit.name}, which failed`,
    {
      span: isNode(culprit) ? culprit.span : undefined,
      uniqueId: node.uniqueId,
      dbtMessage: message,
    },
  );
  return {
    ...skippedResult({ node, threadId, message }),
    diagnostics: [...cause.ephemeral.diagnostics, note],
  };
}
