import { createDocsScope } from '../../context/index.ts';
import type { Span } from '../../diagnostics/index.ts';
import type { ColumnSpec, UniqueId } from '../../domain/index.ts';
import { problemsOf } from '../extract/code-extract.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { Lookups } from './lookups.ts';
import { resolveDoc, type SearchRules } from './resolve-names.ts';

export interface Described {
  readonly text: string;
  readonly docBlocks: readonly UniqueId[];
}

export interface DescribeRequest {
  readonly text: string;
  readonly packageName: string;
  readonly uniqueId: UniqueId;
  readonly span: Span;
}

/** Renders descriptions; those without Jinja are returned as they are. */
export type Describe = (request: DescribeRequest) => Described;

const JINJA = /\{[{%#]|[#}%]\}/;
const NO_BLOCKS: readonly UniqueId[] = Object.freeze([]);

/** Makes the renderer of descriptions over a project's docs blocks. */
export function createDescribe(
  environment: ParseEnvironment,
  lookups: Lookups,
  rules: SearchRules,
): Describe {
  const { jinja } = environment;
  return ({ text, packageName, uniqueId, span }) => {
    if (!JINJA.test(text)) return { text, docBlocks: NO_BLOCKS };
    const scope = createDocsScope({
      environment: environment.context,
      packageName: environment.project.name,
      describes: uniqueId,
      findDoc: (call) => {
        const doc = resolveDoc({ call, nodePackage: packageName, lookups, rules });
        return doc === undefined ? undefined : { uniqueId: doc.uniqueId, contents: doc.blockContents };
      },
    });
    try {
      const rendered = jinja.parseTemplate({ path: span.source.path, text }).renderSync(scope.scope);
      return { text: rendered, docBlocks: [...scope.docIds] };
    } catch (error) {
      for (const problem of problemsOf(error)) environment.report({ ...problem, span, uniqueId });
      return { text, docBlocks: NO_BLOCKS };
    }
  };
}

/** Columns with their descriptions rendered; the same object when none needs it. */
export function describeColumns(
  columns: Readonly<Record<string, ColumnSpec>>,
  describe: (text: string) => Described,
): Readonly<Record<string, ColumnSpec>> {
  let changed: Record<string, ColumnSpec> | null = null;
  for (const [name, column] of Object.entries(columns)) {
    if (!JINJA.test(column.description)) continue;
    const { text, docBlocks } = describe(column.description);
    changed ??= { ...columns };
    changed[name] = { ...column, description: text, docBlocks };
  }
  return changed ?? columns;
}
