import { decodePlain, encodePlain } from '../base/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Event, Manifest } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import { decodeRecords, type RecordRow } from './decode-records.ts';
import {
  type BodyPiece,
  type Edit,
  type EditBase,
  readEdit,
  type WriteEditOptions,
  writeEdit,
} from './edit-file.ts';
import { type BodyPlace, encodeRecords, isRecordMap } from './encode-records.ts';
import { compareInputs, type Inputs, joinInputs } from './inputs.ts';
import type { World } from './questions.ts';
import { type SectionIdentity, SectionReader, SectionWriter } from './sections.ts';
import { type SourcePlace, SourceReader, SourceWriter } from './source-table.ts';
import { originOf } from './stored-record.ts';
import { StoredTable } from './stored-table.ts';

/** What a parse has told, in order: it is told again when the parse is not repeated. */
export type Told =
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | { readonly type: 'event'; readonly event: Event };

/** A whole parse, kept, with the edits since. */
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
  /** The same for an edit of the snapshot. */
  readonly layers: () => BodyLayers;
  /** Keeps the snapshot as it is now. Answers the identity of the body. Throws what the disk throws. */
  readonly edit: (options: WriteEditOptions) => SectionIdentity;
  /** Whether there are so many edits that everything has to be written anew. */
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
}

/** Sources of edits beyond which everything has to be written anew. */
const MANY = 1000;

const none = (reason: string): Found => ({ snapshot: null, reason });

/** Everything that a snapshot is read from. */
interface Opened {
  readonly reader: SectionReader;
  readonly head: Head;
  readonly edit: Edit | undefined;
  readonly sources: SourceReader;
  readonly table: (name: string) => StoredTable;
}

/** Each table is read once: records know the table that they come from. */
function tablesOf(reader: SectionReader, maps: readonly string[]): (name: string) => StoredTable {
  const read = new Map(
    maps.map((name) => {
      const text = reader.bytes(`table ${name}`);
      return [name, { text, bulk: reader.bytes(`bulk ${name}`), places: reader.bytes(`places ${name}`) }];
    }),
  );
  const made = new Map<string, StoredTable>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const { text, bulk, places } = read.get(name) as { text: Buffer; bulk: Buffer; places: Buffer };
    const table = new StoredTable({ text: text.toString(), bulk, places });
    made.set(name, table);
    return table;
  };
}

/** The nodes of a snapshot in the order of its edits. */
function editedNodes(base: readonly RecordRow[], { nodes, runs }: Edit, sources: SourceReader) {
  const own = decodeRecords(nodes, sources);
  const all: RecordRow[] = [];
  for (const [first, count] of runs) {
    const [rows, start] = first < 0 ? [own, -1 - first] : [base, first];
    for (let at = start; at < start + count; at++) all.push(rows[at] as RecordRow);
  }
  return all;
}

/** The manifest, with each of its maps read when it is first asked for. */
function lazyManifest({ reader, head, edit, sources, table }: Opened): Manifest {
  const manifest = decodePlain(reader.text('plain'), sources.decode) as Record<string, unknown>;
  for (const name of head.maps) {
    let made: unknown;
    Object.defineProperty(manifest, name, {
      enumerable: true,
      get() {
        if (made !== undefined) return made;
        const rows = decodeRecords(table(name), sources);
        made = new Map(edit === undefined || name !== 'nodes' ? rows : editedNodes(rows, edit, sources));
        return made;
      },
    });
  }
  return Object.freeze(manifest) as unknown as Manifest;
}

/** The text of a record in a body. */
export type BodyCopy = (record: object) => Uint8Array | undefined;

/** The body that was stored with everything, and what edits have added to it. */
export interface BodyLayers {
  readonly base: Uint8Array;
  readonly added: Uint8Array;
  /** Where the text of a record lies in `base`; undefined when it is not there. */
  readonly placeInBase: (record: object) => BodyPlace | undefined;
  readonly copy: BodyCopy;
}

