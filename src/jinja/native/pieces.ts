import { Float } from '../../base/index.ts';
import { str } from '../runtime/text.ts';
import { isDict, isNumber, mappingEntries, PyIterator, PySet, raise } from '../values/index.ts';
import { unmarked } from '../values/text-like.ts';
import { Marker } from './markers.ts';
import { parsePythonLiteral } from './python-literal.ts';

/** Whether Python can write the value down as a literal. */
function isPlainData(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return typeof value !== 'function' && value !== undefined;
  if (value instanceof Float) return true;
  if (value instanceof PyIterator || value instanceof Marker) return false;
  if (Array.isArray(value)) return value.every(isPlainData);
  if (value instanceof PySet) return [...value].every(isPlainData);
  return isDict(value) && mappingEntries(value).every(([key, item]) => isPlainData(key) && isPlainData(item));
}

/** Output that Jinja computes when it compiles is text: `{{ 1 }}` is `'1'`, where `{{ x }}` is the value of x. */
export function constantPiece(value: unknown): unknown {
  return isPlainData(value) ? str(value) : value;
}

function convert(marker: Marker): unknown {
  const parsed = parsePythonLiteral(marker.text);
  const value = parsed === undefined ? marker.text : parsed.value;
  const isWanted =
    marker.kind === 'bool' ? typeof value === 'boolean' : isNumber(value) && typeof value !== 'boolean';
  if (marker.kind !== 'native' && !isWanted) {
    raise('JinjaRenderingError', `Could not convert value '${marker.text}' into type '${marker.kind}'`);
  }
  return value;
}

/**
 * The value of a template, given its pieces of output: a single piece is the value, several are one text.
 * A piece that ends with `as_bool`, `as_number` or `as_native` is read as a Python literal.
 */
export function nativeValue(pieces: readonly unknown[]): unknown {
  const [first] = pieces;
  if (pieces.length === 0) return '';
  if (pieces.length > 1) return pieces.map(str).join('');
  if (!(first instanceof Marker)) return unmarked(first);
  return first.kind === 'text' ? first.text : convert(first);
}
