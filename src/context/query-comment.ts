import { pythonJson } from '../base/index.ts';
import { CALL, GETATTR, type HostFunction, strOf, TYPE } from '../jinja/index.ts';
import { STANDARD_COMMENT } from '../project/index.ts';
import { failTemplate } from './context-errors.ts';
import { createContextScope } from './context-scope.ts';
import type { ContextEnvironment } from './contract.ts';
import { environmentMembers } from './environment-members.ts';
import { ownMember } from './own-member.ts';

export interface QueryCommentOptions {
  readonly environment: ContextEnvironment;
  /** dbt's name of the connection: `master`, or the node's unique id. */
  readonly connectionName: string;
  /** The node as the comment's `node`; null outside of nodes. */
  readonly node: (() => Readonly<Record<string, unknown>>) | null;
}

const MACRO_NAME = 'query_comment_macro';

/** The node as the comment sees it: a name that it lacks is empty text. */
function nodeValue(make: QueryCommentOptions['node'], uniqueId: string): unknown {
  if (make === null) return null;
  let node: Readonly<Record<string, unknown>> | undefined;
  return Object.freeze({
    [GETATTR]: (name: string) => {
      // dbt's own comment reads nothing else, and the whole entry is large.
      if (name === 'unique_id') return uniqueId;
      node ??= make();
      return ownMember(node, name) ?? '';
    },
    [TYPE]: 'QueryHeaderContextWrapper',
  });
}

type CommentMacro = { readonly [CALL]: HostFunction };

/** The comment of each run, compiled: every node renders it again, with itself as the argument. */
const compiledComments = new WeakMap<ContextEnvironment, CommentMacro | null>();

/** Compiles `query-comment` as dbt does: as the body of a macro, whose `return` gives the text. */
function compileComment(environment: ContextEnvironment, body: string): CommentMacro | null {
  const text = `{%- macro ${MACRO_NAME}(connection_name, node) -%}\n${body}\n{% endmacro %}`;
  const [template] = environment.jinja.parseMacros({ path: 'query-comment', text });
  if (template === undefined) return null;
  const packageName = environment.project.name;
  const context = createContextScope({
    library: environment.library,
    packageName,
    sync: true,
    members: (inner) =>
      environmentMembers({
        environment,
        context: inner,
        node: { name: packageName, uniqueId: null, packageName },
        missingVar: 'error',
      }),
  });
  return template.bind(context.scope, { sync: true }) as CommentMacro;
}

function renderComment(options: QueryCommentOptions, body: string): string {
  const { environment, connectionName } = options;
  let macro = compiledComments.get(environment);
  if (macro === undefined) {
    macro = compileComment(environment, body);
    compiledComments.set(environment, macro);
  }
  return macro === null
    ? ''
    : strOf(macro[CALL]([connectionName, nodeValue(options.node, connectionName)], {}));
}

/** The standard comment of each run around the id of the node, which is all that differs between two nodes. */
const standardFrames = new WeakMap<ContextEnvironment, readonly [string, string]>();

function renderOnce(options: QueryCommentOptions, body: string): string {
  const { environment, connectionName, node } = options;
  if (body !== STANDARD_COMMENT || node === null) return renderComment(options, body);
  const id = pythonJson(connectionName);
  const frame = standardFrames.get(environment);
  if (frame !== undefined) return `${frame[0]}${id}${frame[1]}`;
  const text = renderComment(options, body);
  const [before, after, ...more] = text.split(id);
  // A macro of the project may stand in the place of `tojson`.
  if (before !== undefined && after !== undefined && more.length === 0 && before.endsWith('"node_id": '))
    standardFrames.set(environment, [before, after]);
  return text;
}

/** Puts the project's query comment before a statement, or behind it; the comment is rendered once, at the first statement. */
export function queryCommenter(options: QueryCommentOptions): (sql: string) => string {
  const { comment, append } = options.environment.project.queryComment;
  if (comment === null || comment === '') return (sql) => sql;
  let rendered: string | null = null;
  return (sql) => {
    rendered ??= renderOnce(options, comment);
    if (rendered.includes('*/')) {
      failTemplate('J114', `query comment contains illegal value "*/": ${rendered}`);
    }
    const text = rendered.trim();
    if (rendered === '') return sql;
    if (!append) return `/* ${text} */\n${sql}`;
    const trimmed = sql.trimEnd();
    return trimmed.endsWith(';') ? `${trimmed.slice(0, -1)}\n/* ${text} */;` : `${trimmed}\n/* ${text} */`;
  };
}
