import { pythonJson } from '../../base/index.ts';
import {
  type ManifestHeadOptions,
  type ManifestJsonOptions,
  manifestMetadata,
  manifestSections,
} from './manifest-json.ts';

/** Bytes are collected to pieces of this many. */
const PIECE = 1 << 18;

/** The beginning of `manifest.json`: what is true of one call only. It ends where the body begins. */
export function manifestHead(options: ManifestHeadOptions): Uint8Array {
  return Buffer.from(`{"metadata": ${pythonJson(manifestMetadata(options))}`, 'latin1');
}

/** Collects text and bytes to pieces, and knows where it is. The text is ASCII, as Python writes it. */
class Pieces {
  #open = Buffer.allocUnsafe(PIECE);
  #filled = 0;
  #ready: Uint8Array[] = [];
  at = 0;

  text(text: string): void {
    this.at += text.length;
    if (text.length > PIECE - this.#filled) this.#flush();
    // Texts are written as they come: to join thousands of them first would make one large text only to copy it.
    if (text.length > PIECE) this.#ready.push(Buffer.from(text, 'latin1'));
    else this.#filled += this.#open.write(text, this.#filled, 'latin1');
  }

  /** Copied as text is: a piece of its own for each entry would take memory of a whole piece, and a write, for each of them. */
  bytes(bytes: Uint8Array): void {
    this.at += bytes.length;
    if (bytes.length > PIECE - this.#filled) this.#flush();
    if (bytes.length > PIECE) this.#ready.push(bytes);
    else {
      this.#open.set(bytes, this.#filled);
      this.#filled += bytes.length;
    }
  }

  #flush(): void {
    if (this.#filled === 0) return;
    this.#ready.push(this.#open.subarray(0, this.#filled));
    this.#open = Buffer.allocUnsafe(PIECE);
    this.#filled = 0;
  }

  /** What is there so far. */
  take(all: boolean): readonly Uint8Array[] {
    if (all) this.#flush();
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }
}

/**
 * Everything of `manifest.json` behind its head, piece by piece: a manifest of thousands of nodes is printed entry by entry,
 * so that it is never in memory as values, nor as a whole.
 */
export function* manifestBody(options: ManifestJsonOptions): Generator<Uint8Array> {
  const { printed, onEntry, onSection } = options;
  const pieces = new Pieces();
  let begin = 0;
  const end = (name: string) => {
    onSection?.(name, { start: begin, length: pieces.at - begin });
    begin = pieces.at;
  };
  for (const section of manifestSections(options)) {
    pieces.text(`, ${pythonJson(section.name)}: `);
    if ('value' in section) {
      pieces.text(pythonJson(section.value));
      end(section.name);
      continue;
    }
    let isFirst = true;
    for (const { uniqueId, value, print, isPlain } of section.entries()) {
      pieces.text(`${isFirst ? '{' : ', '}${pythonJson(uniqueId)}: `);
      isFirst = false;
      const start = pieces.at;
      const before = isPlain ? printed?.(value) : undefined;
      if (before === undefined) pieces.text(print());
      else pieces.bytes(before);
      onEntry?.(value, { start, length: pieces.at - start });
      yield* pieces.take(false);
    }
    pieces.text(isFirst ? '{}' : '}');
    end(section.name);
  }
  pieces.text('}');
  yield* pieces.take(true);
}
