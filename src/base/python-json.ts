import { Float } from './float.ts';

/** A double as Python's `repr` prints it: `1.0`, `0.1`, `1e-05`, `1e+16`, `NaN`, `Infinity`. */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    const [digits, exponent] = value.toExponential().split('e') as [string, string];
    const sign = exponent[0] as string;
    return `${digits}e${sign}${exponent.slice(1).padStart(2, '0')}`;
  }
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what must stay as it is
const NON_ASCII = /[^\x00-\x7e]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what must stay as it is
const EACH_NON_ASCII = /[^\x00-\x7e]/g;

/** Text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function text(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  const json = JSON.stringify(value);
  if (!NON_ASCII.test(json)) return json;
  return json.replace(EACH_NON_ASCII, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function list(values: readonly unknown[]): string {
  if (values.length === 0) return '[]';
  let json = `[${pythonJson(values[0])}`;
  for (let at = 1; at < values.length; at++) json += `, ${pythonJson(values[at])}`;
  return `${json}]`;
}

function dict(entries: Iterable<readonly [unknown, unknown]>): string {
  let json = '';
  for (const [key, each] of entries) {
    if (each !== undefined) json += `${json === '' ? '' : ', '}${text(String(key))}: ${pythonJson(each)}`;
  }
  return `{${json}}`;
}

/** Own keys of a plain object, without a list of pairs: artifacts are made of hundreds of thousands of these. */
function plainItems(value: Readonly<Record<string, unknown>>): string {
  let json = '';
  for (const key of Object.keys(value)) {
    const each = value[key];
    if (each !== undefined) json += `${json === '' ? '' : ', '}${text(key)}: ${pythonJson(each)}`;
  }
  return json;
}

/** JSON of one dictionary that is given in parts, as `pythonJson` would print it merged. No key stands in two parts. */
export function pythonJsonOfParts(parts: readonly Readonly<Record<string, unknown>>[]): string {
  let json = '';
  for (const part of parts) {
    const items = plainItems(part);
    if (items !== '') json += `${json === '' ? '' : ', '}${items}`;
  }
  return `{${json}}`;
}

/**
 * JSON as Python's `json.dumps` writes it: `", "` and `": "` between things, ASCII only, boxed floats with a decimal
 * point, bigints as integers, dates as ISO text. Keys whose value is undefined are left out.
 */
export function pythonJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return Number.isInteger(value) ? value.toString() : pythonFloat(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return list(value);
  if (value instanceof Float) return pythonFloat(value.value);
  if (value instanceof Date) return text(value.toISOString());
  if (value instanceof Map) return dict(value);
  const dictionary = value as Readonly<Record<string, unknown>>;
  return typeof dictionary['toJSON'] === 'function'
    ? pythonJson(dictionary['toJSON']())
    : `{${plainItems(dictionary)}}`;
}

/** JSON as Python's `json.dumps(value, indent=2)` writes it: one thing per line. */
export function pythonJsonIndented(value: unknown, around = ''): string {
  const inside = `${around}  `;
  const lines = (parts: readonly string[], open: string, close: string) =>
    parts.length === 0 ? open + close : `${open}\n${inside}${parts.join(`,\n${inside}`)}\n${around}${close}`;
  if (Array.isArray(value)) {
    const parts = value.map((each) => pythonJsonIndented(each, inside));
    return lines(parts, '[', ']');
  }
  const isPlain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain && !(value instanceof Map)) return pythonJson(value);
  const entries = value instanceof Map ? [...value] : Object.entries(value as object);
  const parts = entries.map(([key, each]) => `${text(String(key))}: ${pythonJsonIndented(each, inside)}`);
  return lines(parts, '{', '}');
}
