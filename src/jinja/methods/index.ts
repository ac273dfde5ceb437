import { isDict, isInt, isNumber, PyRange, PySet, PyTuple, PyView } from '../values/index.ts';
import { dictMethods } from './dict.ts';
import { listMethods, rangeMethods, sequenceMethods } from './list.ts';
import type { Methods } from './method.ts';
import { floatMethods, intMethods } from './number.ts';
import { setMethods } from './set.ts';
import { textMethods } from './text.ts';

/** The methods that Python's built-in type of the value has. */
export function methodsOf(value: unknown): Methods | undefined {
  if (typeof value === 'string') return textMethods;
  if (isNumber(value)) return isInt(value) ? intMethods : floatMethods;
  if (Array.isArray(value)) {
    if (value instanceof PyRange) return rangeMethods;
    return value instanceof PyTuple ? sequenceMethods : listMethods;
  }
  if (value instanceof PySet) return setMethods;
  if (value instanceof PyView) return undefined;
  return isDict(value) ? dictMethods : undefined;
}
