import type { Column, Node, SourceDefinition } from '../domain/index.ts';
import { type Finding, NOTHING_FOUND } from './finding.ts';
import type { Kept, World } from './world.ts';

/** A look at one node or source. */
export interface Look<Subject = Node | SourceDefinition> {
  readonly node: Subject;
  readonly world: World;
  /** What was found before, when it was not edited since; null otherwise. */
  readonly earlier: Kept | null;
}

export function declaredColumns({ columns }: Node | SourceDefinition): readonly Column[] {
  return Object.values(columns).map(({ name, dataType }) => ({ name, type: dataType ?? 'VARCHAR' }));
}

/** A finding that only a build can complete; columns are a guess. */
export function whenBuilt(reason: string, columns: readonly Column[]): Finding {
  return { ...NOTHING_FOUND, columns, isCertain: false, reason };
}
