/** The reader of a pipe has stopped (EPIPE), or the terminal is closed (EIO). */
const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);

function ignoreGoneReader(error: NodeJS.ErrnoException): void {
  if (!GONE.has(error.code)) throw error;
}

/** A reader that stops reading (`sluice ls | head`) ends the output, not the work: what is written after it is dropped. */
export function guardStreams(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(ignoreGoneReader)) stream.on('error', ignoreGoneReader);
  }
}
