import { pythonJson } from '../../base/index.ts';
import { type ManifestJsonOptions, manifestSections } from './manifest-json.ts';

/** Text is turned into bytes in pieces of about this many characters. */
const PIECE = 1 << 18;

function* manifestTexts(options: ManifestJsonOptions): Generator<string> {
  let isFirstSection = true;
  for (const section of manifestSections(options)) {
    yield `${isFirstSection ? '{' : ', '}${pythonJson(section.name)}: `;
    isFirstSection = false;
    if ('value' in section) {
      yield pythonJson(section.value);
      continue;
    }
    let isFirst = true;
    for (const [id, entry] of section.entries()) {
      yield `${isFirst ? '{' : ', '}${pythonJson(id)}: ${entry}`;
      isFirst = false;
    }
    yield isFirst ? '{}' : '}';
  }
  yield '}';
}

/**
 * The bytes of `manifest.json`, piece by piece: a manifest of thousands of nodes is printed entry by entry, so that it is
 * never in memory as values, nor as a whole. The text is ASCII, as Python writes it.
 */
export function* manifestPieces(options: ManifestJsonOptions): Generator<Uint8Array> {
  let text = '';
  for (const each of manifestTexts(options)) {
    text += each;
    if (text.length < PIECE) continue;
    yield Buffer.from(text, 'latin1');
    text = '';
  }
  yield Buffer.from(text, 'latin1');
}
