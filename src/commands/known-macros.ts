import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { md5 } from '../base/index.ts';
import type { SourceText } from '../diagnostics/index.ts';
import type { Files } from '../host/index.ts';
import type { KnownMacro } from '../jinja/index.ts';

/** By the hash of a file's text: a file that was changed is not known. */
type KnownFiles = Readonly<Record<string, readonly KnownMacro[]>>;

/** Written by the build beside the bundle. */
const FILE = 'macros.json';

/**
 * What the build has stored of the built-in macros: reading some five hundred of them costs more than half of the start of
 * a command. Undefined where nothing was built, as in tests of the sources.
 */
export function knownMacros(
  files: Files,
): ((source: SourceText) => readonly KnownMacro[] | undefined) | undefined {
  const path = join(dirname(fileURLToPath(import.meta.url)), FILE);
  if (!files.exists(path)) return undefined;
  let known: KnownFiles | undefined;
  return ({ text }) => {
    known ??= JSON.parse(files.readText(path)) as KnownFiles;
    return known[md5(text)];
  };
}
