import type { Dialect } from '../../adapter/contract.ts';
import type { Project, QuotingSpec } from '../../domain/index.ts';
import { packageOf } from '../../domain/index.ts';

export interface RelationParts {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string;
}

/** Writes relation names with the root project's quoting, and a source's own over it. */
export type RelationNamer = (parts: RelationParts, quoting?: QuotingSpec) => string;

type Part = 'database' | 'schema' | 'identifier';

const PARTS: readonly Part[] = ['database', 'schema', 'identifier'];

/** Quotes every part unless `quoting:` of the root project, or of a source, says otherwise. */
export function createRelationNamer(project: Project, dialect: Dialect): RelationNamer {
  const root = packageOf(project, project.name)?.quoting ?? {};
  return (parts, quoting = {}) =>
    PARTS.filter((part) => parts[part] !== null && parts[part] !== '')
      .map((part) => {
        const quoted = quoting[part] ?? root[part] ?? true;
        return quoted ? dialect.quote(parts[part] as string) : (parts[part] as string);
      })
      .join('.');
}
