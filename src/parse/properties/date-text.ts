import { YamlDate, YamlTimestamp } from '../../base/yaml/index.ts';

/** A date of YAML as dbt writes it: midnight when it has no time, UTC when it has no zone. */
export function dateText(value: unknown): string | null {
  if (value instanceof YamlTimestamp) return value.zoned ? value.toJSON() : `${value.toJSON()}+00:00`;
  if (value instanceof YamlDate) return `${value.toJSON()}T00:00:00+00:00`;
  return typeof value === 'string' ? value : null;
}
