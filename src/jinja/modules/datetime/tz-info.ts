import { methodTable } from '../../methods/method.ts';
import { EQ, GETATTR, HASH, REPR, raise, STR, TYPE } from '../../values/index.ts';
import { boundMethod } from '../objects/class-object.ts';
import { zeros } from './calendar.ts';

/** What a clock on the wall shows: the day, the microsecond of the day, and which of two equal readings it is. */
export interface WallClock {
  /** Days since 1970-01-01. */
  readonly days: number;
  readonly micros: number;
  readonly fold: 0 | 1;
}

/** A moment, split so that its parts are exact: days since 1970-01-01 UTC and the microsecond of that day. */
export type UtcMoment = Omit<WallClock, 'fold'>;

/** A time zone as `datetime` uses it. Offsets are microseconds east of UTC. */
export interface TzInfo {
  utcOffset(local: WallClock | null): number | null;
  dst(local: WallClock | null): number | null;
  zoneName(local: WallClock | null): string | null;
  /** The zone that a moment has in this zone (zones with variants answer one of them) and its offset. */
  at(moment: UtcMoment): { readonly zone: TzInfo; readonly offset: number; readonly fold: 0 | 1 };
  [REPR](): string;
}

export function isTzInfo(value: unknown): value is TzInfo {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { utcOffset?: unknown }).utcOffset === 'function'
  );
}

/** An argument that has to be a zone or None. */
export function zoneArgument(value: unknown): TzInfo | null {
  if (value === null || value === undefined) return null;
  return isTzInfo(value)
    ? value
    : raise('TypeError', "tzinfo argument must be None or of a tzinfo subclass, not type '?'");
}

/** `+02:00` for an offset; seconds and microseconds where there are some. */
export function offsetText(offset: number, separator = ':'): string {
  const size = Math.abs(offset);
  const seconds = Math.floor(size / 1e6);
  const micros = size % 1e6;
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
    .map((part) => zeros(part))
    .join(separator);
  const tail = seconds % 60 === 0 && micros === 0 ? '' : `${separator}${zeros(seconds % 60)}`;
  return `${offset < 0 ? '-' : '+'}${clock}${tail}${micros === 0 ? '' : `.${zeros(micros, 6)}`}`;
}

function timeDeltaRepr(offset: number): string {
  const days = Math.floor(offset / 86_400_000_000);
  const rest = offset - days * 86_400_000_000;
  const parts = [
    days === 0 ? '' : `days=${days}`,
    rest < 1e6 ? '' : `seconds=${Math.floor(rest / 1e6)}`,
    rest % 1e6 === 0 ? '' : `microseconds=${rest % 1e6}`,
  ];
  return `datetime.timedelta(${parts.filter((part) => part !== '').join(', ') || '0'})`;
}

/** Python's `datetime.timezone`: a fixed offset. Parsing makes such zones; templates cannot. */
export class FixedZone implements TzInfo {
  readonly offset: number;
  readonly #name: string | undefined;
  readonly [TYPE] = 'datetime.timezone';

  constructor(offset: number, name?: string) {
    this.offset = offset;
    this.#name = name;
  }

  utcOffset(): number {
    return this.offset;
  }

  dst(): null {
    return null;
  }

  zoneName(): string {
    return this.#name ?? (this.offset === 0 ? 'UTC' : `UTC${offsetText(this.offset)}`);
  }

  at(): ReturnType<TzInfo['at']> {
    return { zone: this, offset: this.offset, fold: 0 };
  }

  [STR](): string {
    return this.zoneName();
  }

  [REPR](): string {
    if (this.#name !== undefined) return `datetime.timezone(${timeDeltaRepr(this.offset)}, '${this.#name}')`;
    return this.offset === 0 ? 'datetime.timezone.utc' : `datetime.timezone(${timeDeltaRepr(this.offset)})`;
  }

  [EQ](other: unknown): boolean {
    return other instanceof FixedZone && other.offset === this.offset;
  }

  [HASH](): string {
    return `timezone:${this.offset}`;
  }

  [GETATTR](name: string): unknown {
    return boundMethod(this, name, FIXED_ZONE_METHODS);
  }
}

const FIXED_ZONE_METHODS = methodTable<FixedZone>({ tzname: ['dt', (self) => self.zoneName()] });
