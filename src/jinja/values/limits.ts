import { raise } from './python-error.ts';

/** Characters that one text may have: far beyond any statement, well within what JavaScript can hold. */
export const MAX_TEXT = 100_000_000;
/** Items that one list may have. */
export const MAX_ITEMS = 10_000_000;
/** Bits that one int may have. */
export const MAX_INT_BITS = 8_000_000;
/** Items of a `range`: the limit of Jinja's sandbox. */
export const MAX_RANGE = 100_000;
/** Loop rounds of one rendering. */
export const MAX_ROUNDS = 10_000_000;
/** Macro calls inside each other. */
export const MAX_DEPTH = 600;

/** The length, when a text may be that long. */
export function checkTextLength(length: number): number {
  if (length > MAX_TEXT)
    raise('MemoryError', `a text of ${length} characters is more than a template may build`);
  return length;
}

/** The text itself, when it is not too long. */
export function checkText(text: string): string {
  if (text.length > MAX_TEXT) checkTextLength(text.length);
  return text;
}

/** The size, when a list may be that long. */
export function checkItemCount(count: number): number {
  if (count > MAX_ITEMS) raise('MemoryError', `a list of ${count} items is more than a template may build`);
  return count;
}
