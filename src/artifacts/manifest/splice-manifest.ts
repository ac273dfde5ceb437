import { pythonJson, pythonJsonOfParts } from '../../base/index.ts';
import type { Manifest, Node } from '../../domain/index.ts';
import { lineageSections, type TextPlace } from './manifest-json.ts';
import { nodeEntryParts } from './node-entry.ts';

/** Where the parts of a body lie that an edit of nodes can change. */
export interface SplicePlaces {
  /** The whole section, the comma before it included. */
  readonly nodes: TextPlace;
  /** `parent_map`, `child_map` and `group_map`. */
  readonly lineage: TextPlace;
  /** Bytes of all of the body. */
  readonly length: number;
}

/** A stretch of the body that is edited, or of what was added to it. */
export interface SplicedPiece extends TextPlace {
  readonly isAdded: boolean;
}

export interface SpliceManifestOptions {
  readonly manifest: Manifest;
  readonly places: SplicePlaces;
  /** Where the entry of a node lies in the body; undefined when it is not there. */
  readonly placeOf: (node: Node) => TextPlace | undefined;
  /** The entry of a node as it was printed elsewhere. */
  readonly printed: (node: Node) => Uint8Array | undefined;
  /** The lineage of the manifest where it is known: as in the body, or as it was printed; `undefined` has it made anew. */
  readonly lineage: 'unchanged' | Uint8Array | undefined;
}

export interface SplicedManifest {
  /** The new body. */
  readonly pieces: readonly SplicedPiece[];
  readonly added: Uint8Array;
  /** Where in `added` the entries of nodes lie. */
  readonly addedPlaces: ReadonlyMap<object, TextPlace>;
  /** Where in `added` the lineage lies; null when it is as in the body. */
  readonly addedLineage: TextPlace | null;
}

/** Collects pieces; stretches of the body that meet become one. */
class Splice {
  readonly pieces: { isAdded: boolean; start: number; length: number }[] = [];
  readonly #added: Uint8Array[] = [];
  at = 0;

  #put(isAdded: boolean, start: number, length: number): void {
    const last = this.pieces.at(-1);
    if (last !== undefined && last.isAdded === isAdded && last.start + last.length === start)
      last.length += length;
    else if (length > 0) this.pieces.push({ isAdded, start, length });
  }

  copy(start: number, end: number): void {
    this.#put(false, start, end - start);
  }

  add(content: string | Uint8Array): TextPlace {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
    const place = { start: this.at, length: bytes.length };
    this.#added.push(bytes);
    this.#put(true, place.start, place.length);
    this.at += bytes.length;
    return place;
  }

  added(): Uint8Array {
    return Buffer.concat(this.#added);
  }
}

/**
 * The body of `manifest.json` after an edit of nodes, made of the body before: an edit changes a few of thousands of entries,
 * and to print the others, or to look at them one by one, would take longer than to parse it.
 */
export function spliceManifest(options: SpliceManifestOptions): SplicedManifest {
  const { manifest, places, placeOf, printed, lineage } = options;
  const splice = new Splice();
  const addedPlaces = new Map<object, TextPlace>();
  const opening = ', "nodes": {';
  /** The end of the last entry that was copied, as it stands in the body. */
  let behind = Number.NaN;
  let isFirst = true;
  splice.copy(places.nodes.start, places.nodes.start + opening.length);
  for (const [uniqueId, node] of manifest.nodes) {
    const key = `${pythonJson(uniqueId)}: `;
    const place = placeOf(node);
    if (place === undefined) {
      splice.add(isFirst ? key : `, ${key}`);
      addedPlaces.set(node, splice.add(printed(node) ?? pythonJsonOfParts(nodeEntryParts(node))));
    } else {
      const start = place.start - key.length;
      if (!isFirst && start === behind + 2) splice.copy(behind, start);
      else if (!isFirst) splice.add(', ');
      behind = place.start + place.length;
      splice.copy(start, behind);
    }
    isFirst = false;
  }
  const nodesEnd = places.nodes.start + places.nodes.length;
  const lineageEnd = places.lineage.start + places.lineage.length;
  splice.copy(nodesEnd - 1, places.lineage.start);
  let addedLineage: TextPlace | null = null;
  if (lineage === 'unchanged') splice.copy(places.lineage.start, lineageEnd);
  else addedLineage = splice.add(lineage ?? lineageText(manifest));
  splice.copy(lineageEnd, places.length);
  return { pieces: splice.pieces, added: splice.added(), addedPlaces, addedLineage };
}

function lineageText(manifest: Manifest): string {
  return lineageSections(manifest)
    .map(({ name, value }) => `, ${pythonJson(name)}: ${pythonJson(value)}`)
    .join('');
}
