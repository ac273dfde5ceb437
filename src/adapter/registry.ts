import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { AdapterPlugin } from './contract.ts';
import { duckdbPlugin } from './duckdb/plugin.ts';

const PLUGINS: readonly AdapterPlugin[] = [duckdbPlugin];

/** Names of all engines: what `type` in a profile can be. */
function adapterTypes(): readonly string[] {
  return PLUGINS.map((each) => each.name);
}

/** The engine that a profile's `type` names, not loaded yet. Throws D005 when there is none. */
export function adapterPlugin(type: string): AdapterPlugin {
  const found = PLUGINS.find((each) => each.name === type);
  if (found !== undefined) return found;
  throw new DiagnosticError(
    diagnostic('D005', `There is no adapter for 'type: ${type}'`, {
      hint: `Use one of: ${adapterTypes().join(', ')}.`,
      dbtMessage: `Could not find adapter type ${type}!`,
    }),
  );
}
