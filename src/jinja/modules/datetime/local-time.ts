import { localZone, zoneOffset } from '../zones/offsets.ts';
import { abbreviationOf } from '../zones/zone-names.ts';
import type { Moment } from './strftime.ts';
import type { WallClock } from './tz-info.ts';

/** A wall clock that knows how `strftime` sees it. */
export interface LocalMoment extends WallClock {
  moment(): Moment;
}

/** What clocks of this machine's zone show at a moment: seconds east of UTC, and the zone's abbreviation. */
export function localClock(epochSeconds: number): { readonly offset: number; readonly name: string } {
  const zone = localZone();
  const offset = zoneOffset(zone, epochSeconds);
  return { offset, name: abbreviationOf(zone, offset) };
}

/** Whole seconds since the epoch of a wall clock in this machine's zone. `fold` picks the later of two readings. */
export function localEpoch({ days, micros, fold }: WallClock): number {
  const local = days * 86_400 + Math.floor(micros / 1e6);
  const zone = localZone();
  const before = local - zoneOffset(zone, local - 86_400);
  const after = local - zoneOffset(zone, local + 86_400);
  const isReading = (epoch: number): boolean => epoch + zoneOffset(zone, epoch) === local;
  const readings = [before, after].filter(isReading);
  if (readings.length === 0) return fold === 0 ? Math.max(before, after) : Math.min(before, after);
  return fold === 0 ? Math.min(...readings) : Math.max(...readings);
}
