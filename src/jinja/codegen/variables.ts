import { type Emitter, literal } from './emitter.ts';
import type { Symbols } from './symbols.ts';

/** Declares the variables of a frame, parameters excepted. */
export function declareVariables(emitter: Emitter, symbols: Symbols): void {
  for (const [variable, load] of symbols.loads) {
    if (load.from === 'scope') emitter.write(`let ${variable}=C.get(${literal(load.name)});`);
    else if (load.from === 'variable') emitter.write(`let ${variable}=${load.variable};`);
    else if (load.from === 'nothing') emitter.write(`let ${variable};`);
  }
}
