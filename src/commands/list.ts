import { graphNodeEntry } from '../artifacts/index.ts';
import { pythonJson, pythonStr } from '../base/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import { type GraphNode, graphNode, isRefable } from '../domain/index.ts';
import { always, type Command } from './command.ts';
import { textFlag, wordsFlag } from './flags/read-flags.ts';
import { resourceTypesOf, selectForSession } from './select.ts';
import type { Session } from './session.ts';
import { writeGraphSummary } from './write-graph-summary.ts';

/** Keys of the JSON output unless others are asked for. */
const DEFAULT_KEYS = [
  'alias',
  'name',
  'package_name',
  'depends_on',
  'direct_parents',
  'tags',
  'config',
  'resource_type',
  'source_name',
  'original_file_path',
  'unique_id',
];

const STANDARD = [
  'model',
  'snapshot',
  'seed',
  'test',
  'source',
  'exposure',
  'metric',
  'saved_query',
  'semantic_model',
  'unit_test',
  'function',
];
const EVERY = [...STANDARD, 'analysis'];

/** A unit test of one version of a model is named after that version too. */
function versionedName(node: GraphNode): string {
  const version =
    node.resourceType === 'unit_test' && 'entry' in node ? (node.entry['version'] ?? null) : null;
  return version === null ? node.name : `${node.name}_v${pythonStr(version)}`;
}

/** Kinds whose selector is their kind and qualified name. */
const PREFIXED = new Set(['exposure', 'metric', 'saved_query', 'semantic_model', 'unit_test']);

function selectorOf(node: GraphNode): string {
  if (node.resourceType === 'source') return `source:${node.packageName}.${node.sourceName}.${node.name}`;
  if (PREFIXED.has(node.resourceType))
    return `${node.resourceType}:${node.packageName}.${versionedName(node)}`;
  return node.fqn.join('.');
}

function searchName(node: GraphNode): string {
  if (node.resourceType === 'source') return `${node.sourceName}.${node.name}`;
  return node.resourceType === 'model' && node.version !== null ? `${node.name}.v${node.version}` : node.name;
}

function at(entry: Entry, path: string): unknown {
  let value: unknown = entry;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = value instanceof Map ? value.get(key) : (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

type Entry = Readonly<Record<string, unknown>>;

/** What dbt keeps in memory and not in manifest.json, and shows when it is asked for. */
function inMemory(node: GraphNode): Entry {
  const { resourceType } = node;
  if (resourceType === 'source' || resourceType === 'unit_test') return { _event_status: {} };
  if (!('configCallDict' in node)) return {};
  return {
    config_call_dict: node.configCallDict,
    ...(isRefable(node) ? { defer_relation: null } : {}),
    // Models name the nodes they read, which manifest.json keeps elsewhere.
    ...(node.resourceType === 'model' ? { batch: null, direct_parents: node.dependsOn.nodes } : {}),
  };
}

function jsonOf(session: Session, node: GraphNode): string {
  const entry = { ...graphNodeEntry(node), ...inMemory(node) };
  const wanted = wordsFlag(session, 'output_keys');
  const shown: Record<string, unknown> = {};
  if (wanted.length === 0) {
    for (const [key, value] of Object.entries(entry)) if (DEFAULT_KEYS.includes(key)) shown[key] = value;
    return pythonJson(shown);
  }
  for (const key of wanted) {
    const value = at(entry, key);
    const isThere = key.includes('.') ? value !== undefined && value !== null : key in entry;
    if (isThere) shown[key] = value;
  }
  return pythonJson(shown);
}

const OUTPUTS: Readonly<Record<string, (session: Session, node: GraphNode) => string>> = {
  selector: (_, node) => selectorOf(node),
  name: (_, node) => searchName(node),
  path: (_, node) => node.originalFilePath,
  json: jsonOf,
};

/** `--models` is the older way to ask for models only. */
function checkOptions(session: Session): void {
  if (wordsFlag(session, 'models').length === 0) return;
  for (const other of ['select', 'resource_types']) {
    if (wordsFlag(session, other).length === 0) continue;
    const message = `"models" and "${other === 'select' ? 'select' : 'resource_type'}" are mutually exclusive arguments`;
    throw new DiagnosticError(
      diagnostic('C001', message, { kind: 'Runtime Error', hint: 'Give one of the two.' }),
    );
  }
}

/** Resources in dbt's order: nodes, sources, ... by id. */
function sortedNodes(session: Session, uniqueIds: readonly string[]): readonly GraphNode[] {
  const sorted = [...uniqueIds].sort();
  return sorted.flatMap((uniqueId) => {
    const node = graphNode(session.manifest(), uniqueId);
    return node === undefined ? [] : [node];
  });
}

/** Lists resources, one a line. Returns the lines. */
export const listCommand: Command<readonly string[]> = {
  name: 'list',
  async run(session) {
    checkOptions(session);
    const models = wordsFlag(session, 'models');
    const isModels = models.length > 0;
    const resourceTypes = isModels
      ? ['model']
      : resourceTypesOf(session, { every: EVERY, standard: STANDARD });
    writeGraphSummary(session, { manifest: session.manifest() });
    const { uniqueIds } = selectForSession(session, {
      resourceTypes,
      includeEmpty: true,
      ...(isModels ? { select: models } : {}),
    });
    if (uniqueIds.length === 0) {
      session.sink.report(diagnostic('S017', 'No nodes selected!', { fields: {} }));
      return [];
    }
    const print = OUTPUTS[textFlag(session, 'output') ?? 'selector'] ?? OUTPUTS['selector'];
    const lines = sortedNodes(session, uniqueIds).map((node) =>
      (print as (typeof OUTPUTS)[string])(session, node),
    );
    session.events({ type: 'listed', lines });
    return lines;
  },
  succeeded: always,
};
