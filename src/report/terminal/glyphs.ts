/** Marks of outcomes; each stands beside a word, so that nothing depends on it alone. */
export interface Glyphs {
  readonly good: string;
  readonly warned: string;
  readonly bad: string;
  readonly skipped: string;
  readonly none: string;
  readonly dot: string;
  readonly barDone: string;
  readonly barHead: string;
  readonly barLeft: string;
}

const UNICODE: Glyphs = {
  good: '✔',
  warned: '▲',
  bad: '✖',
  skipped: '◌',
  none: '—',
  dot: '·',
  barDone: '━',
  barHead: '╾',
  barLeft: '─',
};

const ASCII: Glyphs = {
  good: 'ok',
  warned: '!!',
  bad: 'xx',
  skipped: '--',
  none: '-',
  dot: '-',
  barDone: '#',
  barHead: '>',
  barLeft: '.',
};

/** Glyphs for a terminal; a dumb one gets letters. */
export function glyphsFor(terminal: { readonly dumb: boolean }): Glyphs {
  return terminal.dumb ? ASCII : UNICODE;
}
