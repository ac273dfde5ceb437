/**
 * Text in lines of at most `width` characters, broken at spaces, as Python's `textwrap.fill` writes it. `taken` characters of
 * the first line are taken already. Longer words stand on a line of their own.
 */
export function fillLines(
  text: string,
  { width, taken = 0 }: { readonly width: number; readonly taken?: number },
): string {
  const lines: string[] = [];
  let line = '';
  let size = taken;
  for (const piece of text.split(/( +)/)) {
    if (size + piece.length > width && line !== '') {
      lines.push(line.trimEnd());
      line = '';
      size = 0;
    }
    if (line === '' && lines.length > 0 && piece.trim() === '') continue;
    line += piece;
    size += piece.length;
  }
  return [...lines, line.trimEnd()].join('\n');
}
