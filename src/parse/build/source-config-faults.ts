import { pythonRepr, pythonTypeName } from '../../base/index.ts';
import type { ConfigFault } from '../config/check-config.ts';
import { isDict } from '../config/plain.ts';
import { checkThreshold, UnfitValue } from '../config/unfit-value.ts';
import type { SourceLevel } from '../properties/source-properties.ts';

function freshnessFault(value: unknown): ConfigFault | null {
  if (value === undefined || value === null) return null;
  if (!isDict(value))
    return { key: 'freshness', message: `${pythonRepr(value)} is not of type 'object'`, kind: '' };
  try {
    checkThreshold('warn_after', value['warn_after']);
    checkThreshold('error_after', value['error_after']);
  } catch (error) {
    if (!(error instanceof UnfitValue)) throw error;
    return { key: 'freshness', message: error.message, kind: error.kind };
  }
  return null;
}

function textFault(key: string, value: unknown): ConfigFault | null {
  if (value === undefined || value === null || typeof value === 'string') return null;
  const message = `${pythonRepr(value)} is not valid under any of the given schemas`;
  const dump = `Failed validating 'anyOf' in schema['properties']['${key}']:\n    {'anyOf': [{'type': 'string'}, {'type': 'null'}], 'default': None}\n\nOn instance['${key}']:\n    ${pythonRepr(value)}`;
  return { key, message, dbtMessage: `${message}\n\n${dump}`, kind: '' };
}

/** dbt's error for a value that is no mapping where one is unfolded. */
export function notAMapping(key: string, value: unknown): ConfigFault | null {
  if (value === undefined || isDict(value)) return null;
  const type = /'(.*)'/.exec(pythonTypeName(value))?.[1] ?? '';
  return { key, message: `'${type}' object is not a mapping`, kind: '' };
}

/** What is wrong in the `config` of a source or table before the two are put together. */
export function sourceConfigFaults({ config }: SourceLevel): readonly ConfigFault[] {
  return [
    freshnessFault(config['freshness']),
    notAMapping('meta', config['meta']),
    textFault('loaded_at_field', config['loaded_at_field']),
    textFault('loaded_at_query', config['loaded_at_query']),
  ].filter((each) => each !== null);
}
