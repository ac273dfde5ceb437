import { nearest, pythonRepr } from '../base/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Method } from './method.ts';
import { STATES } from './state/compare-state.ts';

function missingComparison(what: string, dbtMessage: string): never {
  throw new DiagnosticError(
    diagnostic('S007', `${what}, and there is nothing to compare with`, {
      hint: 'Name the folder of the earlier artifacts with --state.',
      kind: dbtMessage.startsWith('Got') ? 'Runtime Error' : 'Internal Error',
      dbtMessage,
    }),
  );
}

/** `state:` */
export const state: Method = ({ comparisons }, value) => {
  const { state: compare } = comparisons;
  if (compare === undefined) {
    return missingComparison(
      "'state:' compares with an earlier manifest.json",
      'Got a state selector method, but no comparison manifest',
    );
  }
  const test = compare(value);
  if (test !== undefined) return test;
  const close = nearest(value, STATES);
  throw new DiagnosticError(
    diagnostic('S006', `there is no state '${value}'`, {
      hint: close === undefined ? `States: ${STATES.join(', ')}.` : `Did you mean '${close}'?`,
      dbtMessage: `Got an invalid selector "${value}", expected one of "${pythonRepr(STATES)}"`,
    }),
  );
};

/** `result:` */
export const result: Method = ({ comparisons }, value) => {
  const { result: compare } = comparisons;
  if (compare === undefined) {
    return missingComparison("'result:' looks into an earlier run_results.json", 'No comparison run_results');
  }
  return compare(value);
};

/** `source_status:` */
export const sourceStatus: Method = ({ comparisons }, value) => {
  const { sourceStatus: compare } = comparisons;
  if (compare === undefined || compare === 'no-current') {
    return missingComparison(
      "'source_status:' compares two sources.json, of the earlier run and of now",
      `No ${compare === undefined ? 'previous' : 'current'} state comparison freshness results in sources.json`,
    );
  }
  return compare(value);
};
