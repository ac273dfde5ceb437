import type { Screen } from '../reporter.ts';

const CLEAR = '\r\u001b[2K';
const TICK = 100;

export interface LiveFooter {
  /** Writes lines above the footer. */
  above(text: string): void;
  start(): void;
  stop(): void;
}

/**
 * A line at the bottom of the terminal that is drawn anew ten times a second, on standard error so that it never gets into
 * what standard output is piped to. Nothing is drawn when `isLive` is false.
 */
export function createLiveFooter(options: {
  readonly screen: Screen;
  readonly isLive: boolean;
  readonly line: () => string;
}): LiveFooter {
  const { screen, line } = options;
  let timer: ReturnType<typeof setInterval> | undefined;
  let isDrawn = false;
  const draw = () => {
    screen.err(`${CLEAR}${line()}`);
    isDrawn = true;
  };
  const clear = () => {
    if (isDrawn) screen.err(CLEAR);
    isDrawn = false;
  };
  return {
    above(text) {
      clear();
      screen.out(text);
      if (timer !== undefined) draw();
    },
    start() {
      if (!options.isLive || timer !== undefined) return;
      timer = setInterval(draw, TICK);
      timer.unref();
    },
    stop() {
      if (timer !== undefined) clearInterval(timer);
      timer = undefined;
      clear();
    },
  };
}
