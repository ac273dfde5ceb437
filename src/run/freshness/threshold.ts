import type { FreshnessSpec, FreshnessThreshold } from '../../domain/index.ts';

const SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

function isExceeded(threshold: FreshnessThreshold | null, age: number): boolean {
  if (threshold === null || threshold.count === null || threshold.period === null) return false;
  return age > threshold.count * (SECONDS[threshold.period] ?? Number.NaN);
}

function isThreshold(threshold: FreshnessThreshold | null): boolean {
  return threshold !== null && Boolean(threshold.count) && threshold.period !== null;
}

/** Whether a source says how fresh it must be: dbt checks no other ones. */
export function hasFreshness(freshness: FreshnessSpec | null): freshness is FreshnessSpec {
  return freshness !== null && (isThreshold(freshness.warnAfter) || isThreshold(freshness.errorAfter));
}

/** What an age, in seconds, means for a source. */
export function freshnessStatus(spec: FreshnessSpec | null, age: number): 'pass' | 'warn' | 'error' {
  if (spec === null) return 'pass';
  if (isExceeded(spec.errorAfter, age)) return 'error';
  return isExceeded(spec.warnAfter, age) ? 'warn' : 'pass';
}
