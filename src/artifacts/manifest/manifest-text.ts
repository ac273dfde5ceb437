import { pythonJson } from '../../base/index.ts';
import { type ManifestJsonOptions, manifestSections } from './manifest-json.ts';

/** Text is turned into bytes in pieces of about this many characters. */
const PIECE = 1 << 18;

/** Collects text as bytes. A manifest of thousands of nodes is made entry by entry, so that it is never in memory as values. */
class ByteCollector {
  readonly #pieces: Uint8Array[] = [];
  readonly #encoder = new TextEncoder();
  #text = '';

  add(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE) this.#flush();
  }

  #flush(): void {
    this.#pieces.push(this.#encoder.encode(this.#text));
    this.#text = '';
  }

  bytes(): Uint8Array {
    this.#flush();
    const all = new Uint8Array(this.#pieces.reduce((sum, each) => sum + each.length, 0));
    let at = 0;
    for (const piece of this.#pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
}

/** The bytes of `manifest.json`. */
export function manifestBytes(options: ManifestJsonOptions): Uint8Array {
  const collector = new ByteCollector();
  manifestSections(options).forEach((section, index) => {
    collector.add(`${index === 0 ? '{' : ', '}${pythonJson(section.name)}: `);
    if ('value' in section) {
      collector.add(pythonJson(section.value));
      return;
    }
    let isFirst = true;
    for (const [id, entry] of section.entries()) {
      collector.add(`${isFirst ? '{' : ', '}${pythonJson(id)}: ${pythonJson(entry)}`);
      isFirst = false;
    }
    collector.add(isFirst ? '{}' : '}');
  });
  collector.add('}');
  return collector.bytes();
}
