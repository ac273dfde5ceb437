import { DBT_VERSION, graphNode, packageOf } from '../domain/index.ts';
import { codePayload } from './code-payload.ts';
import { columnTable } from './column-table.ts';
import type { DocsInput } from './docs-input.ts';
import { macroTable } from './macro-table.ts';
import { nodeTable } from './node-table.ts';
import type { CodePayload, CorePayload } from './payload.ts';
import { runTables } from './run-tables.ts';
import { createSiteIndex, type SiteIndex } from './site-index.ts';
import { testTable } from './test-table.ts';

export interface DocsPayload {
  readonly core: CorePayload;
  readonly code: CodePayload;
}

/** The text of a docs block by the name that dbt gives a meaning: `__overview__`, `__package__`. */
function overviewBlock(site: SiteIndex, name: string): string | null {
  const { manifest, project } = site.input;
  const isOwn = (packageName: string) => packageOf(project, packageName)?.isInternal !== true;
  const found = [...manifest.docs.values()].find((each) => each.name === name && isOwn(each.packageName));
  const index = site.textOf(found?.blockContents);
  return index === -1 ? null : (site.texts.words[index] ?? null);
}

function projectPart(site: SiteIndex): CorePayload['project'] {
  const { project, generatedAt, sluiceVersion } = site.input;
  const packages = project.packages.filter((each) => !each.isInternal && !each.isRoot);
  return {
    name: project.name,
    generatedAt: generatedAt.getTime(),
    target: project.target.name,
    adapter: project.target.type,
    dbtVersion: DBT_VERSION,
    sluiceVersion,
    overview: overviewBlock(site, '__overview__') ?? overviewBlock(site, `__${project.name}__`),
    packages: packages.map(({ name }) => ({ name, overview: overviewBlock(site, `__${name}__`) })),
  };
}

function edgesOf({ nodes, indexOf, input }: SiteIndex): readonly number[] {
  return nodes.flatMap(({ uniqueId }, reader) =>
    input.graph.parents(uniqueId).flatMap((parent) => {
      const read = indexOf.get(parent);
      return read === undefined ? [] : [read, reader];
    }),
  );
}

/** Entries of things that are shown, under their index. */
function byNode<Value extends object>(
  values: ReadonlyMap<string, Value>,
  { indexOf }: SiteIndex,
): readonly (Value & { readonly node: number })[] {
  return [...values].flatMap(([id, value]) => {
    const node = indexOf.get(id);
    return node === undefined ? [] : [{ ...value, node }];
  });
}

function problemsOf({ nodes, input }: SiteIndex): CorePayload['problems'] {
  return nodes.flatMap(({ uniqueId }, node) => {
    const problem = input.analysis.get(uniqueId)?.problem;
    return problem === null || problem === undefined ? [] : [{ node, message: problem.message }];
  });
}

function removedFrom({ input, indexOf }: SiteIndex): readonly string[] {
  // Tests have a table of their own, and what is hidden from the page is still there.
  const isGone = (id: string) => !indexOf.has(id) && graphNode(input.manifest, id) === undefined;
  return [...(input.earlier?.keys() ?? [])].filter(isGone);
}

/** Everything the page holds, in its two blocks. */
export function buildPayload(input: DocsInput): DocsPayload {
  const site = createSiteIndex(input);
  const columns = columnTable(site);
  const tests = testTable(site, columns.places);
  const known = new Set(tests.uniqueId);
  const core: CorePayload = {
    version: 1,
    project: projectPart(site),
    nodes: nodeTable(site, columns.firstColumn),
    edges: edgesOf(site),
    columns: columns.table,
    indirect: columns.indirect,
    tests,
    macros: macroTable(site),
    ...runTables(input.history, (id) => site.indexOf.has(id) || known.has(id)),
    sources: byNode(input.sourceFiles, site),
    freshness: byNode(input.freshness, site),
    problems: problemsOf(site),
    removed: removedFrom(site),
    // Last: everything above adds to them.
    words: site.words.words,
    texts: site.texts.words,
  };
  return { core, code: codePayload(site) };
}
