import { characters } from '../runtime/iteration.ts';
import { raise } from '../values/index.ts';

/** Options of Python's `textwrap.wrap` that the filter passes on. */
export interface WrapOptions {
  readonly width: number;
  readonly breakLongWords: boolean;
  readonly breakOnHyphens: boolean;
}

const HYPHENS =
  /([\t\n\v\f\r ]+|(?<=[\w!"'&.,?])-{2,}(?=\w)|[^\t\n\v\f\r ]+?(?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])|(?=[\t\n\v\f\r ]|$)|(?<=[\w!"'&.,?])(?=-{2,}\w)))/u;
const SPACES = /([\t\n\v\f\r ]+)/;

const sizeOf = (chunk: string): number => characters(chunk).length;

const isBlank = (chunk: string): boolean => chunk.trim() === '';

/** Puts as much of a word that is longer than a line as fits; the rest stays for the next line. */
function breakWord(
  chunks: string[],
  line: string[],
  space: number,
  { breakLongWords, breakOnHyphens }: WrapOptions,
): void {
  const word = [...(chunks[0] as string)];
  if (!breakLongWords) {
    if (line.length === 0) line.push(chunks.shift() as string);
    return;
  }
  // A line that white space fills to its end takes an empty piece, which is what keeps the white space there.
  let end = space;
  if (breakOnHyphens && space > 0 && word.length > end) {
    const hyphen = word.lastIndexOf('-', end - 1);
    if (hyphen > 0 && word.slice(0, hyphen).some((each) => each !== '-')) end = hyphen + 1;
  }
  line.push(word.slice(0, end).join(''));
  chunks[0] = word.slice(end).join('');
}

/** One paragraph in lines of at most `width` characters, as Python's `textwrap.wrap` without tab expansion. */
export function wrapText(text: string, options: WrapOptions): string[] {
  if (options.width <= 0) raise('ValueError', `invalid width ${options.width} (must be > 0)`);
  const chunks = text.split(options.breakOnHyphens ? HYPHENS : SPACES).filter((chunk) => chunk !== '');
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks[0] as string)) chunks.shift();
    const line: string[] = [];
    let size = 0;
    while (chunks.length > 0 && size + sizeOf(chunks[0] as string) <= options.width) {
      const chunk = chunks.shift() as string;
      line.push(chunk);
      size += sizeOf(chunk);
    }
    if (chunks.length > 0 && sizeOf(chunks[0] as string) > options.width) {
      breakWord(chunks, line, options.width - size, options);
    }
    if (line.length > 0 && isBlank(line.at(-1) as string)) line.pop();
    if (line.length > 0) lines.push(line.join(''));
  }
  return lines;
}