function layersOf({ reader, edit }: Opened): BodyLayers {
  const base = reader.bytes('body');
  const added = edit?.added ?? Buffer.alloc(0);
  const placeOf = (record: object) => {
    const origin = originOf(record);
    if (origin === undefined) return undefined;
    const { bodyStart: start, bodyLength: length } = origin.table.place(origin.at);
    return length === 0 ? undefined : { isAdded: origin.table === edit?.nodes, start, length };
  };
  return {
    base,
    added,
    placeInBase: (record) => {
      const place = placeOf(record);
      return place === undefined || place.isAdded ? undefined : place;
    },
    copy: (record) => {
      const place = placeOf(record);
      if (place === undefined) return undefined;
      return (place.isAdded ? added : base).subarray(place.start, place.start + place.length);
    },
  };
}

/** The bytes of a body that edits have changed. */
export function* piecesOf(
  { base, added }: Pick<BodyLayers, 'base' | 'added'>,
  pieces: readonly BodyPiece[],
): Generator<Uint8Array> {
  for (const { isAdded, start, length } of pieces)
    yield (isAdded ? added : base).subarray(start, start + length);
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function openSnapshot(place: SnapshotPlace, opened: Opened, close: () => void): Snapshot {
  const { reader, head, edit, sources, table } = opened;
  const layers = once(() => layersOf(opened));
  return {
    manifest: lazyManifest(opened),
    told: decodePlain(reader.text('told'), sources.decode) as readonly Told[],
    facts: edit?.facts ?? head.facts,
    body: () => (edit === undefined ? reader.pieces('body') : piecesOf(layers(), edit.pieces)),
    bodyIdentity: edit?.identity ?? reader.identity('body'),
    copyBody: () => layers().copy,
    layers,
    edit(options) {
      const nodes = table('nodes');
      const base: EditBase = { identity: reader.file, inputs: head.inputs, nodes, sources, earlier: edit };
      return writeEdit({ files: place.host.files, path: editPath(place) }, base, options);
    },
    isWorn: (edit?.sources.places.length ?? 0) > MANY,
    close,
  };
}

/** Edits stand beside what they change. */
function editPath({ path }: Pick<SnapshotPlace, 'path'>): string {
  return `${path}.edits`;
}

function open(reader: SectionReader, head: Head, edit: Edit | undefined): Opened {
  const own = {
    places: JSON.parse(reader.text('places')) as readonly SourcePlace[],
    bytes: reader.bytes('sources'),
  };
  const sources = new SourceReader(edit === undefined ? [own] : [own, edit.sources]);
  return { reader, head, edit, sources, table: tablesOf(reader, head.maps) };
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
    const edit = readEdit(host.files, editPath({ path }), reader.file);
    const before = edit === undefined ? head.inputs : joinInputs(head.inputs, edit.inputs);
    const { obstacle, changed, inputs } = compareInputs(world, before);
    if (obstacle !== null) return none(`this changed: ${obstacle}`);
    const opened = open(reader, head, edit);
    const snapshot = openSnapshot({ host, path, key }, opened, () => file.close());
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
  const sources = new SourceWriter();
  const write = (bytes: Uint8Array) => writer.write(bytes);
  for (const name of maps) {
    const records = manifest[name] as Parameters<typeof encodeRecords>[0]['records'];
    const { table, places } = writer.section(`bulk ${name}`, () =>
      encodeRecords({ records, sources, write, bodyPlaces }),
    );
    writer.text(`table ${name}`, table);
    writer.section(`places ${name}`, () => write(places));
  }
  const rest = Object.entries(manifest).filter(([name]) => !maps.includes(name));
  writer.text('plain', encodePlain(Object.fromEntries(rest), sources.encode));
  writer.text('told', encodePlain(told, sources.encode));
  const places = writer.section('sources', () => sources.finish(write));
  writer.text('places', JSON.stringify(places));
  writer.text('head', encodePlain({ key, inputs, facts, maps } satisfies Head));
}

/** Begins a snapshot. Its body comes first. Throws what the disk throws. */
export function draftSnapshot({ host, path }: Pick<SnapshotPlace, 'host' | 'path'>): SnapshotDraft {
  const { files } = host;
  const file = files.replace(path);
  const writer = new SectionWriter(file);
  writer.begin('body');
  return {
    body: (bytes) => writer.write(bytes),
    finish(parts) {
      const identity = writer.end();
      writeParts(writer, parts);
      writer.finish();
      files.remove(editPath({ path }));
      return identity;
    },
    discard: () => file.discard(),
  };
}
