import { hasWildcard, matches } from './patterns.ts';

export interface QualifiedName {
  readonly fqn: readonly string[];
  readonly isVersioned: boolean;
}

/** Whether a name, a leading part of the fqn, or a pattern over it means this node. */
function matchesFqn({ fqn, isVersioned }: QualifiedName, wanted: string): boolean {
  const parts = wanted.split('.');
  if (isVersioned) {
    if (fqn.at(-2) === wanted) return true;
    // The version may follow the name after a dot or an underscore.
    if (fqn.slice(-2).join('_') === parts.slice(-2).join('_')) return true;
  } else if (fqn.at(-1) === wanted) return true;
  const flat = fqn.flatMap((segment) => segment.split('.'));
  if (flat.length < parts.length) return false;
  for (const [at, part] of parts.entries()) {
    if (hasWildcard(part)) return matchesFrom({ fqn, isVersioned }, { flat, parts, at, wanted });
    if (flat[at] !== part) return false;
  }
  return true;
}

interface Wildcard {
  readonly flat: readonly string[];
  readonly parts: readonly string[];
  readonly at: number;
  readonly wanted: string;
}

/** From the first wildcard on, the rest of the pattern must fit the rest of the fqn; a single word also fits the name alone. */
function matchesFrom({ fqn, isVersioned }: QualifiedName, { flat, parts, at, wanted }: Wildcard): boolean {
  if (matches(flat.slice(at).join('.'), parts.slice(at).join('.'))) return true;
  if (wanted.includes('.')) return false;
  return matches(fqn.at(isVersioned ? -2 : -1) ?? '', wanted);
}

/** dbt's `fqn` method: with or without the package in front. */
export function matchesQualifiedName(node: QualifiedName, wanted: string): boolean {
  if (matchesFqn(node, wanted)) return true;
  return matchesFqn({ fqn: node.fqn.slice(1), isVersioned: node.isVersioned }, wanted);
}
