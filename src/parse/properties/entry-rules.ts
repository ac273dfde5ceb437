import type { YamlPath } from '../../base/yaml/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { Section } from './properties-file.ts';

/** A rule that an entry breaks although each of its values has the right type. */
export interface RuleFault {
  readonly path: YamlPath;
  readonly reason: string;
}

function ownerFault(kind: string, value: Dict): RuleFault | null {
  const owner = value['owner'];
  if (isDict(owner) && ((owner['name'] ?? null) !== null || (owner['email'] ?? null) !== null)) return null;
  return { path: ['owner'], reason: `${kind} owner must have at least one of 'name' or 'email'.` };
}

function metricNameFault(name: string): RuleFault | null {
  const wrong = [
    name.includes(' ') && 'cannot contain spaces',
    name.length > 250 && 'cannot contain more than 250 characters',
    !/^[A-Za-z]/.test(name) && 'must begin with a letter',
    !/^[\p{L}\p{N}_]+$/u.test(name) && 'must contain only letters, numbers and underscores',
  ].filter((each) => each !== false);
  if (wrong.length === 0) return null;
  return { path: ['name'], reason: `The metric name '${name}' is invalid.  It ${wrong.join(', ')}` };
}

function metricFault(value: Dict): RuleFault | null {
  const named = metricNameFault(String(value['name']));
  if (named !== null || 'type_params' in value) return named;
  if (value['type'] === 'simple' && (value['agg'] ?? null) === null)
    return { path: ['type'], reason: 'Simple metrics must have an agg param.' };
  return null;
}

function sourceFault(value: Dict): RuleFault | null {
  if ('overrides' in value) return null;
  const reason = 'loaded_at_field cannot be an empty string.';
  if (value['loaded_at_field'] === '') return { path: ['loaded_at_field'], reason };
  const tables = Array.isArray(value['tables']) ? value['tables'] : [];
  const index = tables.findIndex((each) => isDict(each) && each['loaded_at_field'] === '');
  return index === -1 ? null : { path: ['tables', index, 'loaded_at_field'], reason };
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function unitTestFault(value: Dict): RuleFault | null {
  const versions = value['versions'];
  if (!isDict(versions) || !isFilled(versions['include']) || !isFilled(versions['exclude'])) return null;
  return { path: ['versions'], reason: 'Unit tests can not both include and exclude versions.' };
}

const RULES: Readonly<Partial<Record<Section, (value: Dict) => RuleFault | null>>> = {
  exposures: (value) => ownerFault('Exposure', value),
  groups: (value) => ownerFault('Group', value),
  metrics: metricFault,
  sources: sourceFault,
  unit_tests: unitTestFault,
};

/** The rule between values that an entry breaks; null when it keeps them all. */
export function ruleFault(section: Section, value: Dict): RuleFault | null {
  return RULES[section]?.(value) ?? null;
}
