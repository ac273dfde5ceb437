const number = new Intl.NumberFormat('en');

export function count(value: number): string {
  return number.format(value);
}

/** `models`, `queries`, `analyses`. */
export function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return word.endsWith('sis') ? `${word.slice(0, -2)}es` : `${word}s`;
}

/** `3 models`, `1 model`. */
export function counted(value: number, word: string): string {
  return `${count(value)} ${value === 1 ? word : plural(word)}`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

export function seconds(value: number): string {
  if (value < 0.001) return '0 ms';
  if (value < 1) return `${Math.round(value * 1000)} ms`;
  if (value < 60) return `${value.toFixed(value < 10 ? 2 : 1)} s`;
  const minutes = Math.floor(value / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(value % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const STEPS = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [Number.POSITIVE_INFINITY, 'day', 86_400],
] as const;

/** How long ago a moment was, as seen from another. */
export function ago(moment: number, now: number): string {
  const passed = Math.max(0, (now - moment) / 1000);
  for (const [limit, word, size] of STEPS) {
    if (passed < limit) return `${counted(Math.floor(passed / size), word)} ago`;
  }
  return '';
}

/** A moment in the reader's own zone. */
export function moment(value: number): string {
  return new Date(value).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** The change of a number: `+12`, `−3`. */
export function delta(value: number): string {
  return value === 0 ? '±0' : `${value > 0 ? '+' : '−'}${count(Math.abs(value))}`;
}
