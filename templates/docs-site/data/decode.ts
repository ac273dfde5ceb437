/** Unpacks a block of the page: gzip in base64 in a script tag. */
export async function decodeBlock<Value>(id: string): Promise<Value> {
  const text = atob(document.getElementById(id)?.textContent?.trim() ?? '');
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text()) as Value;
}

/** A block that is unpacked when first asked for, and then kept. */
export function lazyBlock<Value>(id: string): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= decodeBlock<Value>(id);
    return made;
  };
}
