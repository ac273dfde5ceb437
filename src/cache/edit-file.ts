import { checksum, decodePlain, encodePlain } from '../base/index.ts';
import type { Manifest } from '../domain/index.ts';
import type { Files } from '../host/index.ts';
import { type BodyPlace, encodeRecords } from './encode-records.ts';
import type { Inputs } from './inputs.ts';
import { type SectionIdentity, SectionReader, SectionWriter } from './sections.ts';
import { type SourcePlace, type SourceReader, SourceWriter, type StoredSources } from './source-table.ts';
import { originOf } from './stored-record.ts';
import { StoredTable } from './stored-table.ts';

/**
 * What edits have changed of a snapshot, in a file beside it: to write all of a large project anew would take longer than to
 * parse the edit. It names the snapshot that it belongs to, and is as good as none beside another one.
 */

/** A stretch of the body: of what the snapshot holds, or of what edits added. */
export interface BodyPiece extends BodyPlace {
  readonly isAdded: boolean;
}

/** Nodes that stand behind each other: rows of the snapshot from `first` on, or of the edit from `-1 - first` on. */
type Run = readonly [first: number, count: number];

interface Head {
  readonly base: SectionIdentity;
  /** What was looked at besides what the snapshot names, or seen to be another since. */
  readonly inputs: Inputs;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly pieces: readonly BodyPiece[];
  readonly runs: readonly Run[];
  readonly places: readonly SourcePlace[];
}

/** The edits of a snapshot. */
export interface Edit extends Pick<Head, 'inputs' | 'facts' | 'pieces' | 'runs'> {
  readonly added: Buffer;
  readonly identity: SectionIdentity;
  readonly nodes: StoredTable;
  readonly sources: StoredSources;
}

function identityOf(added: Uint8Array, pieces: readonly BodyPiece[], base: SectionIdentity): SectionIdentity {
  const sum = checksum(Buffer.from(JSON.stringify([pieces, base])), checksum(added));
  return { length: pieces.reduce((all, { length }) => all + length, 0), checksum: sum };
}

/** Reads the edits of the snapshot of this identity. Undefined when there are none, or they cannot be read. */
export function readEdit(files: Files, path: string, base: SectionIdentity): Edit | undefined {
  const file = files.open(path);
  if (file === undefined) return undefined;
  try {
    const reader = new SectionReader(file);
    const head = decodePlain(reader.text('head')) as Head;
    if (head.base.length !== base.length || head.base.checksum !== base.checksum) return undefined;
    const { inputs, facts, pieces, runs, places } = head;
    const added = reader.bytes('added');
    return {
      ...{ inputs, facts, pieces, runs, added },
      identity: identityOf(added, pieces, base),
      nodes: new StoredTable({
        text: reader.text('table'),
        bulk: reader.bytes('bulk'),
        places: reader.bytes('records'),
      }),
      sources: { places, bytes: reader.bytes('sources') },
    };
  } catch {
    return undefined;
  } finally {
    file.close();
  }
}

export interface WriteEditOptions extends Pick<Head, 'facts' | 'pieces'> {
  readonly manifest: Manifest;
  readonly inputs: Inputs;
  readonly added: Uint8Array;
  readonly addedPlaces: ReadonlyMap<object, BodyPlace>;
}

/** What an edit is written against. */
export interface EditBase {
  readonly identity: SectionIdentity;
  readonly inputs: Inputs;
  readonly nodes: StoredTable;
  readonly sources: SourceReader;
  readonly earlier: Edit | undefined;
}

type Dict = Readonly<Record<string, unknown>>;

/** Which nodes come from the snapshot, and which are stored here. */
function runsOf(manifest: Manifest, base: StoredTable): { runs: Run[]; stored: Map<string, Dict> } {
  const runs: [number, number][] = [];
  const stored = new Map<string, Dict>();
  for (const [id, node] of manifest.nodes) {
    const origin = originOf(node);
    const isBase = origin !== undefined && origin.table === base;
    const row = isBase ? origin.at : -1 - stored.size;
    if (!isBase) stored.set(id, node as unknown as Dict);
    const last = runs.at(-1);
    const next = last === undefined ? undefined : last[0] < 0 ? last[0] - last[1] : last[0] + last[1];
    if (last !== undefined && next === row) last[1]++;
    else runs.push([row, 1]);
  }
  return { runs, stored };
}

/** What `inputs` names and `known` does not. */
function newInputs(inputs: Inputs, known: Inputs): Inputs {
  const files = new Set(known.files);
  const answers = new Map(known.answers.map(([question, about, answer]) => [`${question} ${about}`, answer]));
  return {
    files: inputs.files.filter((each) => !files.has(each)),
    answers: inputs.answers.filter(
      ([question, about, answer]) => answers.get(`${question} ${about}`) !== answer,
    ),
    volatile: inputs.volatile.filter((each) => !known.volatile.includes(each)),
  };
}

/** Writes the edits of a snapshot; it takes its place as a whole. Answers the identity of the body. Throws what the disk throws. */
export function writeEdit(
  { files, path }: { readonly files: Files; readonly path: string },
  base: EditBase,
  options: WriteEditOptions,
): SectionIdentity {
  const { manifest, inputs, facts, pieces, added, addedPlaces } = options;
  const { runs, stored } = runsOf(manifest, base.nodes);
  const file = files.replace(path);
  try {
    const writer = new SectionWriter(file);
    const write = (bytes: Uint8Array) => writer.write(bytes);
    const sources = new SourceWriter(base.sources);
    writer.section('added', () => write(added));
    const { table, places: records } = writer.section('bulk', () =>
      encodeRecords({
        ...{ records: stored, sources, write, bodyPlaces: addedPlaces },
        earlier: base.earlier?.nodes,
      }),
    );
    writer.text('table', table);
    writer.section('records', () => write(records));
    const places = writer.section('sources', () => sources.finish(write, base.earlier?.sources));
    const { identity } = base;
    const head = { base: identity, inputs: newInputs(inputs, base.inputs), facts, pieces, runs, places };
    writer.text('head', encodePlain(head satisfies Head));
    writer.finish();
    return identityOf(added, pieces, identity);
  } finally {
    file.discard();
  }
}
