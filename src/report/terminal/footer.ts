import { displayWidth } from '../../base/index.ts';
import { duration, type LineStyle } from './node-line.ts';

export interface Running {
  readonly name: string;
  /** Milliseconds, on the clock that the footer is drawn with. */
  readonly since: number;
}

export interface FooterState {
  readonly done: number;
  readonly total: number;
  readonly running: readonly Running[];
  readonly startedAt: number;
}

function bar(done: number, total: number, width: number, { glyphs, paint }: LineStyle): string {
  const filled = total === 0 ? 0 : Math.min(width, Math.round((done / total) * width));
  const head = filled > 0 && filled < width ? glyphs.barHead : '';
  const left = glyphs.barLeft.repeat(Math.max(0, width - filled - head.length));
  return `${paint.good(glyphs.barDone.repeat(filled) + head)}${paint.faint(left)}`;
}

/** ` ━━━━━╾─────  14/26   fct_orders 2.1 s · agg_daily 0.4 s          7.9 s`, on one line of the terminal. */
export function footerLine(state: FooterState, now: number, style: LineStyle): string {
  const { width, paint, glyphs } = style;
  const count = `${state.done}/${state.total}`;
  const elapsed = duration((now - state.startedAt) / 1000);
  const barWidth = width < 60 ? 8 : 20;
  const room = width - barWidth - count.length - elapsed.length - 10;
  const names: string[] = [];
  let used = 0;
  for (const { name, since } of [...state.running].sort((a, b) => a.since - b.since)) {
    const text = `${name} ${((now - since) / 1000).toFixed(1)} s`;
    const columns = displayWidth(text) + 3;
    if (used + columns > room) {
      names.push('…');
      break;
    }
    names.push(text);
    used += columns;
  }
  const shown = names.join(` ${glyphs.dot} `);
  const gap = ' '.repeat(Math.max(2, room - displayWidth(shown)));
  return ` ${bar(state.done, state.total, barWidth, style)}  ${count}   ${shown}${gap}${paint.faint(elapsed)}`;
}
