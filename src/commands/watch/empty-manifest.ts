import type { Manifest, Project } from '../../domain/index.ts';

/** The manifest of a project of which nothing could be read yet. */
export function emptyManifest({ name, target }: Project): Manifest {
  const nothing = new Map<string, never>();
  return Object.freeze({
    projectName: name,
    adapterType: target.type,
    nodes: nothing,
    sources: nothing,
    macros: nothing,
    docs: nothing,
    exposures: nothing,
    groups: nothing,
    metrics: nothing,
    semanticModels: nothing,
    savedQueries: nothing,
    unitTests: nothing,
    functions: nothing,
    disabled: nothing,
    selectors: {},
  });
}
