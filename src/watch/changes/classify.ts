import { jsonText } from '../../base/index.ts';
import {
  type ChangeReason,
  type Manifest,
  type Node,
  replacedIn,
  type UniqueId,
} from '../../domain/index.ts';
import { callersOf, changedMacros } from './changed-macros.ts';
import { reasonsOfNode, reasonsOfSource } from './compare-nodes.ts';

export interface ClassifyOptions {
  readonly before: Manifest;
  readonly after: Manifest;
  /** Sources and nodes whose files of data are others than before. */
  readonly dataReaders: ReadonlySet<UniqueId>;
  /** Whether the variables of the project or its target are others: what reads them comes to something else. */
  readonly isProjectChanged: boolean;
}

/** What a save comes to. */
export interface Classified {
  readonly reasons: ReadonlyMap<UniqueId, readonly ChangeReason[]>;
  readonly macros: readonly { readonly name: string; readonly usedBy: number }[];
}

type Reasons = Map<UniqueId, ChangeReason[]>;

function add(found: Reasons, id: UniqueId, reasons: readonly ChangeReason[]): void {
  if (reasons.length === 0) return;
  const known = found.get(id) ?? [];
  found.set(id, [...known, ...reasons.filter((each) => !known.includes(each))]);
}

function* nodesOf(manifest: Manifest): Generator<Node> {
  yield* manifest.nodes.values();
  yield* manifest.functions.values();
}

function nodeOf(manifest: Manifest, id: UniqueId): Node | undefined {
  return manifest.nodes.get(id) ?? manifest.functions.get(id);
}

/** Nodes that may be others than before. */
function* nodesToCompare({ before, after }: ClassifyOptions): Generator<Node> {
  const replaced = replacedIn(before.nodes, after.nodes);
  if (replaced === null) yield* after.nodes.values();
  else for (const id of replaced) yield after.nodes.get(id) as Node;
  if (before.functions !== after.functions) yield* after.functions.values();
}

function* nodesGone({ before, after }: ClassifyOptions): Generator<Node> {
  const isSame = replacedIn(before.nodes, after.nodes) !== null && before.functions === after.functions;
  if (isSame || before === after) return;
  for (const node of nodesOf(before)) if (nodeOf(after, node.uniqueId) === undefined) yield node;
}

/** What a unit test says, without the moment at which it was read. */
function textOf(test: { readonly entry: Readonly<Record<string, unknown>> } | undefined): string | undefined {
  return test && jsonText({ ...test.entry, created_at: 0 });
}

function compareNodes(options: ClassifyOptions, found: Reasons): void {
  const { before, after } = options;
  for (const node of nodesToCompare(options)) {
    const earlier = nodeOf(before, node.uniqueId);
    if (node === earlier || node.resourceType === 'operation') continue;
    if (earlier !== undefined) add(found, node.uniqueId, reasonsOfNode(earlier, node));
    else add(found, node.uniqueId, [node.resourceType === 'test' ? 'tests' : 'new']);
  }
  for (const { uniqueId, resourceType } of nodesGone(options))
    if (resourceType !== 'operation') add(found, uniqueId, ['removed']);
  if (before.unitTests === after.unitTests) return;
  for (const [id, test] of after.unitTests) {
    const earlier = before.unitTests.get(id);
    if (earlier !== test && textOf(earlier) !== textOf(test)) add(found, id, ['tests']);
  }
}

function compareSources({ before, after, dataReaders }: ClassifyOptions, found: Reasons): void {
  for (const source of after.sources.values()) {
    const earlier = before.sources.get(source.uniqueId);
    if (earlier === undefined) add(found, source.uniqueId, ['new']);
    else add(found, source.uniqueId, reasonsOfSource(earlier, source));
  }
  for (const id of dataReaders) {
    if (after.sources.has(id) || nodeOf(after, id) !== undefined) add(found, id, ['source files']);
  }
}

/** The materializations that these macros are: nodes name them in their config. */
function materializationsOf(macros: ReadonlySet<UniqueId>): ReadonlySet<string> {
  const names = [...macros].flatMap((id) => /\.materialization_(\w+)_[a-z]+$/.exec(id)?.[1] ?? []);
  return new Set(names);
}

/** Nodes by the macros that they call, counted for each changed macro with all that reaches it. */
function compareMacros({ before, after }: ClassifyOptions, found: Reasons): Classified['macros'] {
  const changed = changedMacros(before, after);
  const told: { name: string; usedBy: number }[] = [];
  for (const id of changed) {
    const macros = [...after.macros.values(), ...before.macros.values()];
    const reaching = callersOf(new Set([id]), macros);
    const kinds = materializationsOf(reaching);
    let usedBy = 0;
    for (const node of nodesOf(after)) {
      const isUsing =
        node.dependsOn.macros.some((each) => reaching.has(each)) || kinds.has(node.config.materialized ?? '');
      if (!isUsing || node.resourceType === 'operation') continue;
      if (node.resourceType !== 'test') usedBy++;
      add(found, node.uniqueId, ['macro']);
    }
    const name = (after.macros.get(id) ?? before.macros.get(id))?.name ?? id;
    told.push({ name, usedBy });
  }
  return told;
}

/** Names whose meaning the project's own files decide. */
const PROJECT_NAMES = /\b(var|env_var|target|project_name|flags|dbt_version)\b/;

function compareProject({ after, isProjectChanged }: ClassifyOptions, found: Reasons): void {
  if (!isProjectChanged) return;
  const reading = new Set(
    [...after.macros.values()]
      .filter((each) => PROJECT_NAMES.test(each.macroSql))
      .map((each) => each.uniqueId),
  );
  const own = new Set([...reading].filter((id) => !/^macro\.dbt(_duckdb)?\./.test(id)));
  const reaching = callersOf(own, after.macros.values());
  for (const node of nodesOf(after)) {
    if (node.resourceType === 'operation') continue;
    const isReading =
      PROJECT_NAMES.test(node.rawCode) || node.dependsOn.macros.some((each) => reaching.has(each));
    if (isReading) add(found, node.uniqueId, ['project']);
  }
}

/** What changed between two states of a project, and why. */
export function classify(options: ClassifyOptions): Classified {
  const found: Reasons = new Map();
  compareNodes(options, found);
  compareSources(options, found);
  const macros = compareMacros(options, found);
  compareProject(options, found);
  return { reasons: found, macros };
}

/** Whether a reason asks for anything to be built or tested. */
export function isBuilding(reason: ChangeReason): boolean {
  return reason !== 'docs only' && reason !== 'removed';
}
