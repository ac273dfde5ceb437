import type { EventSink } from '../domain/index.ts';

/** Draws events. */
export interface Reporter {
  readonly event: EventSink;
  /** Writes what is still held back; nothing is drawn afterwards. */
  close(): void;
}

/** Where reporters write: standard output and error of a process, or texts of a test. */
export interface Screen {
  out(text: string): void;
  err(text: string): void;
  /** Columns. */
  readonly width: number;
}

/** One reporter in front of several: the terminal and the log file. */
export function combined(reporters: readonly Reporter[]): Reporter {
  return {
    event(event) {
      for (const each of reporters) each.event(event);
    },
    close() {
      for (const each of reporters) each.close();
    },
  };
}
