import { Float } from '../base/index.ts';
import { fromPlain, raise } from '../jinja/index.ts';

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN/g;
const MARK = '\u0000number:';

/** Numbers that JavaScript would not keep apart (`1.0` from `1`, large integers) as marked strings. */
function markNumbers(text: string): string {
  return text.replace(TOKEN, (token) => {
    if (token.startsWith('"')) return token;
    const isInteger = /^-?\d+$/.test(token);
    const value = Number(token);
    if (isInteger ? Number.isSafeInteger(value) : !Number.isInteger(value) && Number.isFinite(value))
      return token;
    return JSON.stringify(MARK + token);
  });
}

function readNumber(token: string): unknown {
  return /^-?\d+$/.test(token) ? BigInt(token) : new Float(Number(token));
}

const revive = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && value.startsWith(MARK) ? readNumber(value.slice(MARK.length)) : value;

/** Python's `json.loads`: integers and floats stay apart. Raises `ValueError` when the text is not JSON. */
export function parsePythonJson(text: string): unknown {
  try {
    return fromPlain(JSON.parse(markNumbers(text), revive));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return raise('ValueError', error.message);
  }
}
