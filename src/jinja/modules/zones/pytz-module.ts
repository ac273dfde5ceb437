import { methodTable, requireIndex } from '../../methods/method.ts';
import { repr } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-name.ts';
import { CALL, GETATTR, GETITEM, ITER, PySet, REPR, raise, TYPE } from '../../values/index.ts';
import { isTzInfo } from '../datetime/tz-info.ts';
import { boundMethod, classObject, inherit, moduleFunctions } from '../objects/class-object.ts';
import { COUNTRY_TABLE } from './country-table.ts';
import { FixedOffset } from './fixed-offset.ts';
import { UTC_ENTRY, zoneEntry, zoneNames } from './zone-names.ts';
import { ZoneObject } from './zone-object.ts';

/** `pytz.utc`. */
export const UTC_ZONE = ZoneObject.of(UTC_ENTRY);

/** `pytz.timezone(name)`; raises `UnknownTimeZoneError`. */
export function zoneNamed(name: unknown): ZoneObject {
  const entry = typeof name === 'string' ? zoneEntry(name) : undefined;
  return entry === undefined ? raise('UnknownTimeZoneError', repr(name)) : ZoneObject.of(entry);
}

interface Country {
  readonly name: string;
  readonly zones: readonly string[];
}

function readCountries(): ReadonlyMap<string, Country> {
  const lines = COUNTRY_TABLE.trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [code = '', name = '', zones = ''] = line.split('|');
      return [code, { name, zones: zones === '' ? [] : zones.split(' ') }];
    }),
  );
}

let countryTable: ReadonlyMap<string, Country> | undefined;

function countries(): ReadonlyMap<string, Country> {
  countryTable ??= readCountries();
  return countryTable;
}

/** Zones that are common although no country table names them. */
const COMMON_EXTRAS = [
  ...['Atlantic', 'Central', 'Eastern', 'Mountain', 'Newfoundland', 'Pacific'].map(
    (name) => `Canada/${name}`,
  ),
  ...['Alaska', 'Arizona', 'Central', 'Eastern', 'Hawaii', 'Mountain', 'Pacific'].map((name) => `US/${name}`),
  'GMT',
  'UTC',
];

function commonZones(): string[] {
  const zones = [...countries().values()].flatMap((country) => country.zones);
  return [...new Set([...zones, ...COMMON_EXTRAS])].sort((a, b) => (a < b ? -1 : 1));
}

/** A mapping by country code, in any case, that answers with `pick`. */
function countryMapping(pick: (country: Country) => unknown): unknown {
  const find = (code: unknown): unknown => {
    const country = typeof code === 'string' ? countries().get(code.toUpperCase()) : undefined;
    const value = country === undefined ? undefined : pick(country);
    return value === undefined ? undefined : value;
  };
  const methods = methodTable<null>({
    get: ['key default?', (_, [code, fallback]) => find(code) ?? fallback ?? null],
    keys: ['', () => [...countries().keys()]],
    values: ['', () => [...countries().values()].map(pick)],
    items: ['', () => [...countries()].map(([code, country]) => [code, pick(country)])],
  });
  return Object.freeze({
    [CALL]: ([code]: readonly unknown[]) => find(code) ?? raise('KeyError', repr(code)),
    [GETITEM]: find,
    [GETATTR]: (name: string) => boundMethod(null, name, methods),
    [ITER]: () => countries().keys(),
    [TYPE]: 'pytz._CountryTimezoneDict',
    [REPR]: () => '<pytz._CountryTimezoneDict object>',
  });
}

/** An exception class, to be looked at only. */
function exceptionClass(name: string): unknown {
  return classObject({
    qualifiedName: `pytz.exceptions.${name}`,
    construct: ['*', () => raise('TypeError', 'templates cannot make exceptions')],
    statics: inherit(),
    constants: {},
    methods: inherit(),
    isInstance: () => false,
  });
}

const BASE_CLASS = classObject({
  qualifiedName: 'pytz.tzinfo.BaseTzInfo',
  construct: ['', () => raise('TypeError', 'a zone is made by timezone()')],
  statics: inherit(),
  constants: {},
  methods: inherit(),
  isInstance: isTzInfo,
});

const FUNCTIONS = moduleFunctions({
  timezone: ['zone', (_, [name]) => zoneNamed(name)],
  FixedOffset: [
    'offset _tzinfos?',
    (_, [minutes]) => {
      if (minutes === 0) return UTC_ZONE;
      return FixedOffset.of(
        typeof minutes === 'string'
          ? raise('TypeError', `bad offset of type ${typeName(minutes)}`)
          : requireIndex(minutes),
      );
    },
  ],
});

const LAZY: Readonly<Record<string, () => unknown>> = {
  all_timezones: zoneNames,
  all_timezones_set: () => new PySet(zoneNames()),
  common_timezones: commonZones,
  common_timezones_set: () => new PySet(commonZones()),
  country_timezones: () => countryMapping(({ zones }) => (zones.length === 0 ? undefined : [...zones])),
  country_names: () => countryMapping(({ name }) => name),
  AmbiguousTimeError: () => exceptionClass('AmbiguousTimeError'),
  InvalidTimeError: () => exceptionClass('InvalidTimeError'),
  NonExistentTimeError: () => exceptionClass('NonExistentTimeError'),
  UnknownTimeZoneError: () => exceptionClass('UnknownTimeZoneError'),
};

const known = new Map<string, unknown>();

/** A member of `modules.pytz`; the tables behind it are read when they are first asked for. */
export function pytzMember(name: string): unknown {
  if (name === 'utc') return UTC_ZONE;
  if (name === 'BaseTzInfo') return BASE_CLASS;
  if (Object.hasOwn(FUNCTIONS, name)) return FUNCTIONS[name];
  const make = Object.hasOwn(LAZY, name) ? LAZY[name] : undefined;
  if (make !== undefined && !known.has(name)) known.set(name, make());
  return known.get(name);
}

/** The names that `modules.pytz` has. */
export const PYTZ_NAMES = ['utc', 'BaseTzInfo', ...Object.keys(FUNCTIONS), ...Object.keys(LAZY)];
