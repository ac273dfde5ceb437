import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Method } from './method.ts';

function missingComparison(method: string, dbtMessage: string): never {
  throw new DiagnosticError(
    diagnostic('S007', `'${method}:' compares with an earlier run, and there is nothing to compare with`, {
      hint: 'Name the folder of the earlier artifacts with --state.',
      dbtMessage,
    }),
  );
}

/** `state:` */
export const state: Method = ({ comparisons, criterion }, value) => {
  const compare = comparisons.state;
  if (compare === undefined)
    return missingComparison('state', 'Got a state selector method, but no comparison manifest');
  const wanted = [value, ...criterion.methodArguments].join('.');
  return (node) => compare(node, wanted);
};

/** `result:` */
export const result: Method = ({ comparisons }, value) => {
  const compare = comparisons.result;
  if (compare === undefined) return missingComparison('result', 'No comparison run_results');
  return (node) => compare(node.uniqueId, value);
};

/** `source_status:` */
export const sourceStatus: Method = ({ comparisons }, value) => {
  const compare = comparisons.sourceStatus;
  if (compare === undefined) {
    return missingComparison(
      'source_status',
      'No previous state comparison freshness results in sources.json',
    );
  }
  return (node) => compare(node.uniqueId, value);
};
