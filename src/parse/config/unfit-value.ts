import { pythonRepr, pythonTypeName } from '../../base/index.ts';
import { type Dict, isDict } from './plain.ts';

/** A value that cannot be brought into the form that dbt keeps it in. */
export class UnfitValue extends Error {
  /** dbt's name for the error; empty where it has none. */
  readonly kind: string;

  /** `sentence` is dbt's. */
  constructor(sentence: string, kind = '') {
    super(sentence);
    this.kind = kind;
  }
}

/** dbt's error for a field that cannot be read. */
export function unfitField(field: {
  readonly name: string;
  readonly type: string;
  readonly owner: string;
  readonly value: unknown;
  readonly kind?: string;
}): UnfitValue {
  const { name, type, owner, value, kind = 'Parsing Error' } = field;
  const sentence = `Field "${name}" of type ${type} in ${owner} has invalid value ${pythonRepr(value)}`;
  return new UnfitValue(sentence, kind);
}

/** dbt's error for a hook that is neither text nor a mapping. */
export function unfitHook(value: unknown): UnfitValue {
  const type = /'(.*)'/.exec(pythonTypeName(value))?.[1] ?? '';
  return new UnfitValue(`the JSON object must be str, bytes or bytearray, not ${type}`);
}

const PERIODS: readonly unknown[] = ['minute', 'hour', 'day', null, undefined];

function isCount(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return true;
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value);
}

/** Throws when dbt cannot read the `build_after` of a model. */
export function checkBuildAfter(after: Dict): void {
  const { count, period, updates_on: updates = 'any' } = after;
  if (!isCount(count) || !PERIODS.includes(period) || (updates !== 'any' && updates !== 'all')) {
    throw unfitField({ name: 'build_after', type: 'ModelBuildAfter', owner: 'ModelFreshness', value: after });
  }
}

/** Throws when dbt cannot read a threshold of a source's freshness. */
export function checkThreshold(name: string, value: unknown): void {
  if (value === null || value === undefined) return;
  if (isDict(value) && isCount(value['count']) && PERIODS.includes(value['period'])) return;
  throw unfitField({ name, type: 'Optional[Time]', owner: 'FreshnessThreshold', value, kind: '' });
}
