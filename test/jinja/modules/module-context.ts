import { createModules, type Decimal, getItem, hostFunction } from '../../../src/jinja/index.ts';
import { decimalOf } from '../../../src/jinja/modules/index.ts';
import { raise } from '../../../src/jinja/values/index.ts';

/** 2023-11-14 22:13:20 UTC. */
const NOW = new Date(1_700_000_000_000);

const modules = createModules({ now: () => NOW });
const datetime = getItem(modules, 'datetime');

const makeDecimal = hostFunction(
  'D',
  ([value]): Decimal => decimalOf(value) ?? raise('InvalidOperation', String(value)),
);

/** What templates over the modules see: short names for the modules and the classes in them, and `D` for decimals. */
export const MODULE_CONTEXT: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['date', 'datetime', 'time', 'timedelta'].map((name) => [name, getItem(datetime, name)] as const),
  ['D', makeDecimal],
  ['modules', modules],
  ['re', getItem(modules, 're')],
  ['it', getItem(modules, 'itertools')],
  ['pytz', getItem(modules, 'pytz')],
]);
