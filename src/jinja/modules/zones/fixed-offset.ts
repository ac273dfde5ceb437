import { methodTable } from '../../methods/method.ts';
import { GETATTR, REPR, raise, STR, TYPE } from '../../values/index.ts';
import { PyDateTime } from '../datetime/date-time.ts';
import { spanOf } from '../datetime/time.ts';
import type { TzInfo } from '../datetime/tz-info.ts';
import { boundMethod } from '../objects/class-object.ts';

/** `pytz.FixedOffset(minutes)`: a zone without a name. */
export class FixedOffset implements TzInfo {
  readonly minutes: number;
  readonly [TYPE] = 'pytz._FixedOffset';

  private constructor(minutes: number) {
    this.minutes = minutes;
  }

  static readonly #known = new Map<number, FixedOffset>();

  static of(minutes: number): FixedOffset {
    if (Math.abs(minutes) >= 1440) raise('ValueError', `('absolute offset is too large', ${minutes})`);
    let zone = FixedOffset.#known.get(minutes);
    if (zone === undefined) {
      zone = new FixedOffset(minutes);
      FixedOffset.#known.set(minutes, zone);
    }
    return zone;
  }

  utcOffset(): number {
    return this.minutes * 6e7;
  }

  dst(): number {
    return 0;
  }

  zoneName(): null {
    return null;
  }

  at(): ReturnType<TzInfo['at']> {
    return { zone: this, offset: this.utcOffset(), fold: 0 };
  }

  [STR](): string {
    return this[REPR]();
  }

  [REPR](): string {
    return `pytz.FixedOffset(${this.minutes})`;
  }

  [GETATTR](name: string): unknown {
    return name === 'zone' ? null : boundMethod(this, name, FIXED_OFFSET_METHODS);
  }
}

function naive(value: unknown): PyDateTime {
  if (!(value instanceof PyDateTime)) return raise('AttributeError', "object has no attribute 'tzinfo'");
  return value.zone === null ? value : raise('ValueError', 'Not naive datetime (tzinfo is already set)');
}

const FIXED_OFFSET_METHODS = methodTable<FixedOffset>({
  localize: ['dt is_dst?', (self, [value]) => naive(value).with({ zone: self })],
  normalize: [
    'dt is_dst?',
    (self, [value]) => {
      if (!(value instanceof PyDateTime) || value.offset === null)
        return raise('ValueError', 'Naive time - no tzinfo set');
      return value.inZone(value.utc(), self);
    },
  ],
  utcoffset: ['dt', (self) => spanOf(self.utcOffset())],
  dst: ['dt', () => spanOf(0)],
  tzname: ['dt', () => null],
});
