import type { Node, TestNode } from '../../domain/index.ts';
import type { BuildSourceRequest } from '../build/build-source.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { ColumnProperties } from '../properties/column-properties.ts';
import type { NodeProperties } from '../properties/node-properties.ts';
import type { PropertiesEntry } from '../properties/properties-file.ts';
import type { TestEntry } from '../properties/test-entries.ts';
import { buildGenericTest, type TestTarget } from '../tests/build-generic-test.ts';

/** Renders a text of a properties file of a package. */
export type RenderConfig = (text: string, entry: PropertiesEntry, test: TestEntry) => unknown;

interface Declared {
  readonly target: TestTarget;
  readonly entry: PropertiesEntry;
  readonly columns: readonly ColumnProperties[];
  readonly tests: readonly TestEntry[];
  readonly quoteColumns: boolean | null;
  /** Tags that every test gets. */
  readonly tags: readonly string[];
}

export interface DeclareTestsOptions {
  readonly environment: ParseEnvironment;
  readonly renderConfig: RenderConfig;
  /** The node of this name in the package, disabled ones included. */
  readonly findNode: (name: string, packageName: string, version: string | number | null) => Node | null;
}

function declare(declared: Declared, { environment, renderConfig }: DeclareTestsOptions): TestNode[] {
  const { target, entry } = declared;
  const found: TestNode[] = [];
  const add = (test: TestEntry, columnName: string | null, tags: readonly string[]) => {
    const node = buildGenericTest(
      {
        target,
        definition: test.definition,
        columnName,
        tags,
        span: entry.span(test.path),
        render: (text) => renderConfig(text, entry, test),
      },
      environment,
    );
    if (node !== null) found.push(node);
  };
  for (const column of declared.columns) {
    if (column.tests.length === 0) continue;
    const isQuoted = column.quote ?? declared.quoteColumns ?? false;
    const { name } = column.spec;
    const columnName = isQuoted ? environment.context.plugin.dialect.quote(name) : name;
    for (const test of column.tests) add(test, columnName, [...declared.tags, ...column.tags]);
  }
  for (const test of declared.tests) add(test, null, declared.tags);
  return found;
}

function targetOf(
  properties: NodeProperties,
  version: string | number | null,
  options: DeclareTestsOptions,
): TestTarget {
  const { name, packageName, entry } = properties;
  return {
    kind: 'node',
    packageName,
    originalFilePath: entry.file.originalFilePath,
    name,
    version,
    declaredName: name,
    fileKeyName: `${entry.section}.${name}`,
    sourceParts: null,
    attached: options.findNode(name, packageName, version),
  };
}

/** The generic tests under an entry of `models`, `seeds` or `snapshots`; those of every version of a versioned model. */
export function declareNodeTests(
  properties: NodeProperties,
  options: DeclareTestsOptions,
): readonly TestNode[] {
  const { entry, quoteColumns, versions } = properties;
  const shared = { entry, quoteColumns, tags: [] };
  if (versions.length === 0) {
    const { columns, tests } = properties;
    if (tests.length === 0 && columns.every((each) => each.tests.length === 0)) return [];
    return declare({ ...shared, target: targetOf(properties, null, options), columns, tests }, options);
  }
  return versions.flatMap((version) => {
    const own = properties.columns.filter((each) => version.includes(each.spec.name));
    return declare(
      {
        ...shared,
        target: targetOf(properties, version.version, options),
        columns: [...own, ...version.columns],
        tests: version.tests ?? properties.tests,
      },
      options,
    );
  });
}

/** The generic tests of a source table. */
export function declareSourceTests(
  { source, table }: BuildSourceRequest,
  options: DeclareTestsOptions,
): readonly TestNode[] {
  const target: TestTarget = {
    kind: 'source',
    packageName: source.packageName,
    originalFilePath: source.entry.file.originalFilePath,
    name: `${source.name}_${table.name}`,
    version: null,
    declaredName: `${source.name}_${table.name}`,
    fileKeyName: `sources.${source.name}`,
    sourceParts: [source.name, table.name],
    attached: null,
  };
  const quoteColumns = table.quoting.column ?? source.quoting.column ?? null;
  return declare(
    {
      target,
      entry: source.entry,
      columns: table.columns,
      tests: table.tests,
      quoteColumns,
      tags: [...source.tags, ...table.tags],
    },
    options,
  );
}
