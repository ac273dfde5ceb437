import { CALL, ChainableUndefined, type Keywords, raise, Undefined } from '../values/index.ts';
import { slotsOf } from '../values/slots.ts';
import { typeName } from './type-name.ts';

/** Whether templates can call the value. */
export function isCallable(value: unknown): boolean {
  return typeof slotsOf(value)[CALL] === 'function';
}

/** Keywords of a call without any. */
export const NO_KEYWORDS: Keywords = Object.freeze(Object.create(null) as Keywords);

/** Calls a callable value: its result, or a promise of it. */
export function callValue(
  callee: unknown,
  positional: readonly unknown[] = [],
  keywords: Keywords = NO_KEYWORDS,
): unknown {
  const call = slotsOf(callee)[CALL];
  if (call !== undefined) {
    const result = call.call(callee, positional, keywords);
    return result === undefined ? null : result;
  }
  if (callee instanceof Undefined) return callee instanceof ChainableUndefined ? callee : callee.fail();
  return raise('TypeError', `'${typeName(callee)}' object is not callable`);
}
