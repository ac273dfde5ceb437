import { BARE_NODE } from './bare-node.ts';
import type { DeclaredResource, Manifest } from './manifest.ts';
import type { ModelNode, UnitTestInput, UnitTestNode, UnitTestOverrides, UnitTestRows } from './node.ts';

type Dict = Readonly<Record<string, unknown>>;

const dictOf = (value: unknown): Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Dict) : {};

function rowsOf(written: Dict): UnitTestRows {
  const rows = (written['rows'] ?? []) as UnitTestRows['rows'];
  return { format: written['format'] as UnitTestRows['format'], rows };
}

function inputsOf(entry: Dict): readonly UnitTestInput[] {
  const given = (entry['given'] ?? []) as readonly Dict[];
  return given.map((each) => ({ ...rowsOf(each), input: String(each['input']) }));
}

function overridesOf(entry: Dict): UnitTestOverrides {
  const { macros, vars, env_vars: env } = dictOf(entry['overrides']);
  return { macros: dictOf(macros), vars: dictOf(vars), envVars: dictOf(env) };
}

/** The config of the node that dbt makes of a unit test has nothing of the test's own: these are what every node has. */
const BARE_CONFIG = Object.freeze({
  enabled: true,
  alias: null,
  schema: null,
  database: null,
  tags: [],
  meta: {},
  group: null,
  static_analysis: null,
  materialized: 'unit',
  incremental_strategy: null,
  batch_size: null,
  lookback: 1,
  begin: null,
  persist_docs: {},
  'post-hook': [],
  'pre-hook': [],
  quoting: {},
  column_types: {},
  full_refresh: null,
  unique_key: null,
  on_schema_change: 'ignore',
  on_configuration_change: 'apply',
  grants: {},
  packages: [],
  docs: { show: true, node_color: null },
  contract: { enforced: false, alias_types: true },
  event_time: null,
  concurrent_batches: null,
});

/** What is expected stands in the config for the materialization to read. */
function configOf(expect: UnitTestRows): UnitTestNode['config'] {
  const isQuery = expect.format === 'sql';
  return {
    ...BARE_CONFIG,
    expected_rows: isQuery ? [] : expect.rows,
    expected_sql: isQuery ? expect.rows : null,
  };
}

/** dbt keeps the SQL of a unit test in a folder named after the YAML file: `models/schema.yml/models/the_test.sql`. */
function pathOf(label: string, originalFilePath: string): string {
  const folders = originalFilePath.split('/').slice(0, -1);
  return [...folders, `${label}.sql`].join('/');
}

/** The node of a unit test; undefined when the model that it is about is not in the manifest or disabled. */
export function unitTestNode(manifest: Manifest, test: DeclaredResource): UnitTestNode | undefined {
  const tested = manifest.nodes.get(test.dependsOn.nodes[0] ?? '');
  if (tested?.resourceType !== 'model') return undefined;
  const { entry } = test;
  const label = tested.version === null ? test.name : `${test.name}_v${tested.version}`;
  const expect = rowsOf(dictOf(entry['expect']));
  return Object.freeze({
    ...blankParts(tested),
    resourceType: 'unit_test',
    uniqueId: test.uniqueId,
    name: test.name,
    label,
    packageName: test.packageName,
    path: pathOf(label, test.originalFilePath),
    originalFilePath: test.originalFilePath,
    fqn: test.uniqueId.split('.'),
    alias: label,
    config: configOf(expect),
    description: String(entry['description'] ?? ''),
    createdAt: Number(entry['created_at'] ?? 0),
    dependsOn: { macros: [], nodes: [tested.uniqueId] },
    testedNode: tested,
    given: inputsOf(entry),
    thisInput: null,
    declaredConfig: test.config ?? {},
    expect,
    overrides: overridesOf(entry),
    definition: entry,
    ...(test.span === undefined ? {} : { patchSpan: test.span }),
  });
}

/** What a unit test has of its model, and what it leaves empty. */
function blankParts(tested: ModelNode) {
  return {
    ...BARE_NODE,
    database: tested.database,
    schema: tested.schema,
    checksum: { name: 'none', checksum: '' },
    rawCode: tested.rawCode,
    language: tested.language,
    refs: tested.refs,
    sources: tested.sources,
    functions: tested.functions,
    span: tested.span,
  } as const;
}
