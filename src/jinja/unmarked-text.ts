/** What a template without any tag comes to: line breaks are `\n`, and the last one is gone. */
export function unmarkedText(text: string): string {
  const last = text.charAt(text.length - 1);
  if (last !== '\n' && last !== '\r' && !text.includes('\r')) return text;
  const unified = text.replaceAll(/\r\n?/g, '\n');
  return unified.endsWith('\n') ? unified.slice(0, -1) : unified;
}
