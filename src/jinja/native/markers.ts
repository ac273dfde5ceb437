import { defineFilters } from '../filters/define.ts';
import { FILTERS } from '../filters/index.ts';
import type { Filter } from '../runtime/environment.ts';
import { str, textRepr } from '../runtime/text.ts';
import { EQ, HASH, REPR, STR, TYPE } from '../values/index.ts';

export type MarkerKind = 'text' | 'native' | 'bool' | 'number';

/** A text that says what the value of a template is to be. */
export class Marker {
  readonly kind: MarkerKind;
  readonly text: string;
  readonly [TYPE] = 'str';

  constructor(kind: MarkerKind, text: string) {
    this.kind = kind;
    this.text = text;
  }

  [STR](): string {
    return this.text;
  }

  [REPR](): string {
    return textRepr(this.text);
  }

  [EQ](other: unknown): boolean {
    return other === this.text || (other instanceof Marker && other.text === this.text);
  }

  [HASH](): string {
    return this.text;
  }
}

const mark =
  (kind: MarkerKind) =>
  ([value]: readonly unknown[]): unknown =>
    new Marker(kind, str(value));

/** The filters of templates that evaluate to a value. */
export const NATIVE_FILTERS: Readonly<Record<string, Filter>> = Object.freeze({
  ...FILTERS,
  ...defineFilters({
    as_bool: ['x', mark('bool')],
    as_native: ['x', mark('native')],
    as_number: ['x', mark('number')],
    as_text: ['x', mark('text')],
  }),
});
