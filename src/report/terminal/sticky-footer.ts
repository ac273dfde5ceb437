import { displayWidth } from '../../base/index.ts';
import { unpainted } from '../paint.ts';
import type { Screen } from '../reporter.ts';

const CLEAR_LINE = '\r\u001b[2K';
const UP = '\u001b[1A';
/** Milliseconds between two drawings while something runs. */
const TICK = 100;

export interface StickyFooter {
  /** Writes lines above the footer. */
  above(text: string): void;
  /** Draws it anew. */
  draw(): void;
  /** Draws it ten times a second, or only when asked to. */
  animate(isOn: boolean): void;
  /** Takes it away for good. */
  close(): void;
}

export interface StickyFooterOptions {
  readonly screen: Screen;
  /** Nothing is drawn without. */
  readonly isLive: boolean;
  readonly lines: () => readonly string[];
}

/** Lines that are too long would wrap and could not be taken back. */
function fitting(line: string, width: number): string {
  if (displayWidth(unpainted(line)) < width) return line;
  const plain = unpainted(line);
  let end = Math.min(plain.length, width - 2);
  while (end > 0 && displayWidth(plain.slice(0, end)) > width - 2) end--;
  return `${plain.slice(0, end)}…`;
}

/**
 * Lines that stay at the bottom of the terminal while others are written above. They are on standard error, so that they never
 * get into what standard output is piped to.
 */
export function createStickyFooter({ screen, isLive, lines }: StickyFooterOptions): StickyFooter {
  let drawn = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let isClosed = false;
  const clear = () => {
    if (drawn === 0) return;
    screen.err(CLEAR_LINE + `${UP}${CLEAR_LINE}`.repeat(drawn - 1));
    drawn = 0;
  };
  const draw = () => {
    if (!isLive || isClosed) return;
    const shown = lines().map((line) => fitting(line, screen.width));
    const again = drawn === 0 ? '' : CLEAR_LINE + `${UP}${CLEAR_LINE}`.repeat(drawn - 1);
    screen.err(again + shown.join('\n'));
    drawn = shown.length;
  };
  return {
    above(text) {
      clear();
      screen.out(text);
      draw();
    },
    draw,
    animate(isOn) {
      if (isOn && isLive && timer === undefined) {
        timer = setInterval(draw, TICK);
        timer.unref();
      } else if (!isOn && timer !== undefined) {
        clearInterval(timer);
        timer = undefined;
      }
    },
    close() {
      if (timer !== undefined) clearInterval(timer);
      timer = undefined;
      clear();
      isClosed = true;
    },
  };
}
