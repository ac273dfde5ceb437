import { Float } from '../../base/index.ts';
import {
  isDict,
  Namespace,
  PyDict,
  PyIterator,
  PyRange,
  PySet,
  PyTuple,
  PyView,
  TYPE,
  Undefined,
} from '../values/index.ts';
import { slotsOf } from '../values/slots.ts';

const CLASSES: readonly (readonly [new (...args: never[]) => unknown, string])[] = [
  [Float, 'float'],
  [PyDict, 'dict'],
  [PyTuple, 'tuple'],
  [PyRange, 'range'],
  [PySet, 'set'],
  [Undefined, 'Undefined'],
  [Namespace, 'Namespace'],
];

/** The modules written in C: Python names their classes with the module, and all others without. */
const IN_C = /^(?:datetime|decimal|collections|re\.(?:Match|Pattern)$)/;

/** The Python type name of a value, as error messages show it. */
export function typeName(value: unknown): string {
  const name = qualifiedName(value);
  return IN_C.test(name) ? name : name.slice(name.lastIndexOf('.') + 1);
}

/** A value's Python class as it prints itself: `<class 'datetime.date'>`. */
export function classOf(value: unknown): string {
  return `<class '${qualifiedName(value)}'>`;
}

/** The type name of a value with the module that the class lies in. */
export function qualifiedName(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'undefined':
      return 'Undefined';
    default:
      return value === null ? 'NoneType' : objectTypeName(value);
  }
}

function objectTypeName(value: unknown): string {
  for (const [type, name] of CLASSES) if (value instanceof type) return name;
  const declared = slotsOf(value)[TYPE];
  if (declared !== undefined) return declared;
  if (Array.isArray(value)) return 'list';
  if (value instanceof PyView) return `dict_${value.kind}`;
  if (value instanceof PyIterator) return value.typeName;
  return isDict(value) ? 'dict' : 'object';
}

/** What "has no attribute" messages call the object of a failed look-up. */
export function objectDescription(value: unknown): string {
  if (value === null) return 'None';
  const name = qualifiedName(value);
  return `${QUALIFIED[name] ?? name} object`;
}

/** Classes that live in a Python module; messages about missing attributes name the module too. */
const QUALIFIED: Readonly<Record<string, string>> = {
  Namespace: 'jinja2.utils.Namespace',
  Macro: 'jinja2.runtime.Macro',
  LoopContext: 'jinja2.runtime.LoopContext',
  Cycler: 'jinja2.utils.Cycler',
  Joiner: 'jinja2.utils.Joiner',
};
