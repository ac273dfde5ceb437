import { decodePlain, encodePlain } from '../base/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Event, Manifest } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import { decodeRecords } from './decode-records.ts';
import { type BodyPlace, encodeRecords, isRecordMap } from './encode-records.ts';
import { compareInputs, type Inputs } from './inputs.ts';
import type { World } from './questions.ts';
import { type SectionIdentity, SectionReader, SectionWriter } from './sections.ts';
import { SourceReader, SourceWriter } from './source-table.ts';
import { originOf } from './stored-record.ts';
import { StoredTable } from './stored-table.ts';

/** What a parse has told, in order: it is told again when the parse is not repeated. */
export type Told =
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | { readonly type: 'event'; readonly event: Event };

/** A whole parse, kept. */
export interface Snapshot {
  readonly manifest: Manifest;
  readonly told: readonly Told[];
  /** Whatever the one who stored it wants to know without looking at the manifest. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The bytes stored along; throws after the last piece when they are broken. */
  readonly body: () => Iterable<Uint8Array>;
  readonly bodyIdentity: SectionIdentity;
  /** The whole body in memory, to copy parts of it; throws when it is broken. */
  readonly copyBody: () => BodyCopy;
  readonly sources: SourceReader;
  readonly freshSources: number;
  /** Whether so much was left behind by edits that the file has to be written anew. */
  readonly isWorn: boolean;
  readonly close: () => void;
}

export interface SnapshotPlace {
  readonly host: Host;
  readonly path: string;
  /** What the snapshot belongs to, as a hash: any other key means that there is none. */
  readonly key: string;
}

/** A snapshot with the files that have another text since, or why there is none that can be used. */
export type Found =
  | { readonly snapshot: Snapshot; readonly changed: readonly string[]; readonly inputs: Inputs }
  | { readonly snapshot: null; readonly reason: string };

interface Head {
  readonly key: string;
  readonly inputs: Inputs;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Maps that are stored as records; everything else of the manifest stands in `plain`. */
  readonly maps: readonly string[];
  /** How many sources there were when everything was written anew. */
  readonly freshSources: number;
}

/** Texts of edited files stay behind in the next file. With more of them than this it has to be written anew. */
const LEFT_BEHIND = 1000;

const none = (reason: string): Found => ({ snapshot: null, reason });

/** The manifest, with each of its maps read when it is first asked for. */
function lazyManifest(reader: SectionReader, maps: readonly string[], sources: SourceReader): Manifest {
  const manifest = decodePlain(reader.text('plain'), sources.decode) as Record<string, unknown>;
  for (const name of maps) {
    const text = reader.bytes(`table ${name}`);
    const bulk = reader.bytes(`bulk ${name}`);
    const places = reader.bytes(`places ${name}`);
    let made: unknown;
    Object.defineProperty(manifest, name, {
      enumerable: true,
      get() {
        made ??= decodeRecords(new StoredTable({ text: text.toString(), bulk, places }), sources);
        return made;
      },
    });
  }
  return Object.freeze(manifest) as unknown as Manifest;
}

/** The text of a record in a body. */
export type BodyCopy = (record: object) => Uint8Array | undefined;

function bodyCopy(body: Buffer): BodyCopy {
  return (record) => {
    const origin = originOf(record);
    if (origin === undefined) return undefined;
    const { bodyStart, bodyLength } = origin.table.place(origin.at);
    return bodyLength === 0 ? undefined : body.subarray(bodyStart, bodyStart + bodyLength);
  };
}

function openSnapshot(reader: SectionReader, head: Head, close: () => void): Snapshot {
  const places = JSON.parse(reader.text('places')) as [string, number, number][];
  const sources = new SourceReader(places, reader.bytes('sources'));
  return {
    manifest: lazyManifest(reader, head.maps, sources),
    told: decodePlain(reader.text('told'), sources.decode) as readonly Told[],
    facts: head.facts,
    body: () => reader.pieces('body'),
    bodyIdentity: reader.identity('body'),
    copyBody: () => bodyCopy(reader.bytes('body')),
    sources,
    freshSources: head.freshSources,
    isWorn: places.length > head.freshSources + LEFT_BEHIND,
    close,
  };
}

