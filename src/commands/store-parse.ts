import { join } from 'node:path';
import {
  hasSameLineage,
  manifestBody,
  manifestPath,
  type OsiLoss,
  type SplicePlaces,
  spliceManifest,
  type TextPlace,
  writeManifest,
} from '../artifacts/index.ts';
import {
  type BodyPlace,
  type Inputs,
  type MarkPlace,
  piecesOf,
  type Snapshot,
  type SnapshotDraft,
  setMark,
  type Told,
} from '../cache/index.ts';
import type { Manifest } from '../domain/index.ts';
import type { ParsePerformance } from '../parse/index.ts';
import { isSet } from './flags/read-flags.ts';
import type { ParseCache } from './parse-cache.ts';
import type { Parsed, ParseSessionOptions } from './parse-session.ts';
import { tellSemanticArtifacts, writeSemanticArtifacts } from './semantic-artifacts.ts';

/** Beside manifest.json: tells whether that file is the one that was written here last. */
const MARK = 'partial_parse.mark';

/** What is known of a parse without looking at its manifest. */
export interface ParseFacts {
  /** How many there are of each kind, in dbt's order and words. */
  readonly counts: Readonly<Record<string, number>>;
  /** Files that were found. */
  readonly pathCount: number;
  /** What the semantic layer loses in `osi_document.json`. */
  readonly osiLosses: readonly OsiLoss[];
}

/** What is stored of it. */
export interface StoredFacts extends ParseFacts {
  /** Where an edit can change the body that is stored. */
  readonly places: SplicePlaces;
  /** Where the lineage stands in what edits have added; null when it is as in the body that is stored. */
  readonly addedLineage: TextPlace | null;
}

/** What comes of a parse. */
export type Made = Pick<Parsed, 'manifest' | 'facts' | 'performance'> & { readonly earlier?: Snapshot };

/** The facts of a stored parse. */
export function storedFacts({ facts }: Snapshot): StoredFacts {
  return facts as unknown as StoredFacts;
}

