import { isInt, PyRange, PyTuple, REPR, raise, TYPE } from '../values/index.ts';
import { characters } from './iteration.ts';
import { repr } from './text.ts';

/** `start:stop:step` between brackets; parts that are left out are None. */
export class Slice {
  readonly start: unknown;
  readonly stop: unknown;
  readonly step: unknown;
  readonly [TYPE] = 'slice';

  constructor(start: unknown, stop: unknown, step: unknown) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  [REPR](): string {
    return `slice(${repr(this.start)}, ${repr(this.stop)}, ${repr(this.step)})`;
  }
}

/** A slice of so many items: the positions it takes. */
export function sliceIndices(slice: Slice, size: number): number[] {
  const step = slice.step === null ? 1 : wholeNumber(slice.step);
  if (step === 0) raise('ValueError', 'slice step cannot be zero');
  const clamp = (value: unknown, absent: number): number => {
    if (value === null) return absent;
    const given = wholeNumber(value);
    const index = given < 0 ? given + size : given;
    return step > 0 ? Math.min(Math.max(index, 0), size) : Math.min(Math.max(index, -1), size - 1);
  };
  const start = clamp(slice.start, step > 0 ? 0 : size - 1);
  const stop = clamp(slice.stop, step > 0 ? size : -1);
  const indices: number[] = [];
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) indices.push(index);
  return indices;
}

function wholeNumber(value: unknown): number {
  if (isInt(value)) return Number(value);
  return raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
}

function slicedRange(range: PyRange, slice: Slice): PyRange {
  const step = slice.step === null ? 1 : wholeNumber(slice.step);
  const result = new PyRange();
  for (const index of sliceIndices(slice, range.length)) result.push(range[index]);
  const clamped = sliceBounds(slice, range.length, step);
  result.start = range.start + clamped.start * range.step;
  result.stop = range.start + clamped.stop * range.step;
  result.step = range.step * step;
  return result;
}

function sliceBounds(
  slice: Slice,
  size: number,
  step: number,
): { readonly start: number; readonly stop: number } {
  const clamp = (value: unknown, absent: number) => {
    if (value === null) return absent;
    const index = wholeNumber(value) < 0 ? wholeNumber(value) + size : wholeNumber(value);
    return step > 0 ? Math.min(Math.max(index, 0), size) : Math.min(Math.max(index, -1), size - 1);
  };
  return {
    start: clamp(slice.start, step > 0 ? 0 : size - 1),
    stop: clamp(slice.stop, step > 0 ? size : -1),
  };
}

/** Python's `value[start:stop:step]` for texts, lists, tuples and ranges. */
export function sliceOf(value: string | readonly unknown[], slice: Slice): unknown {
  if (value instanceof PyRange) return slicedRange(value, slice);
  const items = typeof value === 'string' ? characters(value) : value;
  const picked = sliceIndices(slice, items.length).map((index) => items[index]);
  if (typeof value === 'string') return picked.join('');
  return value instanceof PyTuple ? PyTuple.of_(picked) : picked;
}
