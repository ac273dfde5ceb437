import { methodTable } from '../../methods/method.ts';
import { typeName } from '../../runtime/type-name.ts';
import { EQ, GETATTR, HASH, REPR, raise, STR, TYPE } from '../../values/index.ts';
import { PyDateTime } from '../datetime/date-time.ts';
import { spanOf } from '../datetime/time.ts';
import { FixedZone, type TzInfo, type UtcMoment, type WallClock } from '../datetime/tz-info.ts';
import { boundMethod } from '../objects/class-object.ts';
import { localized } from './localize.ts';
import { zoneOffset } from './offsets.ts';
import { variantAt, type ZoneEntry, type ZoneVariant } from './zone-names.ts';

/** Where the tables of `pytz` begin, in 1901; before it a zone has its first offset. */
const FIRST_SECOND = -(2 ** 31);

/**
 * A zone as `pytz` has it: one object per variant. A `datetime` that carries one keeps its offset until it is normalized,
 * and one that was made with a zone directly has the zone's first offset, as in Python.
 */
export class ZoneObject implements TzInfo {
  readonly entry: ZoneEntry;
  readonly variant: ZoneVariant;
  readonly [TYPE]: string;

  private constructor(entry: ZoneEntry, variant: ZoneVariant) {
    this.entry = entry;
    this.variant = variant;
    this[TYPE] = entry.isStatic ? 'pytz.UTC' : `pytz.tzfile.${entry.name}`;
  }

  static readonly #known = new Map<string, ZoneObject>();

  /** The one object of a zone and a variant of it. */
  static of(entry: ZoneEntry, variant: ZoneVariant = entry.first): ZoneObject {
    const key = `${entry.name}|${variant.offset}|${variant.dst}|${variant.name}`;
    let zone = ZoneObject.#known.get(key);
    if (zone === undefined) {
      zone = new ZoneObject(entry, variant);
      ZoneObject.#known.set(key, zone);
    }
    return zone;
  }

  /** Unknown without a wall clock, unless the zone never changes. */
  utcOffset(local: WallClock | null): number | null {
    return local === null && !this.entry.isStatic ? null : this.variant.offset * 1e6;
  }

  dst(local: WallClock | null): number | null {
    return local === null && !this.entry.isStatic ? null : this.variant.dst * 1e6;
  }

  zoneName(local: WallClock | null): string {
    return local === null && !this.entry.isStatic ? this.entry.name : this.variant.name;
  }

  at(moment: UtcMoment): ReturnType<TzInfo['at']> {
    const zone = this.forSecond(moment.days * 86_400 + Math.floor(moment.micros / 1e6));
    return { zone, offset: zone.variant.offset * 1e6, fold: 0 };
  }

  /** The variant that holds at a second since the epoch. */
  forSecond(epochSeconds: number): ZoneObject {
    if (this.entry.isStatic) return this;
    if (epochSeconds < FIRST_SECOND) return ZoneObject.of(this.entry);
    const exact = zoneOffset(this.entry.name, epochSeconds);
    return ZoneObject.of(this.entry, variantAt(this.entry, Math.floor((exact + 30) / 60) * 60));
  }

  get isUtc(): boolean {
    return this.entry.name === 'UTC';
  }

  [STR](): string {
    return this.entry.name;
  }

  [REPR](): string {
    if (this.isUtc) return '<UTC>';
    if (this.entry.isStatic) return `<StaticTzInfo '${this.entry.name}'>`;
    const { name, offset, dst } = this.variant;
    return `<DstTzInfo '${this.entry.name}' ${name}${signedSpan(offset)} ${dst === 0 ? 'STD' : 'DST'}>`;
  }

  [EQ](other: unknown): boolean {
    return other === this;
  }

  [HASH](): string {
    return `zone:${this[REPR]()}`;
  }

  [GETATTR](name: string): unknown {
    if (name === 'zone') return this.entry.name;
    return boundMethod(this, name, ZONE_METHODS);
  }
}

function signedSpan(seconds: number): string {
  const text = spanOf(seconds * 1e6)?.[STR]() ?? '';
  return seconds < 0 ? text : `+${text}`;
}

function requireDateTime(value: unknown): PyDateTime {
  return value instanceof PyDateTime
    ? value
    : raise('AttributeError', `'${typeName(value)}' object has no attribute 'tzinfo'`);
}

function localize(self: ZoneObject, [value, isDst]: readonly unknown[]): PyDateTime {
  const naive = requireDateTime(value);
  if (naive.zone !== null) raise('ValueError', 'Not naive datetime (tzinfo is already set)');
  if (self.entry.isStatic) return naive.with({ zone: self });
  return localized(naive, {
    isDst: isDst === undefined ? false : isDst,
    variantAt: (second) => self.forSecond(second),
  });
}

function normalize(self: ZoneObject, value: unknown): PyDateTime {
  const given = requireDateTime(value);
  if (given.zone === null) return raise('ValueError', 'Naive time - no tzinfo set');
  if (!self.entry.isStatic && given.zone instanceof FixedZone) {
    raise('AttributeError', "'datetime.timezone' object has no attribute '_utcoffset'");
  }
  return given.inZone(given.utc(), self);
}

function offsetMethod(pick: (zone: ZoneObject) => unknown) {
  return (self: ZoneObject, [value, isDst]: readonly unknown[]): unknown => {
    if (value === null) return self.entry.isStatic ? pick(self) : null;
    const moment = requireDateTime(value);
    if (moment.zone === self || self.entry.isStatic) return pick(self);
    return pick(localize(self, [moment.with({ zone: null }), isDst]).zone as ZoneObject);
  };
}

const ZONE_METHODS = methodTable<ZoneObject>({
  localize: ['dt is_dst?', localize],
  normalize: ['dt is_dst?', (self, [value]) => normalize(self, value)],
  fromutc: [
    'dt',
    (self, [value]) => {
      const { days, micros } = requireDateTime(value);
      return requireDateTime(value).inZone({ days, micros }, self);
    },
  ],
  utcoffset: ['dt is_dst?', offsetMethod((zone) => spanOf(zone.variant.offset * 1e6))],
  dst: ['dt is_dst?', offsetMethod((zone) => spanOf(zone.variant.dst * 1e6))],
  tzname: ['dt is_dst?', offsetMethod((zone) => zone.variant.name)],
});
