import type { FreshnessSpec, FreshnessThreshold } from '../../domain/index.ts';
import { isDict } from '../config/plain.ts';
import type { SourceLevel, SourceTable } from '../properties/source-properties.ts';

const NOTHING: FreshnessThreshold = { count: null, period: null };

function thresholdOf(value: unknown): FreshnessThreshold | null {
  if (!isDict(value)) return null;
  const { count, period } = value;
  return {
    count: typeof count === 'number' ? count : count == null ? null : Number(count),
    period: typeof period === 'string' ? period : null,
  };
}

/** What one place says: undefined is dbt's empty threshold, null switches freshness off. */
function specOf(value: unknown): FreshnessSpec | null {
  if (value === null) return null;
  const dict = isDict(value) ? value : {};
  const time = (key: string) => (key in dict ? thresholdOf(dict[key]) : NOTHING);
  return {
    warnAfter: time('warn_after') as FreshnessThreshold,
    errorAfter: time('error_after') as FreshnessThreshold,
    filter: typeof dict['filter'] === 'string' ? dict['filter'] : null,
  };
}

function isSet(time: FreshnessThreshold | null): boolean {
  return time !== null && time.count !== null && time.period !== null;
}

function mergeTimes(
  base: FreshnessThreshold | null,
  update: FreshnessThreshold | null,
): FreshnessThreshold | null {
  if (isSet(base) && isSet(update)) return update;
  if (update === null) return null;
  return isSet(update) ? update : base;
}

function mergePair(base: FreshnessSpec | null, update: FreshnessSpec | null): FreshnessSpec | null {
  if (base === null)
    return update !== null && (isSet(update.warnAfter) || isSet(update.errorAfter)) ? update : null;
  if (update === null) return null;
  return {
    warnAfter: mergeTimes(base.warnAfter, update.warnAfter) as FreshnessThreshold,
    errorAfter: mergeTimes(base.errorAfter, update.errorAfter) as FreshnessThreshold,
    filter: update.filter ?? base.filter,
  };
}

/** The freshness that source, its config, table and its config say together; later ones win, `null` switches it off. */
export function mergeFreshness(source: SourceLevel, table: SourceTable): FreshnessSpec | null {
  const places = [
    source.freshness,
    'freshness' in source.config ? source.config['freshness'] : undefined,
    table.freshness,
    'freshness' in table.config ? table.config['freshness'] : undefined,
  ];
  return places.map(specOf).reduce(mergePair);
}

/** Whether a freshness asks for anything: dbt leaves an empty one to `dbt_project.yml`. */
export function isFreshnessSet(freshness: FreshnessSpec): boolean {
  return isSet(freshness.warnAfter) || isSet(freshness.errorAfter);
}
