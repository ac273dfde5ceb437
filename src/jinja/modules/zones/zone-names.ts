import { ZONE_TABLE } from './zone-table.ts';

/** What clocks of a zone can show; seconds east of UTC, seconds of daylight saving in them, and a name for it. */
export interface ZoneVariant {
  readonly offset: number;
  readonly dst: number;
  readonly name: string;
}

export interface ZoneEntry {
  readonly name: string;
  /** Never changes. */
  readonly isStatic: boolean;
  /** The first offset of the zone, which a zone that was not localized stands for. */
  readonly first: ZoneVariant;
  /** Since 1970, the most recent one last. */
  readonly variants: readonly ZoneVariant[];
}

/** `+02`, `-0330`: what zones without abbreviations are called. */
function numericName(seconds: number): string {
  const minutes = Math.abs(Math.round(seconds / 60));
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${seconds < 0 ? '-' : '+'}${hours}${minutes % 60 === 0 ? '' : String(minutes % 60).padStart(2, '0')}`;
}

function variantOf(text: string): ZoneVariant {
  const [name = '', numbers = ''] = text.split('@');
  const [offset, dst = 0] = numbers.split('/').map((part) => Number(part) * 60);
  return { offset: offset as number, dst, name: name === '' ? numericName(offset as number) : name };
}

/** The first variant of a zone from `minutes` or `minutes,name/dst`. */
function firstVariant(text: string): ZoneVariant {
  const [minutes = '0', named = 'LMT'] = text.split(',');
  const [name = '', dst = '0'] = named.split('/');
  const offset = Number(minutes) * 60;
  return { offset, dst: Number(dst) * 60, name: /^[-+]/.test(name) ? numericName(offset) : name };
}

function entriesOf(line: string): ZoneEntry[] {
  const [head = '', zones = ''] = line.split('|');
  const isStatic = head.startsWith('=');
  const variants = head.replace(/^=/, '').split(' ').map(variantOf);
  return zones.split(' ').map((zone) => {
    const [name = '', first] = zone.split(':');
    return {
      name,
      isStatic,
      variants,
      first: first === undefined ? (variants[0] as ZoneVariant) : firstVariant(first),
    };
  });
}

const UTC_VARIANT: ZoneVariant = { offset: 0, dst: 0, name: 'UTC' };

/** The zone `UTC`, which needs no table. */
export const UTC_ENTRY: ZoneEntry = {
  name: 'UTC',
  isStatic: true,
  first: UTC_VARIANT,
  variants: [UTC_VARIANT],
};

function readTable(): ReadonlyMap<string, ZoneEntry> {
  const entries = [...ZONE_TABLE.trim().split('\n').flatMap(entriesOf), UTC_ENTRY];
  return new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
}

let table: ReadonlyMap<string, ZoneEntry> | undefined;

function zones(): ReadonlyMap<string, ZoneEntry> {
  table ??= readTable();
  return table;
}

/** A zone by its name, in any case. */
export function zoneEntry(name: string): ZoneEntry | undefined {
  return zones().get(name.toLowerCase());
}

/** The names of all zones, in order. */
export function zoneNames(): string[] {
  return [...zones().values()].map((zone) => zone.name).sort((a, b) => (a < b ? -1 : 1));
}

/** The variant of a zone that has an offset; one made up for offsets that it had before 1970. */
export function variantAt(zone: ZoneEntry, offset: number): ZoneVariant {
  if (offset === zone.first.offset && zone.first.name === 'LMT') return zone.first;
  const match = zone.variants.findLast((variant) => variant.offset === offset);
  return match ?? { offset, dst: 0, name: numericName(offset) };
}

/** What a zone's clocks call the offset that they show. */
export function abbreviationOf(zone: string, offset: number): string {
  if (offset === 0 && zone === 'UTC') return 'UTC';
  const entry = zoneEntry(zone);
  return entry === undefined ? numericName(offset) : variantAt(entry, offset).name;
}