/** Opens the snapshot of a project that is as it was but for texts of files. Nothing is thrown: a file that cannot be used is as good as none. */
export function readSnapshot({ host, path, key }: SnapshotPlace, world: World): Found {
  const file = host.files.open(path);
  if (file === undefined) return none('nothing is stored');
  let isOpen = false;
  try {
    const reader = new SectionReader(file);
    const head = decodePlain(reader.text('head')) as Head;
    if (head.key !== key) return none('the project file, the target, the variables or the version changed');
    const { obstacle, changed, inputs } = compareInputs(world, head.inputs);
    if (obstacle !== null) return none(`this changed: ${obstacle}`);
    const snapshot = openSnapshot(reader, head, () => file.close());
    isOpen = true;
    return { snapshot, changed, inputs };
  } catch (error) {
    return none(`what is stored cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (!isOpen) file.close();
  }
}

/** All of a parse that is stored behind its body. */
export interface SnapshotParts {
  readonly key: string;
  readonly manifest: Manifest;
  readonly told: readonly Told[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly inputs: Inputs;
  /** Where the texts of records lie in the body. */
  readonly bodyPlaces: ReadonlyMap<object, BodyPlace>;
  /** The snapshot that records of the manifest come from: they are copied as they are stored. */
  readonly earlier?: Snapshot | undefined;
}

/** A snapshot being written. It takes its place as a whole, or not at all. */
export interface SnapshotDraft {
  body(bytes: Uint8Array): void;
  /** Answers the identity of the body. Throws `NotPlain` for values that have no text. */
  finish(parts: SnapshotParts): SectionIdentity;
  discard(): void;
}

function writeParts(writer: SectionWriter, { key, told, facts, inputs, ...parts }: SnapshotParts): void {
  const { bodyPlaces } = parts;
  const manifest: Readonly<Record<string, unknown>> = { ...parts.manifest };
  const maps = Object.keys(manifest).filter((name) => isRecordMap(manifest[name]));
  const sources = new SourceWriter(parts.earlier?.sources);
  for (const name of maps) {
    const records = manifest[name] as Parameters<typeof encodeRecords>[0]['records'];
    writer.begin(`bulk ${name}`);
    const write = (bytes: Uint8Array) => writer.write(bytes);
    const { table, places } = encodeRecords({ records, sources, write, bodyPlaces });
    writer.end();
    writer.text(`table ${name}`, table);
    writer.begin(`places ${name}`);
    writer.write(places);
    writer.end();
  }
  const rest = Object.entries(manifest).filter(([name]) => !maps.includes(name));
  writer.text('plain', encodePlain(Object.fromEntries(rest), sources.encode));
  writer.text('told', encodePlain(told, sources.encode));
  writer.begin('sources');
  const places = sources.finish((bytes) => writer.write(bytes));
  writer.end();
  writer.text('places', JSON.stringify(places));
  const freshSources = parts.earlier?.freshSources ?? places.length;
  writer.text('head', encodePlain({ key, inputs, facts, maps, freshSources } satisfies Head));
}

/** Begins a snapshot. Its body comes first. Throws what the disk throws. */
export function draftSnapshot({ host, path }: Pick<SnapshotPlace, 'host' | 'path'>): SnapshotDraft {
  const file = host.files.replace(path);
  const writer = new SectionWriter(file);
  writer.begin('body');
  return {
    body: (bytes) => writer.write(bytes),
    finish(parts) {
      const identity = writer.end();
      writeParts(writer, parts);
      writer.finish();
      return identity;
    },
    discard: () => file.discard(),
  };
}
