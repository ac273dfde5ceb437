import type { EarlierEntry } from '../artifacts/index.ts';
import type { DeferralRules, DeferredResource } from '../context/index.ts';
import type { Manifest, UniqueId } from '../domain/index.ts';
import { isSet } from './flags/read-flags.ts';
import type { Session } from './session.ts';

const REFABLE: ReadonlySet<unknown> = new Set(['model', 'seed', 'snapshot']);

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What dbt keeps of a node or function of the state, under its keys and in its order. */
const NODE_KEYS = [
  'database',
  'schema',
  'alias',
  'relation_name',
  'resource_type',
  'name',
  'description',
  'compiled_code',
  'meta',
  'tags',
  'config',
];
const FUNCTION_KEYS = [
  'database',
  'schema',
  'alias',
  'resource_type',
  'name',
  'description',
  'compiled_code',
  'meta',
  'tags',
  'config',
  'arguments',
  'returns',
];

function deferredResource(entry: EarlierEntry, keys: readonly string[]): DeferredResource {
  return Object.freeze({
    database: textOrNull(entry['database']),
    schema: String(entry['schema'] ?? ''),
    alias: String(entry['alias'] ?? entry['name']),
    relationName: textOrNull(entry['relation_name']),
    entry: Object.fromEntries(keys.map((key) => [key, entry[key] ?? null])),
  });
}

const isEphemeral = ({ config }: EarlierEntry): boolean =>
  (config as EarlierEntry | undefined)?.['materialized'] === 'ephemeral';

/** Everything of the state that a node or function of this project has a counterpart in. */
function deferrable(session: Session, manifest: Manifest): ReadonlyMap<UniqueId, DeferredResource> {
  const before = session.earlier().deferManifest();
  const resources = new Map<UniqueId, DeferredResource>();
  for (const [id, entry] of before.nodes) {
    const isDeferrable = REFABLE.has(entry['resource_type']) && !isEphemeral(entry);
    if (isDeferrable && manifest.nodes.has(id)) resources.set(id, deferredResource(entry, NODE_KEYS));
  }
  for (const [id, entry] of before.functions)
    if (manifest.functions.has(id)) resources.set(id, deferredResource(entry, FUNCTION_KEYS));
  return resources;
}

/** What `clone` makes copies of: it always has a state. Throws when there is none. */
export function clonedFrom(session: Session): DeferralRules {
  return { resources: deferrable(session, session.manifest()), prefersState: false };
}

/** What `--defer` lets the references of a command fall back on; undefined without it. Throws when there is no state. */
export function deferralOf(session: Session): DeferralRules | undefined {
  if (!isSet(session, 'defer')) return undefined;
  return { resources: deferrable(session, session.manifest()), prefersState: isSet(session, 'favor_state') };
}
