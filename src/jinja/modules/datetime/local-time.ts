import { localZone, zoneOffset } from '../zones/offsets.ts';
import { abbreviationOf } from '../zones/zone-names.ts';
import type { Moment } from './strftime.ts';
import type { WallClock } from './tz-info.ts';

/** A wall clock that knows how `strftime` sees it. */
export interface LocalMoment extends WallClock {
  moment(): Moment;
}

/**
 * Between these moments, the springs of 1972 and 2037, clocks of all zones are whole minutes from UTC and follow rules that are
 * written down one by one: what `Date` knows of them is all there is.
 */
const [FIRST_PLAIN, LAST_PLAIN] = [73_526_400, 2_114_380_800];

/** Seconds east of UTC of this machine's clocks. `Date` answers at once, and to ask for the zone's name takes 15 ms the first time. */
export function localOffset(epochSeconds: number): number {
  if (epochSeconds < FIRST_PLAIN || epochSeconds >= LAST_PLAIN) return zoneOffset(localZone(), epochSeconds);
  return 0 - new Date(epochSeconds * 1000).getTimezoneOffset() * 60;
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
  const before = local - localOffset(local - 86_400);
  const after = local - localOffset(local + 86_400);
  const isReading = (epoch: number): boolean => epoch + localOffset(epoch) === local;
  const readings = [before, after].filter(isReading);
  if (readings.length === 0) return fold === 0 ? Math.max(before, after) : Math.min(before, after);
  return fold === 0 ? Math.min(...readings) : Math.max(...readings);
}
