import type { MacroCallOptions } from './contract.ts';

export function callMacroSync(_options: MacroCallOptions): unknown {
  throw new Error('not written yet');
}
