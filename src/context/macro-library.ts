import type { MacroLibrary, MacroLibraryOptions } from './contract.ts';

export function createMacroLibrary(_options: MacroLibraryOptions): MacroLibrary {
  throw new Error('not written yet');
}
