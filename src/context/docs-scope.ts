import type { UniqueId } from '../domain/index.ts';
import { hostFunction, strOf } from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';
import { type ContextScope, createContextScope } from './context-scope.ts';
import type { DocsScope, DocsScopeOptions } from './contract.ts';
import { environmentMembers } from './environment-members.ts';

/** The context of a description: the environment and `doc()`. */
export function createDocsScope(options: DocsScopeOptions): DocsScope {
  const { environment, packageName } = options;
  const docIds: UniqueId[] = [];
  const doc = hostFunction('doc', (positional) => {
    const given = positional.length;
    if (given !== 1 && given !== 2) {
      failTemplate('J103', `doc() takes at most two arguments (${given} given)`);
    }
    const name = strOf(positional[given - 1]);
    const owner = given === 2 ? strOf(positional[0]) : null;
    const found = options.findDoc({ name, packageName: owner });
    if (found === undefined) return missingDoc(name, owner, options.describes ?? '');
    if (!docIds.includes(found.uniqueId)) docIds.push(found.uniqueId);
    return found.contents;
  });
  // Macros are out of reach here, so the names are asked of the members alone.
  const context: ContextScope = createContextScope({
    library: environment.library,
    packageName,
    sync: true,
    members: (inner) => [
      { doc: () => doc },
      ...environmentMembers({
        environment,
        context: inner,
        node: { name: '<Configuration>', uniqueId: null, packageName },
        missingVar: 'error',
      }),
    ],
  });
  return { scope: { get: (name) => context.member(name) }, docIds };
}

function missingDoc(name: string, packageName: string | null, uniqueId: string): never {
  const where = packageName === null ? '' : `in package '${packageName}' `;
  return failTemplate('N104', `no docs block is named '${name}'`, {
    dbtMessage: `Documentation for '${uniqueId}' depends on doc '${name}' ${where} which was not found`,
  });
}
