import type { AdapterPlugin } from '../adapter/contract.ts';
import { nearest } from '../base/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import { type Macro, type Project, packageOf } from '../domain/index.ts';

export interface DispatchOptions {
  readonly macroName: string;
  readonly macroNamespace: string | null;
  readonly packageName: string;
  readonly project: Project;
  readonly plugin: AdapterPlugin;
  /** The ordinary look-up of an unqualified name. */
  readonly find: (name: string) => Macro | undefined;
  readonly findIn: (packageName: string, name: string) => Macro | undefined;
}

/** Packages to search, in order; null stands for the ordinary look-up of an unqualified name. */
function searchPackages(project: Project, namespace: string | null): readonly (string | null)[] {
  if (namespace === null) return [null];
  const rules = packageOf(project, project.name)?.dispatch ?? [];
  const order = rules.find((rule) => rule.macroNamespace === namespace)?.searchOrder ?? [];
  if (order.length > 0) return order;
  return packageOf(project, namespace) === undefined ? [null] : [project.name, namespace];
}

function failOnDottedName(macroName: string): void {
  const dot = macroName.indexOf('.');
  if (dot === -1) return;
  const [namespace, name] = [macroName.slice(0, dot), macroName.slice(dot + 1)];
  const call = `adapter.dispatch("${name}", macro_namespace="${namespace}")`;
  throw new DiagnosticError(
    diagnostic('J101', `'${macroName}' is not the name of a macro: it holds a dot`, {
      hint: `Write ${call}.`,
      dbtMessage: `In adapter.dispatch, got a macro name of "${macroName}", but "." is not a valid macro name component. Did you mean \`${call}\`?`,
    }),
  );
}

/**
 * dbt's `adapter.dispatch`: packages outside, prefixes of the engine inside, the first macro that exists. Throws a
 * `DiagnosticError` that lists what was searched for when none does.
 */
export function dispatchMacro(options: DispatchOptions): Macro {
  const { macroName, macroNamespace, project, plugin } = options;
  failOnDottedName(macroName);
  const attempts: string[] = [];
  for (const packageName of searchPackages(project, macroNamespace)) {
    for (const prefix of plugin.dispatchPrefixes) {
      const name = `${prefix}__${macroName}`;
      const macro = packageName === null ? options.find(name) : options.findIn(packageName, name);
      if (macro !== undefined) return macro;
      attempts.push(packageName === null ? name : `${packageName}.${name}`);
    }
  }
  const searched = attempts.map((each) => `'${each}'`).join(', ');
  const namespace = macroNamespace ?? 'None';
  const known = macroNamespace === null ? undefined : packageOf(project, macroNamespace);
  const guess =
    macroNamespace !== null && known === undefined
      ? nearest(
          macroNamespace,
          project.packages.map((each) => each.name),
        )
      : undefined;
  throw new DiagnosticError(
    diagnostic('J101', `No macro implements '${macroName}': searched for ${searched}`, {
      hint: guess === undefined ? undefined : `Did you mean the namespace '${guess}'?`,
      dbtMessage: `In dispatch: No macro named '${macroName}' found within namespace: '${namespace}'\n    Searched for: ${searched}`,
    }),
  );
}
