import { nearest, pythonRepr } from '../../base/index.ts';
import type { DiagnosticSink } from '../../diagnostics/index.ts';
import { isDict } from '../config/plain.ts';
import { SECTION_KEYS } from '../validate/known-keys.ts';
import { reportEntryFault } from './entry-fields.ts';
import type { PropertiesEntry, Section } from './properties-file.ts';

/** Sections whose entries dbt reads strictly: what they must hold. A key that it does not know is an error there. */
const STRICT: Readonly<Partial<Record<Section, readonly string[]>>> = {
  exposures: ['name', 'type', 'owner'],
  groups: ['name', 'owner'],
  sources: ['name'],
  metrics: ['name'],
  semantic_models: ['name', 'model'],
  saved_queries: ['name', 'query_params'],
  unit_tests: ['name', 'model', 'given', 'expect'],
};

/** dbt's sentence for keys that are too many. */
function unexpected(keys: readonly string[]): string {
  const shown = [...keys].sort().map((each) => pythonRepr(each));
  return `Additional properties are not allowed (${shown.join(', ')} ${keys.length === 1 ? 'was' : 'were'} unexpected)`;
}

function argumentsAreNamed(entry: PropertiesEntry, sink: DiagnosticSink): boolean {
  const given = entry.written['arguments'];
  const nameless = Array.isArray(given) ? given.findIndex((each) => isDict(each) && !('name' in each)) : -1;
  if (nameless === -1) return true;
  const reason = `at path ['arguments'][${nameless}]: 'name' is a required property`;
  reportEntryFault({ entry, sink, path: ['arguments', nameless], reason });
  return false;
}

/** Whether an entry has the keys that dbt wants it to have, and no others where it is strict; reports the first fault. */
export function hasForm(entry: PropertiesEntry, sink: DiagnosticSink): boolean {
  const { section, written } = entry;
  if (section === 'macros') return argumentsAreNamed(entry, sink);
  const required = STRICT[section];
  if (required === undefined) return true;
  const known = SECTION_KEYS[section];
  const odd = Object.keys(written).filter((key) => !known.has(key));
  const missing = required.find((key) => !(key in written));
  if (odd[0] !== undefined) {
    const close = nearest(odd[0], known);
    const hint = close === undefined ? {} : { hint: `Did you mean '${close}'?` };
    reportEntryFault({ entry, sink, path: [odd[0]], reason: `at path []: ${unexpected(odd)}`, ...hint });
  } else if (missing !== undefined) {
    reportEntryFault({ entry, sink, path: [], reason: `at path []: '${missing}' is a required property` });
  }
  return odd.length === 0 && missing === undefined;
}
