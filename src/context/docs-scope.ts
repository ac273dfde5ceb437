import type { UniqueId } from '../domain/index.ts';
import { hostFunction, strOf } from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';
import { type ContextScope, createContextScope, type Members } from './context-scope.ts';
import type { DocsScope, DocsScopeOptions } from './contract.ts';
import { environmentMembers } from './environment-members.ts';

/** Names of the environment that dbt keeps to templates of nodes and macros. */
const OF_NODES: ReadonlySet<string> = new Set([
  'env',
  'dbt_metadata_envs',
  'invocation_args_dict',
  'context_macro_stack',
  '_sql_results',
]);

const withoutNodes = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !OF_NODES.has(name)));

/** The context of a description, or of another value of a properties file: the environment and, where there is, `doc()`. */
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
    const found = options.findDoc?.({ name, packageName: owner });
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
      ...(options.findDoc === null ? [] : [{ doc: () => doc }]),
      ...environmentMembers({
        environment,
        context: inner,
        node: { name: '<Configuration>', uniqueId: null, packageName },
        missingVar: 'error',
      }).map(withoutNodes),
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
