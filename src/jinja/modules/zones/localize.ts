import { raise, STR } from '../../values/index.ts';
import type { PyDateTime } from '../datetime/date-time.ts';
import type { TzInfo } from '../datetime/tz-info.ts';
import type { ZoneVariant } from './zone-names.ts';

/** A zone object that stands for one variant of its zone. */
interface VariantZone extends TzInfo {
  readonly variant: ZoneVariant;
}

export interface LocalizeOptions {
  /** True or False choose a side where the clocks change; None raises there. */
  readonly isDst: unknown;
  /** The variant of the zone that holds at a second since the epoch. */
  readonly variantAt: (epochSeconds: number) => VariantZone;
}

const SIX_HOURS = 6 * 3600;

const secondsOf = (naive: PyDateTime): number => naive.days * 86_400 + Math.floor(naive.micros / 1e6);

const offsetOf = (zone: VariantZone): number => zone.variant.offset;

/** The variants under which clocks of the zone show the wall clock: none in a gap, two where they are set back. */
function readings(local: number, variantAt: LocalizeOptions['variantAt']): VariantZone[] {
  const candidates = [-86_400, 86_400].map((shift) => variantAt(local + shift));
  const matching = candidates
    .map((zone) => variantAt(local - offsetOf(zone)))
    .filter((zone) => variantAt(local - offsetOf(zone)) === zone);
  return [...new Set(matching)];
}

/** The variant of a wall clock that does not exist: that of six hours before or after. */
function inGap(naive: PyDateTime, { isDst, variantAt }: LocalizeOptions): VariantZone {
  if (isDst === null) raise('NonExistentTimeError', naive[STR]());
  const shift = isDst === true ? SIX_HOURS : -SIX_HOURS;
  const [zone] = readings(secondsOf(naive) + shift, variantAt);
  return zone ?? variantAt(secondsOf(naive) + shift);
}

function inOverlap(naive: PyDateTime, zones: readonly VariantZone[], isDst: unknown): VariantZone {
  if (isDst === null) raise('AmbiguousTimeError', naive[STR]());
  const wanted = zones.filter((zone) => (zone.variant.dst !== 0) === (isDst === true));
  if (wanted.length === 1) return wanted[0] as VariantZone;
  const byMoment = [...(wanted.length === 0 ? zones : wanted)].sort((a, b) => offsetOf(b) - offsetOf(a));
  return (isDst === true ? byMoment[0] : byMoment.at(-1)) as VariantZone;
}

/** `zone.localize(naive)`: the wall clock with the variant of the zone that holds there. */
export function localized(naive: PyDateTime, options: LocalizeOptions): PyDateTime {
  const zones = readings(secondsOf(naive), options.variantAt);
  const zone =
    zones.length === 0
      ? inGap(naive, options)
      : zones.length === 1
        ? (zones[0] as VariantZone)
        : inOverlap(naive, zones, options.isDst);
  return naive.with({ zone });
}
