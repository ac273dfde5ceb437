import {
  CALL,
  callValue,
  classOf,
  fromPlain,
  GETATTR,
  hostFunction,
  isDict,
  type Keywords,
  mappingEntries,
  mappingGet,
  PyDict,
  raise,
  strOf,
  TYPE,
  toPlain,
  typeNameOf,
} from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';
import { hostRecord } from './host-record.ts';
import { type MethodTable, memberLookup } from './method-table.ts';
import { ownMember } from './own-member.ts';
import { pythonFunction } from './python-call.ts';

/** `pre_hook` and `post_hook` are the spellings that Python allows for the dashed keys. */
const RENAMED: Readonly<Record<string, string>> = { pre_hook: 'pre-hook', post_hook: 'post-hook' };

/** Python's complaint about `dict(value)`. */
function failOnNoDict(value: unknown): never {
  if (typeof value !== 'string') return raise('TypeError', `'${typeNameOf(value)}' object is not iterable`);
  return raise('ValueError', 'dictionary update sequence element #0 has length 1; 2 is required');
}

/** The options of one `config()` call under dbt's own key names. */
function optionsOf(positional: readonly unknown[], keywords: Keywords): Readonly<Record<string, unknown>> {
  const named = Object.entries(keywords);
  const [only] = positional;
  const isDictCall = positional.length === 1 && named.length === 0 && isDict(only);
  if (positional.length === 1 && named.length === 0 && !isDict(only)) failOnNoDict(only);
  if (!isDictCall && (positional.length > 0 || named.length === 0)) {
    return failTemplate('J103', 'Invalid inline model config', {
      hint: 'Pass keyword arguments, or one dictionary.',
    });
  }
  const entries = isDictCall
    ? mappingEntries(only).map(([key, value]) => [strOf(key), value] as const)
    : named;
  const names = new Set(entries.map(([name]) => name));
  const renamed = entries.map(([name, value]) => {
    const dashed = ownMember(RENAMED, name);
    if (dashed !== undefined && names.has(dashed)) {
      return failTemplate('J103', `Invalid config, has conflicting keys "${name}" and "${dashed}"`);
    }
    return [dashed ?? name, toPlain(value)] as const;
  });
  return Object.fromEntries(renamed);
}

const answer = (value: unknown) => hostFunction('config', () => value);

type ConfigCall = (positional: readonly unknown[], keywords: Keywords) => string;

const READ_PARAMETERS = ['name', ['default', null], ['validator', null]] as const;
const REQUIRE_PARAMETERS = ['name', ['validator', null]] as const;

/** What `config` answers while parsing: nothing is settled yet. */
const CAPTURERS: MethodTable<ConfigCall> = {
  model: () => hostRecord('ModelNode', {}),
  set: (call) =>
    pythonFunction('set', ['name', 'value'], (name, value) => call([PyDict.from([[name, value]])], {})),
  get: () => pythonFunction('ParseConfigObject.get', READ_PARAMETERS, () => ''),
  require: () => pythonFunction('ParseConfigObject.require', REQUIRE_PARAMETERS, () => ''),
  meta_get: () => pythonFunction('ParseConfigObject.meta_get', READ_PARAMETERS, () => ''),
  meta_require: () => pythonFunction('ParseConfigObject.meta_require', REQUIRE_PARAMETERS, () => ''),
  persist_relation_docs: () => answer(false),
  persist_column_docs: () => answer(false),
};

/** `config` while parsing: calls are captured, and whatever is asked for is an empty string. */
export function parseConfigObject(capture: (options: Readonly<Record<string, unknown>>) => void): unknown {
  const call: ConfigCall = (positional, keywords) => {
    capture(optionsOf(positional, keywords));
    return '';
  };
  return Object.freeze({
    [CALL]: call,
    [GETATTR]: memberLookup(call, [CAPTURERS]),
    [TYPE]: 'dbt.context.providers.ParseConfigObject',
  });
}

export interface ConfigReader {
  readonly uniqueId: string;
  /** Undefined when the key is not set. */
  get(name: string): unknown;
}

/** A config under a key; None and keys that are not there alike fall back. */
function lookup(reader: ConfigReader | null, name: string, fallback: unknown): unknown {
  const value = reader?.get(name);
  return value === undefined ? fallback : fromPlain(value);
}

/** A value below `meta`, by a key with dots for what is nested. */
function metaLookup(reader: ConfigReader | null, name: string): unknown {
  const meta = fromPlain(reader?.get('meta') ?? {});
  return isDict(meta) ? mappingGet(meta, name) : undefined;
}

function required(reader: ConfigReader | null, name: string, value: unknown): unknown {
  if (value !== undefined) return value;
  const id = reader?.uniqueId ?? '';
  return failTemplate('J107', `Model '${id}' does not define a required config parameter '${name}'.`);
}

/** One of the two flags of `persist_docs`. */
function persistDocs(reader: ConfigReader | null, part: string): unknown {
  const value = lookup(reader, 'persist_docs', new PyDict());
  if (!isDict(value)) {
    return failTemplate(
      'J103',
      `Invalid value provided for 'persist_docs'. Expected dict but received ${classOf(value)}`,
    );
  }
  return mappingGet(value, part) ?? false;
}

const validated = (value: unknown, validator: unknown): unknown => {
  if (validator !== null) callValue(validator, [value]);
  return value;
};

const READERS: MethodTable<ConfigReader | null> = {
  // dbt keeps the node itself here.
  model: (reader) => (reader === null ? null : hostRecord('ModelNode', { unique_id: reader.uniqueId })),
  set: () => answer(''),
  get: (reader) =>
    pythonFunction(
      'RuntimeConfigObject.get',
      ['name', ['default', null], ['validator', null]],
      (name, fallback, validator) => {
        const value = lookup(reader, strOf(name), fallback);
        return fallback === null ? value : validated(value, validator);
      },
    ),
  require: (reader) =>
    pythonFunction('RuntimeConfigObject.require', ['name', ['validator', null]], (name, validator) =>
      validated(required(reader, strOf(name), lookup(reader, strOf(name), undefined)), validator),
    ),
  meta_get: (reader) =>
    pythonFunction(
      'RuntimeConfigObject.meta_get',
      ['name', ['default', null], ['validator', null]],
      (name, fallback) => metaLookup(reader, strOf(name)) ?? fallback,
    ),
  meta_require: (reader) =>
    pythonFunction('RuntimeConfigObject.meta_require', ['name', ['validator', null]], (name) =>
      required(reader, strOf(name), metaLookup(reader, strOf(name))),
    ),
  persist_relation_docs: (reader) =>
    hostFunction('persist_relation_docs', () => persistDocs(reader, 'relation')),
  persist_column_docs: (reader) => hostFunction('persist_column_docs', () => persistDocs(reader, 'columns')),
};

/** `config` at run time: reads the node's resolved configuration. `null` reads nothing, as in macros without a node. */
export function runConfigObject(reader: ConfigReader | null): unknown {
  return Object.freeze({
    [CALL]: () => '',
    [GETATTR]: memberLookup(reader, [READERS]),
    [TYPE]: 'dbt.context.providers.RuntimeConfigObject',
  });
}
