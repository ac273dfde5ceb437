/** A place in a text, counted as editors count: line and column start at 1; a column is a UTF-16 code unit. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsByText = new Map<string, readonly number[]>();

/** Offsets at which the lines of `text` start. The last few texts are remembered: positions come in bursts. */
export function lineStarts(text: string): readonly number[] {
  const known = lineStartsByText.get(text);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  if (lineStartsByText.size >= 16) lineStartsByText.delete(lineStartsByText.keys().next().value as string);
  lineStartsByText.set(text, starts);
  return starts;
}

/** The line and column of `offset` (UTF-16 code units from 0), clamped to the text. */
export function positionAt(text: string, offset: number): Position {
  const starts = lineStarts(text);
  const wanted = Math.max(0, Math.min(offset, text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= wanted) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: wanted - (starts[low] as number) + 1 };
}

/** The UTF-16 offset of a UTF-8 byte offset: engines report bytes, JavaScript strings count code units. */
export function offsetOfByte(text: string, byteOffset: number): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    if (bytes >= byteOffset) return at;
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00) {
      bytes += 4;
      at++;
    } else bytes += 3;
  }
  return text.length;
}
