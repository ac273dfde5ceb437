import { pythonJson } from '../../base/index.ts';
import {
  type ManifestHeadOptions,
  type ManifestJsonOptions,
  manifestMetadata,
  manifestSections,
} from './manifest-json.ts';

/** Text is turned into bytes in pieces of about this many characters. */
const PIECE = 1 << 18;

/** The beginning of `manifest.json`: what is true of one call only. It ends where the body begins. */
export function manifestHead(options: ManifestHeadOptions): Uint8Array {
  return Buffer.from(`{"metadata": ${pythonJson(manifestMetadata(options))}`, 'latin1');
}

function* bodyTexts(options: ManifestJsonOptions): Generator<string> {
  for (const section of manifestSections(options)) {
    yield `, ${pythonJson(section.name)}: `;
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
 * Everything of `manifest.json` behind its head, piece by piece: a manifest of thousands of nodes is printed entry by entry,
 * so that it is never in memory as values, nor as a whole. The text is ASCII, as Python writes it.
 */
export function* manifestBody(options: ManifestJsonOptions): Generator<Uint8Array> {
  let text = '';
  for (const each of bodyTexts(options)) {
    text += each;
    if (text.length < PIECE) continue;
    yield Buffer.from(text, 'latin1');
    text = '';
  }
  yield Buffer.from(text, 'latin1');
}
