import { signature } from '../runtime/arguments.ts';
import type { Environment, Filter } from '../runtime/environment.ts';

/** Parameters (see `signature`; the first is the value) and implementation, by filter name. */
export type FilterTable = Readonly<
  Record<
    string,
    readonly [parameters: string, run: (bound: readonly unknown[], environment: Environment) => unknown]
  >
>;

/** Makes the filters of a table. */
export function defineFilters(table: FilterTable): Readonly<Record<string, Filter>> {
  const filters: Record<string, Filter> = {};
  for (const [name, [parameters, run]] of Object.entries(table)) {
    filters[name] = { signature: signature(name, parameters), run };
  }
  return filters;
}
