import type {
  BaseNode,
  FunctionArgument,
  FunctionNode,
  FunctionReturns,
  ModelNode,
  Node,
  OperationNode,
  RefCall,
  SeedNode,
  TestNode,
  UnitTestNode,
} from '../../domain/index.ts';
import { columnEntries, constraintEntry } from './column-entry.ts';
import type { Entry } from './entry.ts';

/** What compiling adds to a node's entry. */
export interface CompiledFields {
  readonly code: string;
  /** Relative to the project, or null when nothing was written. */
  readonly path: string | null;
  readonly ctes: readonly { readonly id: string; readonly sql: string }[];
  /** SQL of a function's overloads, by the file that each is defined in. */
  readonly overloads?: ReadonlyMap<string, string>;
}

/** What a command that compiles or runs adds to a node's entry. */
export interface NodeOutcome {
  readonly compiled?: CompiledFields | undefined;
  /** Where the statement that was run stands, or null when none was written. */
  readonly buildPath?: string | null;
}

function parsedFields(node: Node, buildPath: string | null): Entry {
  return {
    database: node.database,
    schema: node.schema,
    name: node.resourceType === 'unit_test' ? node.label : node.name,
    resource_type: node.resourceType,
    package_name: node.packageName,
    path: node.path,
    original_file_path: node.originalFilePath,
    unique_id: node.uniqueId,
    fqn: node.fqn,
    alias: node.alias,
    checksum: node.checksum,
    config: node.config,
    tags: node.tags,
    description: node.description,
    columns: columnEntries(node.columns),
    meta: node.meta,
    group: node.group,
    docs: { show: node.docs.show, node_color: node.docs.nodeColor },
    patch_path: node.patchPath,
    build_path: buildPath,
    unrendered_config: node.unrenderedConfig,
    created_at: node.createdAt,
    relation_name: node.relationName,
    raw_code: node.rawCode,
    doc_blocks: node.docBlocks,
  };
}

/** dbt writes a version that reads as a number as that number. */
function versionEntry(version: string | number | null): string | number | null {
  return typeof version === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(version) ? Number(version) : version;
}

/** A `ref()` as the manifest has it. */
export function refEntry({ name, package: owner, version }: RefCall): Entry {
  return { name, package: owner, version: versionEntry(version) };
}

function codeFields(node: BaseNode, compiled: CompiledFields | undefined): Entry {
  return {
    language: node.language,
    refs: node.refs.map(refEntry),
    sources: node.sources.map(({ source, table }) => [source, table]),
    metrics: node.metrics,
    functions: node.functions,
    depends_on: { macros: node.dependsOn.macros, nodes: node.dependsOn.nodes },
    compiled_path: compiled?.path ?? null,
    ...(compiled === undefined
      ? {}
      : {
          compiled: true,
          compiled_code: compiled.code,
          extra_ctes_injected: true,
          extra_ctes: compiled.ctes,
        }),
    contract: {
      enforced: node.contract.enforced,
      alias_types: node.contract.aliasTypes,
      checksum: node.contract.checksum,
    },
  };
}

function modelFields(node: ModelNode): Entry {
  return {
    access: node.access,
    constraints: node.constraints.map((each) => constraintEntry(each, 'model')),
    version: versionEntry(node.version),
    latest_version: versionEntry(node.latestVersion),
    deprecation_date: node.deprecationDate,
    primary_key: node.primaryKey,
    time_spine: node.timeSpine,
  };
}

function testFields(node: TestNode): Entry {
  if (node.testMetadata === null) return {};
  const { name, kwargs, namespace } = node.testMetadata;
  return {
    column_name: node.columnName,
    file_key_name: node.fileKeyName,
    attached_node: node.attachedNode,
    test_metadata: { name, kwargs, namespace },
  };
}

function returnsEntry({ dataType, description }: FunctionReturns): Entry {
  return { data_type: dataType, description };
}

function argumentEntry({ name, dataType, description, defaultValue }: FunctionArgument): Entry {
  return { name, data_type: dataType, description, default_value: defaultValue };
}

function functionFields(node: FunctionNode, compiled?: CompiledFields): Entry {
  return {
    arguments: node.arguments.map(argumentEntry),
    returns: returnsEntry(node.returns),
    overloads: node.overloads.map((each) => ({
      defined_in: each.definedIn,
      arguments: each.arguments.map(argumentEntry),
      returns: each.returns === null ? null : returnsEntry(each.returns),
      description: each.description,
      raw_body: each.rawBody,
      compiled_body: compiled?.overloads?.get(each.definedIn) ?? null,
    })),
  };
}

/** These stand in no file: templates see them as `model`. */
function unitTestFields({ testedNode, thisInput, overrides, definition }: UnitTestNode): Entry {
  const { macros, vars, envVars } = overrides;
  const isBare = (definition['overrides'] ?? null) === null;
  return {
    tested_node_unique_id: testedNode.uniqueId,
    this_input_node_unique_id: thisInput,
    overrides: isBare ? null : { macros, vars, env_vars: envVars },
  };
}

const OWN_FIELDS: {
  readonly [Type in Node['resourceType']]: (node: never, compiled?: CompiledFields) => Entry;
} = {
  model: modelFields,
  function: functionFields,
  test: testFields,
  operation: (node: OperationNode) => ({ index: node.index }),
  unit_test: unitTestFields,
  seed: (node: SeedNode) => ({ root_path: node.rootPath, depends_on: { macros: node.dependsOn.macros } }),
  snapshot: () => ({}),
  analysis: () => ({}),
  sql_operation: () => ({}),
};

/** The fields of a node's entry in three parts, in order and without a common key: manifest.json is printed from them. */
export function nodeEntryParts(node: Node, outcome: NodeOutcome = {}): readonly Entry[] {
  const { compiled, buildPath = null } = outcome;
  const own = OWN_FIELDS[node.resourceType] as (node: Node, compiled?: CompiledFields) => Entry;
  const code = node.resourceType === 'seed' ? {} : codeFields(node, compiled);
  return [parsedFields(node, buildPath), code, own(node, compiled)];
}

/** A node as dbt's manifest v12 has it; also what templates see as `model`. */
export function nodeEntry(node: Node, outcome?: NodeOutcome): Entry {
  return Object.assign({}, ...nodeEntryParts(node, outcome)) as Entry;
}
