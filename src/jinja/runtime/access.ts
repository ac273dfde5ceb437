import { formatMethods } from '../format/str-format.ts';
import { methodsOf } from '../methods/index.ts';
import { numberAttribute } from '../methods/number.ts';
import {
  ChainableUndefined,
  GETATTR,
  GETITEM,
  isDict,
  isInt,
  isNumber,
  mappingGet,
  Namespace,
  PyDict,
  PySet,
  PythonError,
  raise,
  Undefined,
} from '../values/index.ts';
import { slotsOf } from '../values/slots.ts';
import { bindMethod } from './bound-method.ts';
import { characters } from './iteration.ts';
import { Slice, sliceOf } from './slice.ts';
import { repr } from './text.ts';
import { objectDescription, typeName } from './type-name.ts';

/** How undefined values come about: strict, or dbt's chainable ones of the parse phase. */
export interface UndefinedFactory {
  /** A name that is not there. */
  readonly ofName: (name: string) => Undefined;
  /** An attribute or item that an object lacks. */
  readonly ofMember: (object: unknown, key: unknown) => Undefined;
  /** Anything else, with the message that using it raises. */
  readonly withHint: (hint: string, errorType?: string) => Undefined;
}

function missingMember(object: unknown, key: unknown): string {
  const description = objectDescription(object);
  return typeof key === 'string'
    ? `'${description}' has no attribute ${repr(key)}`
    : `${description} has no element ${repr(key)}`;
}

export const STRICT: UndefinedFactory = Object.freeze({
  ofName: (name: string) => new Undefined(name),
  ofMember: (object: unknown, key: unknown) => new Undefined(undefined, missingMember(object, key)),
  withHint: (hint: string, errorType?: string) => new Undefined(undefined, hint, errorType),
});

export const CHAINABLE: UndefinedFactory = Object.freeze({
  ofName: (name: string) => new ChainableUndefined(name),
  ofMember: (_object: unknown, key: unknown) =>
    new ChainableUndefined(typeof key === 'string' ? key : repr(key)),
  withHint: (hint: string) => new ChainableUndefined(undefined, hint),
});

/** Names that Python objects keep to themselves; the sandbox never hands them out. */
const isPrivate = (name: string): boolean => name.charCodeAt(0) === 95;

/** Attributes that every Python object of a built-in type has: reading them is refused, not undefined. */
const DUNDERS: ReadonlySet<string> = new Set(
  (
    'class doc init new repr str hash eq ne lt le gt ge dir format getattribute setattr delattr reduce reduce_ex sizeof ' +
    'subclasshook init_subclass'
  )
    .split(' ')
    .map((name) => `__${name}__`),
);

const FORMAT_METHODS = formatMethods({
  attribute: (object, name) => getAttribute(object, name),
  item: (object, key) => getItem(object, key),
});

/** An attribute in Python's sense; undefined when there is none. */
export function attributeOf(object: unknown, name: string): unknown {
  const own = slotsOf(object)[GETATTR];
  if (own !== undefined) {
    const value = own.call(object, name);
    if (value !== undefined) return value;
  }
  if (object instanceof Namespace) return isPrivate(name) ? undefined : object.attributes.get(name);
  if (isNumber(object)) {
    const value = numberAttribute(object, name);
    if (value !== undefined) return value;
  }
  const isFormat = typeof object === 'string' && name in FORMAT_METHODS;
  const methods = isFormat ? FORMAT_METHODS : methodsOf(object);
  return methods !== undefined && Object.hasOwn(methods, name)
    ? bindMethod(object, name, methods)
    : undefined;
}

/** An item; undefined when there is none. */
function itemOf(object: unknown, key: unknown): unknown {
  if (typeof object === 'string' || Array.isArray(object)) {
    if (!isInt(key)) return undefined;
    const items = typeof object === 'string' ? characters(object) : (object as readonly unknown[]);
    const index = Number(key) < 0 ? Number(key) + items.length : Number(key);
    return index >= 0 && index < items.length ? items[index] : undefined;
  }
  if (isDict(object)) return mappingGet(object, key);
  return slotsOf(object)[GETITEM]?.call(object, key);
}

/** `object.name`: the attribute, else the item of that name. */
export function getAttribute(object: unknown, name: string, undefinedOf: UndefinedFactory = STRICT): unknown {
  if (object instanceof Undefined)
    return object instanceof ChainableUndefined ? new ChainableUndefined(name, object.hint) : object.fail();
  if (isPrivate(name) && DUNDERS.has(name)) return unsafe(object, name, undefinedOf);
  const attribute = attributeOf(object, name);
  if (attribute !== undefined) {
    return isPrivate(name) ? unsafe(object, name, undefinedOf) : attribute;
  }
  const item = itemOf(object, name);
  return item === undefined ? undefinedOf.ofMember(object, name) : item;
}

function unsafe(object: unknown, name: string, undefinedOf: UndefinedFactory): Undefined {
  return undefinedOf.withHint(
    `access to attribute ${repr(name)} of '${typeName(object)}' object is unsafe.`,
    'SecurityError',
  );
}

/** `object[key]`: the item, else the attribute of that name. */
export function getItem(object: unknown, key: unknown, undefinedOf: UndefinedFactory = STRICT): unknown {
  if (object instanceof Undefined) return object instanceof ChainableUndefined ? object : object.fail();
  if (key instanceof Slice) return sliceIfAny(object, key) ?? undefinedOf.ofMember(object, key);
  const item = isHashableKey(object, key) ? itemOf(object, key) : undefined;
  if (item !== undefined) return item;
  if (typeof key === 'string') {
    if (DUNDERS.has(key)) return unsafe(object, key, undefinedOf);
    const attribute = attributeOf(object, key);
    if (attribute !== undefined) return isPrivate(key) ? unsafe(object, key, undefinedOf) : attribute;
  }
  return undefinedOf.ofMember(object, key);
}

/** A slice that Jinja takes when it compiles: what Python refuses is not there. */
function sliceIfAny(object: unknown, slice: Slice): unknown {
  try {
    return getSlice(object, slice);
  } catch (error) {
    if (error instanceof PythonError && error.type === 'TypeError') return undefined;
    throw error;
  }
}

/** Looking up a list in a dict is an error in Python, which `x[key]` answers with undefined. */
function isHashableKey(object: unknown, key: unknown): boolean {
  if (typeof key !== 'object' || key === null) return true;
  return (
    !(object instanceof PyDict) ||
    (!(Array.isArray(key) && typeName(key) === 'list') && !(key instanceof PyDict) && !(key instanceof PySet))
  );
}

/** `object[a:b]`: an error for what has no slices, where a plain item would be undefined. */
export function getSlice(object: unknown, slice: Slice): unknown {
  if (object instanceof Undefined) return object instanceof ChainableUndefined ? object : object.fail();
  const host = slotsOf(object)[GETITEM];
  if (host !== undefined) {
    const value = host.call(object, slice);
    if (value !== undefined) return value;
  }
  if (typeof object === 'string' || Array.isArray(object)) return sliceOf(object, slice);
  if (isDict(object)) return raise('TypeError', "unhashable type: 'slice'");
  return raise('TypeError', `'${typeName(object)}' object is not subscriptable`);
}

/** `{% set object.name = value %}`, which only namespaces allow. */
export function setAttribute(object: unknown, name: string, value: unknown): void {
  if (!(object instanceof Namespace)) {
    raise('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
  }
  object.attributes.set(name, value);
}
