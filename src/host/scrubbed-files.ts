import type { FileReplacement, Files } from './files.ts';

/** Texts for programs and browsers; what people wrote themselves (SQL, YAML) keeps their words. */
const SCRUBBED = /\.(?:jsonl?|html)$/;

/** A secret as it stands in a text, and as JSON has it. */
function spellingsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [...new Set([secret, json, ascii])];
}

/** Puts asterisks in the place of secrets; undefined when there are none. */
export function scrubberOf(secrets: readonly string[]): ((text: string) => string) | undefined {
  // A secret that holds another one goes first.
  const all = secrets.flatMap((each) => spellingsOf(each.trim())).sort((a, b) => b.length - a.length);
  if (all.length === 0) return undefined;
  return (text) => all.reduce((shown, each) => shown.replaceAll(each, '*****'), text);
}

type Content = string | Uint8Array;

/** A disk that gets artifacts without secrets. */
export function scrubbedFiles(files: Files, scrub: (text: string) => string): Files {
  const clean = <Some extends Content>(path: string, content: Some): Content =>
    SCRUBBED.test(path)
      ? scrub(typeof content === 'string' ? content : Buffer.from(content).toString())
      : content;
  const replaced = (path: string): FileReplacement => {
    const file = files.replace(path);
    return SCRUBBED.test(path)
      ? { ...file, write: (bytes) => file.write(Buffer.from(clean(path, bytes))) }
      : file;
  };
  return Object.freeze({
    ...files,
    replace: replaced,
    // What stands there was scrubbed, so that its beginning has another length.
    overwriteStart: (path: string, bytes: Uint8Array) =>
      !SCRUBBED.test(path) && files.overwriteStart(path, bytes),
    writeAtomic: (path: string, content: Content) => files.writeAtomic(path, clean(path, content)),
    writeWhole: (path: string, content: Content) => files.writeWhole(path, clean(path, content)),
    write: (path: string, content: Content, mode?: number) => files.write(path, clean(path, content), mode),
    writeMany: (all: readonly (readonly [string, Content])[]) =>
      files.writeMany(all.map(([path, content]) => [path, clean(path, content)] as const)),
    append: (path: string, content: string) => files.append(path, String(clean(path, content))),
    openLog(path: string, firstLine: string) {
      const log = files.openLog(path, scrub(firstLine));
      return { ...log, append: (line: string) => log.append(scrub(line)) };
    },
  });
}
