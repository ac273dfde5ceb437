import { externalLocation, type RunEnvironment } from '../context/index.ts';
import {
  type Manifest,
  type Node,
  type SourceDefinition,
  type UniqueId,
  unitTestNode,
} from '../domain/index.ts';
import { placeOf, relationKey } from './relation-key.ts';

/** Whether a node or source is one that can be looked at. */
function isCheckable({ resourceType }: Node | SourceDefinition): boolean {
  return resourceType !== 'operation' && resourceType !== 'sql_operation';
}

/** What can be looked at under this id. */
export function subjectOf({ manifest }: RunEnvironment, id: UniqueId): Node | SourceDefinition | undefined {
  const unitTest = manifest.unitTests.get(id);
  if (unitTest !== undefined) return unitTestNode(manifest, unitTest);
  const found = manifest.nodes.get(id) ?? manifest.sources.get(id) ?? manifest.functions.get(id);
  return found !== undefined && isCheckable(found) ? found : undefined;
}

const OWNING: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

function ownersOf(environment: RunEnvironment): ReadonlyMap<string, UniqueId> {
  const owners = new Map<string, UniqueId>();
  for (const node of environment.manifest.nodes.values()) {
    if (OWNING.has(node.resourceType)) owners.set(relationKey(placeOf(node, environment)), node.uniqueId);
  }
  return owners;
}

/** Whether a source is kept outside the database. */
export function isOutside(source: SourceDefinition): boolean {
  try {
    return externalLocation(source) !== null;
  } catch {
    return true;
  }
}

function sourcesByKey(environment: RunEnvironment): ReadonlyMap<string, readonly UniqueId[]> {
  const found = new Map<string, UniqueId[]>();
  for (const source of environment.manifest.sources.values()) {
    if (isOutside(source)) continue;
    const key = relationKey(placeOf(source, environment));
    found.set(key, [...(found.get(key) ?? []), source.uniqueId]);
  }
  return found;
}

/** Which relations the project makes, and which of its sources are such. Worked out when something first asks. */
export interface Owners {
  /** The node that makes the relation of this key. */
  ownerOf(key: string): UniqueId | undefined;
  /** The node that makes the table of a source in the database. */
  makerOf(sourceId: UniqueId): UniqueId | undefined;
  /** Sources that are the table of a node. */
  sourcesOf(nodeId: UniqueId): readonly UniqueId[];
}

const NONE: readonly UniqueId[] = [];
const known = new WeakMap<Manifest, Owners>();

/** The owners of a manifest, kept as long as it. */
export function createOwners(environment: RunEnvironment): Owners {
  const { manifest } = environment;
  const before = known.get(manifest);
  if (before !== undefined) return before;
  let owners: ReadonlyMap<string, UniqueId> | undefined;
  const sources = sourcesByKey(environment);
  const keyOfSource = new Map([...sources].flatMap(([key, ids]) => ids.map((id) => [id, key] as const)));
  const ownerOf = (key: string) => {
    owners ??= ownersOf(environment);
    return owners.get(key);
  };
  const made: Owners = {
    ownerOf,
    makerOf(sourceId) {
      const key = keyOfSource.get(sourceId);
      return key === undefined ? undefined : ownerOf(key);
    },
    sourcesOf(nodeId) {
      if (sources.size === 0) return NONE;
      const node = manifest.nodes.get(nodeId);
      if (node === undefined || !OWNING.has(node.resourceType)) return NONE;
      return sources.get(relationKey(placeOf(node, environment))) ?? NONE;
    },
  };
  known.set(manifest, made);
  return made;
}
