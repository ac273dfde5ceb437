import { pythonRepr } from '../base/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import {
  BARE_NODE,
  type Column,
  type Manifest,
  type ModelNode,
  type Node,
  type SourceDefinition,
  type UniqueId,
  type UnitTestInput,
  type UnitTestNode,
} from '../domain/index.ts';
import type { RunEnvironment } from './contract.ts';
import { type ReferenceIndex, referenceIndex } from './reference-index.ts';
import { readUnitTestInput, type UnitTestInputCall } from './unit-test-input.ts';

/** One input of a unit test with the thing that it stands for. */
export interface ResolvedInput {
  readonly given: UnitTestInput;
  readonly original: Node | SourceDefinition;
}

function wrongInput(node: UnitTestNode, message: string): DiagnosticError {
  const { patchSpan, span, uniqueId } = node;
  return new DiagnosticError(
    diagnostic('T104', message, { span: patchSpan ?? span, uniqueId, dbtMessage: message }),
  );
}

function findOriginal(
  call: UnitTestInputCall,
  node: UnitTestNode,
  index: ReferenceIndex,
): Node | SourceDefinition | undefined {
  if (call.kind === 'this') return node.testedNode;
  const { packageName } = node.testedNode;
  const found =
    call.kind === 'ref' ? index.ref(call.call, packageName) : index.source(call.call, packageName);
  return found.kind === 'found' ? found.node : undefined;
}

/** The things that the inputs of a unit test stand for. Throws dbt's error for an input that names nothing. */
export function resolveUnitTestInputs(
  node: UnitTestNode,
  environment: RunEnvironment,
): readonly ResolvedInput[] {
  const { manifest, project, jinja } = environment;
  const index = referenceIndex(manifest, project);
  return node.given.map((given) => {
    const call = readUnitTestInput(given.input, jinja);
    if (call === null) {
      const message = `Unit test given inputs must be either a 'ref', 'source' or 'this' call. Got: '${given.input}'.`;
      throw wrongInput(node, message);
    }
    const original = findOriginal(call, node, index);
    if (original !== undefined) return { given, original };
    const message = `Unit test '${node.name}' had an input (${given.input}) which was not found in the manifest.`;
    throw wrongInput(node, message);
  });
}

/** The text that makes the rows: the query of the test, or a call of dbt's macro. */
function fixtureCode({ rows, format }: UnitTestInput, columns: readonly Column[] | undefined): string {
  if (format === 'sql') return String(rows);
  const types =
    columns === undefined ? null : Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  return `{{ get_fixture_sql(${pythonRepr(rows)}, ${pythonRepr(types)}) }}`;
}

interface StandInOptions {
  readonly test: UnitTestNode;
  readonly input: ResolvedInput;
  /** Where the relation that it stands for is not built: the columns that it would have. */
  readonly columns: readonly Column[] | undefined;
}

/** The ephemeral model that an input becomes. */
function standIn({ test, input, columns }: StandInOptions): ModelNode {
  const { given, original } = input;
  const isSource = original.resourceType === 'source';
  const version = original.resourceType === 'model' ? original.version : null;
  const cteName = isSource ? `${original.sourceName}__${original.name}` : undefined;
  const suffix = version === null ? '' : `.v${version}`;
  const { testedNode } = test;
  return Object.freeze({
    ...testedNode,
    ...BARE_NODE,
    uniqueId: `model.${original.packageName}.${cteName ?? original.name}${suffix}`,
    name: original.name,
    packageName: original.packageName,
    path: `${original.name}.sql`,
    originalFilePath: test.originalFilePath,
    fqn: original.fqn,
    alias: isSource ? original.identifier : original.alias,
    database: original.database,
    schema: original.schema,
    checksum: { name: 'none', checksum: '' },
    config: { enabled: true, materialized: 'ephemeral' },
    rawCode: fixtureCode(given, columns),
    span: test.patchSpan ?? test.span,
    access: 'protected',
    constraints: [],
    version,
    latestVersion: original.resourceType === 'model' ? original.latestVersion : null,
    deprecationDate: null,
    primaryKey: [],
    ...(cteName === undefined ? {} : { cteName }),
  });
}

/** A unit test in its own world: what it brings along is all that its model can refer to. */
export interface UnitTestScene {
  readonly node: UnitTestNode;
  readonly environment: RunEnvironment;
}

export interface UnitTestWorldOptions {
  readonly node: UnitTestNode;
  readonly environment: RunEnvironment;
  readonly inputs: readonly ResolvedInput[];
  /** Columns of things that are not built, by id. */
  readonly columns: ReadonlyMap<UniqueId, readonly Column[]>;
}

/** The world in which a unit test is compiled, and the test as a node of it. */
export function unitTestScene(options: UnitTestWorldOptions): UnitTestScene {
  const { node, environment, inputs, columns } = options;
  const { manifest } = environment;
  const sources = new Map<UniqueId, SourceDefinition>();
  const sourceStandIns = new Map<UniqueId, ModelNode>();
  const deferred = new Map(environment.deferral?.resources);
  const nodes = new Map<UniqueId, Node>();
  let own: ModelNode | null = null;
  for (const input of inputs) {
    const { original } = input;
    const made = standIn({ test: node, input, columns: columns.get(original.uniqueId) });
    nodes.set(made.uniqueId, made);
    const elsewhere = environment.deferral?.resources.get(original.uniqueId);
    if (elsewhere !== undefined) deferred.set(made.uniqueId, elsewhere);
    if (original.resourceType === 'source') {
      sources.set(original.uniqueId, original);
      sourceStandIns.set(original.uniqueId, made);
    }
    if (original.uniqueId === node.testedNode.uniqueId) own = made;
  }
  const functions = node.testedNode.dependsOn.nodes.filter((id) => manifest.functions.has(id));
  const { macros } = node.testedNode.dependsOn;
  const dependsOn = { macros, nodes: [...nodes.keys(), ...functions] };
  const { packageName, name } = node.testedNode;
  // dbt names inputs without their versions.
  const thisInput = own === null ? null : `model.${packageName}.${name}`;
  const standing: UnitTestNode = Object.freeze({ ...node, dependsOn, thisInput });
  const world: Manifest = { ...manifest, nodes, sources, disabled: new Map() };
  return {
    node: standing,
    environment: {
      ...environment,
      manifest: world,
      deferral: environment.deferral && { ...environment.deferral, resources: deferred },
      unitTest: { sources: sourceStandIns, own },
    },
  };
}
