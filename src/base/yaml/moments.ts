/**
 * Days and moments as YAML 1.1 writes them. Their fields are those of the domain's `DateValue` and `TimestampValue`, so that
 * templates see Python's `date` and `datetime`; text and JSON forms are Python's.
 */

const MICROS_PER_DAY = 86_400_000_000n;
const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** `2024-01-31` for a number of days since 1970-01-01. */
function dayText(days: number): string {
  const at = new Date(days * 86_400_000);
  return `${pad(at.getUTCFullYear(), 4)}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
}

/** A calendar day. */
export class YamlDate {
  readonly kind = 'date' as const;
  /** Days since 1970-01-01. */
  readonly days: number;

  constructor(days: number) {
    this.days = days;
  }

  toString(): string {
    return dayText(this.days);
  }

  toJSON(): string {
    return dayText(this.days);
  }
}

/** A moment (`offsetMinutes` set) or a wall-clock time without a zone. */
export class YamlTimestamp {
  readonly kind = 'timestamp' as const;
  /** Microseconds since 1970-01-01 00:00:00, in UTC when there is a zone. */
  readonly micros: bigint;
  readonly zoned: boolean;
  /** The zone as written; null for none. */
  readonly offsetMinutes: number | null;

  constructor(micros: bigint, offsetMinutes: number | null) {
    this.micros = micros;
    this.offsetMinutes = offsetMinutes;
    this.zoned = offsetMinutes !== null;
  }

  /** As Python's `str(datetime)`, or `isoformat()` with `T` as the separator. */
  private text(separator: string): string {
    const local = this.micros + BigInt(this.offsetMinutes ?? 0) * 60_000_000n;
    const days = local >= 0n ? local / MICROS_PER_DAY : (local - MICROS_PER_DAY + 1n) / MICROS_PER_DAY;
    const rest = Number(local - days * MICROS_PER_DAY);
    const seconds = Math.floor(rest / 1_000_000);
    const micros = rest % 1_000_000;
    const clock = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
    const fraction = micros === 0 ? '' : `.${pad(micros, 6)}`;
    return `${dayText(Number(days))}${separator}${clock}${fraction}${this.zoneText()}`;
  }

  private zoneText(): string {
    if (this.offsetMinutes === null) return '';
    const size = Math.abs(this.offsetMinutes);
    return `${this.offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  }

  toString(): string {
    return this.text(' ');
  }

  toJSON(): string {
    return this.text('T');
  }
}

const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

/** The text as a day or moment; undefined when it has another form or names a day that does not exist. */
export function readMoment(text: string): YamlDate | YamlTimestamp | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  if (year < 1 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined;
  const days = Math.round(at.getTime() / 86_400_000);
  if (match[4] === undefined) return new YamlDate(days);
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const micros = Number(`${(match[7] ?? '').slice(0, 6)}000000`.slice(0, 6));
  const offset = offsetOf(match);
  const seconds = BigInt(days) * 86_400n + BigInt(hour * 3600 + minute * 60 + second - (offset ?? 0) * 60);
  return new YamlTimestamp(seconds * 1_000_000n + BigInt(micros), offset);
}

function offsetOf(match: RegExpExecArray): number | null {
  if (match[8] === undefined) return null;
  if (match[8] === 'Z') return 0;
  const size = Number(match[10]) * 60 + Number(match[11] ?? '0');
  return match[9] === '-' ? -size : size;
}
