/** How long text waits at most, in milliseconds: nobody sees the difference, and a run writes a line every millisecond. */
const PAUSE = 25;
/** Characters that wait at most. */
const ENOUGH = 16 * 1024;

/** A stream whose small writes go out together. */
export interface HeldOutput {
  write(text: string): void;
  /** Writes what waits. */
  flush(): void;
}

/** A stream to which every write goes out at once: somebody waits for each line. */
export function directOutput(stream: NodeJS.WriteStream): HeldOutput {
  return { write: (text) => void stream.write(text), flush: () => {} };
}

/**
 * Gathers what is written to a pipe or file, each write to which calls the system and wakes a reader. On a terminal every
 * write goes out at once. What waits when the process ends is written then.
 */
export function holdOutput(stream: NodeJS.WriteStream): HeldOutput {
  if (stream.isTTY === true) return directOutput(stream);
  let held = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (held === '') return;
    const text = held;
    held = '';
    stream.write(text);
  };
  process.once('exit', flush);
  return {
    write(text) {
      held += text;
      if (held.length >= ENOUGH) flush();
      else timer ??= setTimeout(flush, PAUSE);
    },
    flush,
  };
}