function factsOf(
  manifest: Manifest,
  { pathCount }: ParsePerformance,
  osiLosses: readonly OsiLoss[] = [],
): ParseFacts {
  const counts: Record<string, number> = {};
  for (const { resourceType } of manifest.nodes.values()) {
    const kind = resourceType === 'test' ? 'data test' : resourceType;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const all = {
    ...counts,
    source: manifest.sources.size,
    exposure: manifest.exposures.size,
    metric: manifest.metrics.size,
    macro: manifest.macros.size,
    group: manifest.groups.size,
    'semantic model': manifest.semanticModels.size,
    'saved query': manifest.savedQueries.size,
    'unit test': manifest.unitTests.size,
  };
  return { counts: all, pathCount, osiLosses };
}

/** The mark of manifest.json. */
export function markPlace({ host, project }: ParseSessionOptions): MarkPlace {
  return { host, path: join(project.targetPath, MARK), of: manifestPath(project) };
}

/** Tells of what was written. */
export function tellManifest(options: ParseSessionOptions, osiLosses: readonly OsiLoss[]): void {
  const { events, project } = options;
  events({ type: 'artifactWritten', kind: 'WritableManifest', path: manifestPath(project) });
  tellSemanticArtifacts(options, osiLosses);
}

/** As in dbt, `docs generate --no-compile` leaves manifest.json alone. */
export function writesManifest(options: ParseSessionOptions): boolean {
  return isSet(options, 'write_json') && options.invocation.flags['COMPILE'] !== false;
}

function* copied(pieces: Iterable<Uint8Array>, draft: SnapshotDraft | undefined): Generator<Uint8Array> {
  for (const piece of pieces) {
    draft?.body(piece);
    yield piece;
  }
}

/** Where the parts of a body lie, noted while it is printed. */
function placesNoted() {
  const records = new Map<object, BodyPlace>();
  const sections = new Map<string, TextPlace>();
  const at = (name: string): TextPlace => sections.get(name) ?? { start: 0, length: 0 };
  return {
    records,
    onEntry: (value: object, place: BodyPlace) => records.set(value, place),
    onSection: (name: string, place: TextPlace) => sections.set(name, place),
    places(): SplicePlaces {
      const { start } = at('parent_map');
      const last = at('group_map');
      const [end] = [...sections.values()].slice(-1);
      return {
        nodes: at('nodes'),
        lineage: { start, length: last.start + last.length - start },
        // The last section is followed by the bracket that closes everything.
        length: (end?.start ?? 0) + (end?.length ?? 0) + 1,
      };
    },
  };
}

/** A manifest that was parsed now, with what is told of it. */
export interface ParsedNow {
  readonly options: ParseSessionOptions;
  readonly cache: ParseCache | undefined;
  readonly manifest: Manifest;
  readonly performance: ParsePerformance;
  readonly inputs: Inputs;
}

/** Writes manifest.json, and the parse for the next call. */
export function storeParse(parsed: ParsedNow & { readonly told: readonly Told[] }): Made {
  const { options, cache, manifest, performance, told, inputs } = parsed;
  const { host, project, invocation, jinja } = options;
  if (!writesManifest(options)) return { manifest, facts: factsOf(manifest, performance), performance };
  let facts: ParseFacts;
  const draft = cache?.draft();
  try {
    const { records: bodyPlaces, onEntry, onSection, places } = placesNoted();
    const body = manifestBody({ manifest, onEntry, onSection });
    writeManifest(host, { manifest, project, invocation, body: copied(body, draft) });
    facts = factsOf(manifest, performance, writeSemanticArtifacts({ host, project, jinja, manifest }));
    tellManifest(options, facts.osiLosses);
    if (cache !== undefined && draft !== undefined) {
      const { key } = cache;
      const stored: StoredFacts = { ...facts, places: places(), addedLineage: null };
      const parts = { key, manifest, told, facts: { ...stored }, inputs, bodyPlaces };
      keep(options, () => setMark(markPlace(options), draft.finish(parts)));
    }
  } finally {
    draft?.discard();
  }
  return { manifest, facts, performance };
}

/** Where the lineage after an edit can be taken from; undefined when it is another. */
function lineageAfter(snapshot: Snapshot, manifest: Manifest): 'unchanged' | Uint8Array | undefined {
  if (!hasSameLineage(snapshot.manifest, manifest)) return undefined;
  const { addedLineage: place } = storedFacts(snapshot);
  if (place === null) return 'unchanged';
  return snapshot.layers().added.subarray(place.start, place.start + place.length);
}

/** Writes manifest.json after an edit of a stored parse, and what the edit has changed of that. Throws `BrokenFile`. */
export function storeEdit(parsed: ParsedNow & { readonly snapshot: Snapshot }): Made {
  const { options, manifest, performance, inputs, snapshot } = parsed;
  const { host, project, invocation, jinja } = options;
  const { base, placeInBase, copy } = snapshot.layers();
  const { places } = storedFacts(snapshot);
  const spliced = spliceManifest({
    ...{ manifest, places, placeOf: placeInBase, printed: copy },
    lineage: lineageAfter(snapshot, manifest),
  });
  const { pieces, added, addedPlaces, addedLineage } = spliced;
  writeManifest(host, { manifest, project, invocation, body: piecesOf({ base, added }, pieces) });
  const facts = factsOf(manifest, performance, writeSemanticArtifacts({ host, project, jinja, manifest }));
  tellManifest(options, facts.osiLosses);
  const stored: StoredFacts = { ...facts, places, addedLineage };
  keep(options, () => {
    const identity = snapshot.edit({ manifest, inputs, facts: { ...stored }, pieces, added, addedPlaces });
    setMark(markPlace(options), identity);
  });
  return { manifest, facts, performance, earlier: snapshot };
}

/** What cannot be kept is parsed again the next time: no command fails because of it. */
export function keep({ events }: ParseSessionOptions, write: () => void): void {
  try {
    write();
  } catch (error) {
    const text = `This parse is not kept: ${error instanceof Error ? error.message : String(error)}`;
    events({ type: 'message', level: 'debug', name: 'PartialParsingNotKept', text });
  }
}
