import type { Macro, RefCall, SourceCall, UniqueId } from '../domain/index.ts';
import type { Captured } from './contract.ts';

/** The growing side of `Captured`. */
export interface Capture extends Captured {
  readonly refs: RefCall[];
  readonly sources: SourceCall[];
  readonly metrics: (readonly string[])[];
  readonly functions: (readonly string[])[];
  readonly configCalls: Readonly<Record<string, unknown>>[];
  readonly macroIds: UniqueId[];
  readonly envVars: Map<string, string>;
  readonly vars: Set<string>;
  readonly reach: {
    readonly members: Set<string>;
    readonly macros: Map<UniqueId, Macro>;
    hasSeenRelation: boolean;
  };
}

export function createCapture(): Capture {
  return {
    refs: [],
    sources: [],
    metrics: [],
    functions: [],
    configCalls: [],
    macroIds: [],
    envVars: new Map(),
    vars: new Set(),
    reach: { members: new Set(), macros: new Map(), hasSeenRelation: false },
  };
}
