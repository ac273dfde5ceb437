import type { Diagnostic } from '../diagnostics/index.ts';

/** Collects deprecations: a project that has one usually has hundreds of the same. */
export interface Deprecations {
  readonly add: (diagnostic: Diagnostic) => void;
  /** The first of each code, with a note of how many there are. */
  readonly all: () => readonly Diagnostic[];
}

/** An empty collection. */
export function createDeprecations(): Deprecations {
  const found = new Map<string, { readonly first: Diagnostic; count: number }>();
  return {
    add(diagnostic) {
      const known = found.get(diagnostic.code);
      if (known === undefined) found.set(diagnostic.code, { first: diagnostic, count: 1 });
      else known.count++;
    },
    all: () =>
      [...found.values()].map(({ first, count }) =>
        count === 1
          ? first
          : { ...first, notes: [...first.notes, { message: `${count - 1} more like this` }] },
      ),
  };
}
