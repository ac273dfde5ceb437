import { nearest, pythonRepr } from '../base/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { SelectorDefinition } from './definitions.ts';
import { parseCommandLine } from './grammar.ts';
import type { IndirectSelection, SelectionSpec } from './spec.ts';

export interface SelectionRequest {
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** `--selector`; it wins over `select` and `exclude`. */
  readonly selector?: string | undefined;
  /** The selectors of selectors.yml; one of them may be the default. */
  readonly selectors?: ReadonlyMap<string, SelectorDefinition> | undefined;
  /** Default: eager. */
  readonly indirectSelection?: IndirectSelection | undefined;
}

/**
 * What a command selects: a named selector, else `--select` and `--exclude`, else the default selector, else everything.
 * Throws a `DiagnosticError` when a criterion cannot be read or the selector does not exist.
 */
export function parseSelection(request: SelectionRequest): SelectionSpec {
  const { exclude = [], select = [], selector, selectors = new Map() } = request;
  if (selector !== undefined) return specOf(selectors, selector);
  const standard = [...selectors.values()].find((each) => each.isDefault);
  if (select.length === 0 && exclude.length === 0 && standard !== undefined) return standard.spec;
  return parseCommandLine({ select, exclude, indirectSelection: request.indirectSelection ?? 'eager' });
}

function specOf(selectors: ReadonlyMap<string, SelectorDefinition>, name: string): SelectionSpec {
  const found = selectors.get(name);
  if (found !== undefined) return found.spec;
  const names = [...selectors.keys()];
  const close = nearest(name, names);
  const known = names.length === 0 ? 'The project has no selectors.yml.' : `Selectors: ${names.join(', ')}.`;
  throw new DiagnosticError(
    diagnostic('S005', `there is no selector '${name}' in selectors.yml`, {
      hint: close === undefined ? known : `Did you mean '${close}'?`,
      dbtMessage: `Could not find selector named ${name}, expected one of ${pythonRepr(names)}`,
    }),
  );
}
