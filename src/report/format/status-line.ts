export interface StatusLine {
  readonly msg: string;
  /** May be coloured. */
  readonly status: string;
  readonly index: number | null;
  readonly total: number | null;
  /** Seconds. */
  readonly seconds?: number | null;
  readonly truncate?: boolean;
}

/** `1 of 5 OK created sql view model main.a .......... [OK in 0.18s]`, dotted up to `width` as dbt does. */
export function statusLine(line: StatusLine, width: number): string {
  const progress = line.index === null || line.total === null ? '' : `${line.index} of ${line.total} `;
  const dotted = `${progress}${line.msg} `.padEnd(width, '.');
  const cut =
    line.truncate === true && dotted.length > width - 3 ? `${dotted.slice(0, width - 3)}...` : dotted;
  const time = line.seconds === undefined || line.seconds === null ? '' : ` in ${line.seconds.toFixed(2)}s`;
  return `${cut} [${line.status}${time}]`;
}

/** `1 view model`, `3 view models`. */
export function counted(count: number, noun: string): string {
  // dbt has a word of its own for several of them only.
  if (count === 1 && noun === 'data test') return '1 test';
  const plural = noun.endsWith('y')
    ? `${noun.slice(0, -1)}ies`
    : noun.endsWith('s')
      ? `${noun}es`
      : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}

/** `0 hours 0 minutes and 0.38 seconds`. */
export function spelledDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return `${hours} hours ${minutes} minutes and ${(seconds % 60).toFixed(2)} seconds`;
}
