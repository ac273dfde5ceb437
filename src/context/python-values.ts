import { md5 } from '../base/index.ts';
import { parseYaml } from '../base/yaml/index.ts';
import { dumpYaml } from '../base/yaml-dump/index.ts';
import {
  fromPlain,
  type HostFunction,
  isDict,
  iterate,
  mappingEntries,
  PyDict,
  PySet,
  PythonError,
  raise,
  strOf,
  toJson,
  toPlain,
  truthOf,
  tuple,
  typeNameOf,
} from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';
import type { Members } from './context-scope.ts';
import { parsePythonJson } from './parse-json.ts';
import { freeFunction, pythonFunction } from './python-call.ts';
import { isDateLike } from './python-modules.ts';

/** Runs `work`; a Python error of the given classes becomes `fallback`. */
function orElse<Value>(
  classes: readonly string[],
  work: () => Value,
  fallback: (error: PythonError) => unknown,
): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof PythonError && classes.includes(error.type)) return fallback(error);
    throw error;
  }
}

const strict = (error: PythonError): never => failTemplate('J103', error.message);

function zipped(sources: readonly unknown[]): unknown[] {
  const columns = sources.map((each) => [...iterate(each)]);
  const length = columns.length === 0 ? 0 : Math.min(...columns.map((each) => each.length));
  return Array.from({ length }, (_, row) => tuple(...columns.map((column) => column[row])));
}

const zipFunction: HostFunction = (positional, keywords) =>
  orElse(
    ['TypeError'],
    () => zipped(positional),
    () => keywords['default'] ?? null,
  );

const zipStrict: HostFunction = (positional) => orElse(['TypeError'], () => zipped(positional), strict);

const setOf = (value: unknown): PySet => new PySet(iterate(value));

const casefold = (value: unknown): string => strOf(value).toLowerCase();

/** Entries of the first dict of lists that the second lacks; case does not count, and the first dict's spelling is kept. */
function differenceOfDicts(a: unknown, b: unknown): PyDict {
  const entriesOf = (dict: unknown) => (isDict(dict) ? mappingEntries(dict) : []);
  const known = new Map(
    entriesOf(b).map(([key, values]) => [casefold(key), new Set([...iterate(values)].map(casefold))]),
  );
  const difference = new PyDict();
  for (const [key, values] of entriesOf(a)) {
    const other = known.get(casefold(key));
    const left =
      other === undefined ? values : [...iterate(values)].filter((each) => !other.has(casefold(each)));
    if (other === undefined || (left as unknown[]).length > 0) difference.set(key, left);
  }
  return difference;
}

function yamlOf(text: unknown, fallback: unknown): unknown {
  if (typeof text !== 'string') return raise('TypeError', 'a string or stream input is required');
  const parsed = parseYaml(text);
  return parsed.errors.length > 0 ? fallback : fromPlain(parsed.value);
}

function jsonText(text: unknown): string {
  if (typeof text === 'string') return text;
  return raise('TypeError', `the JSON object must be str, bytes or bytearray, not ${typeNameOf(text)}`);
}

function hashOf(value: unknown): string {
  if (typeof value === 'string') return md5(value);
  return raise('AttributeError', `'${typeNameOf(value)}' object has no attribute 'encode'`);
}

/** A scalar that YAML writes as it is. */
class ShownScalar {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** Plain values whose days and moments are scalars. */
function momentsShown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(momentsShown);
  if (isDict(value)) {
    return Object.fromEntries(mappingEntries(value).map(([key, item]) => [strOf(key), momentsShown(item)]));
  }
  return isDateLike(value) ? new ShownScalar(strOf(value)) : value;
}

/** Functions on plain values that every context has. */
export const VALUE_MEMBERS: Members = {
  fromjson: () =>
    pythonFunction('BaseContext.fromjson', ['string', ['default', null]], (text, fallback) =>
      orElse(
        ['ValueError'],
        () => parsePythonJson(jsonText(text)),
        () => fallback,
      ),
    ),
  tojson: () =>
    pythonFunction(
      'BaseContext.tojson',
      ['value', ['default', null], ['sort_keys', false]],
      (value, fallback, sorted) =>
        orElse(
          ['ValueError'],
          () => toJson(value, { sortKeys: truthOf(sorted) }),
          () => fallback,
        ),
    ),
  fromyaml: () => pythonFunction('BaseContext.fromyaml', ['value', ['default', null]], yamlOf),
  toyaml: () =>
    pythonFunction(
      'BaseContext.toyaml',
      ['value', ['default', null], ['sort_keys', false]],
      (value, _fallback, sorted) => dumpYaml(momentsShown(toPlain(value)), { sortKeys: truthOf(sorted) }),
    ),
  set: () =>
    pythonFunction('BaseContext._set', ['value', ['default', null]], (value, fallback) =>
      orElse(
        ['TypeError'],
        () => setOf(value),
        () => fallback,
      ),
    ),
  set_strict: () =>
    pythonFunction('BaseContext.set_strict', ['value'], (value) =>
      orElse(['TypeError'], () => setOf(value), strict),
    ),
  zip: () => freeFunction('zip', zipFunction),
  zip_strict: () => freeFunction('zip_strict', zipStrict),
  diff_of_two_dicts: () =>
    pythonFunction('BaseContext.diff_of_two_dicts', ['dict_a', 'dict_b'], differenceOfDicts),
  local_md5: () => pythonFunction('BaseContext.local_md5', ['value'], hashOf),
};
