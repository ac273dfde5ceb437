import type { FreshnessThreshold, NodeResult } from '../../domain/index.ts';
import { counted } from '../format/status-line.ts';

/** `3 minutes old`, `5 days old`, `never loaded`: an age in seconds, in its largest unit. */
export function ageText(seconds: number): string {
  if (seconds > 1000 * 365 * 86_400) return 'never loaded';
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const [noun, size] = units.find(([, size]) => seconds >= size) ?? (['second', 1] as const);
  return `${counted(Math.floor(seconds / size), noun)} old`;
}

function threshold(each: FreshnessThreshold | null): string | undefined {
  if (each === null || each.count === null || each.period === null) return undefined;
  return counted(each.count, each.period);
}

/** Why a source counts as too old: `5 days old, may be 2 days`. Undefined for anything else. */
export function staleText({ node, freshness, status }: NodeResult): string | undefined {
  if (node.resourceType !== 'source' || freshness === undefined) return undefined;
  const spec = node.freshness;
  const limit = threshold((status === 'error' ? spec?.errorAfter : spec?.warnAfter) ?? null);
  return limit === undefined ? ageText(freshness.age) : `${ageText(freshness.age)}, may be ${limit}`;
}
