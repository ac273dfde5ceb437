import { nearest, pythonRepr } from '../../base/index.ts';
import { faultsOf, type Schema, type SchemaFault } from '../../base/json-schema/index.ts';
import type { DiagnosticSink } from '../../diagnostics/index.ts';
import type { Dict } from '../config/plain.ts';
import { SECTION_KEYS } from '../validate/known-keys.ts';
import { reportBareFault, reportEntryFault } from './entry-fields.ts';
import { ruleFault } from './entry-rules.ts';
import { valueFault, windowFault } from './entry-values.ts';
import type { PropertiesEntry, Section } from './properties-file.ts';
import {
  EXPOSURE_ENTRY,
  GROUP_ENTRY,
  SOURCE_ENTRY,
  SOURCE_OVERRIDE_ENTRY,
  UNIT_TEST_ENTRY,
} from './schemas/definition-schemas.ts';
import {
  ANALYSIS_ENTRY,
  FUNCTION_ENTRY,
  MACRO_ENTRY,
  MODEL_ENTRY,
  NODE_ENTRY,
  SINGULAR_TEST_ENTRY,
} from './schemas/node-schemas.ts';
import {
  METRIC_WITH_MEASURES,
  METRIC_WITHOUT_MEASURES,
  SAVED_QUERY_ENTRY,
  SEMANTIC_MODEL_ENTRY,
} from './schemas/semantic-schemas.ts';

const SCHEMAS: Readonly<Record<Section, Schema | ((value: Dict) => Schema)>> = {
  models: MODEL_ENTRY,
  seeds: NODE_ENTRY,
  snapshots: NODE_ENTRY,
  analyses: ANALYSIS_ENTRY,
  macros: MACRO_ENTRY,
  data_tests: SINGULAR_TEST_ENTRY,
  functions: FUNCTION_ENTRY,
  sources: (value) => ('overrides' in value ? SOURCE_OVERRIDE_ENTRY : SOURCE_ENTRY),
  exposures: EXPOSURE_ENTRY,
  groups: GROUP_ENTRY,
  unit_tests: UNIT_TEST_ENTRY,
  metrics: (value) => ('type_params' in value ? METRIC_WITH_MEASURES : METRIC_WITHOUT_MEASURES),
  semantic_models: SEMANTIC_MODEL_ENTRY,
  saved_queries: SAVED_QUERY_ENTRY,
};

/** dbt reads the absence of a source's tables as an empty list. */
function asChecked({ section, value }: PropertiesEntry): Dict {
  return section === 'sources' && value['tables'] === null ? { ...value, tables: [] } : value;
}

function hasWindows(entry: PropertiesEntry, value: Dict, sink: DiagnosticSink): boolean {
  const odd = windowFault(value);
  if (odd === null) return true;
  const { path, text, reason } = odd;
  const place = `Invalid window config given in ${entry.file.originalFilePath} @ window`;
  reportBareFault({ entry, sink, path, reason: `${place}: ${pythonRepr({ window: text })} - ${reason}` });
  return false;
}

function keepsRules(entry: PropertiesEntry, value: Dict, sink: DiagnosticSink): boolean {
  const broken = ruleFault(entry.section, value);
  if (broken !== null) {
    reportEntryFault({ entry, sink, ...broken, place: [] });
    return false;
  }
  const odd = valueFault(entry.section, value);
  if (odd !== null) {
    reportBareFault({ entry, sink, path: odd.path, reason: odd.sentence, kind: '' });
    return false;
  }
  return entry.section !== 'metrics' || hasWindows(entry, value, sink);
}

function reportFault(entry: PropertiesEntry, fault: SchemaFault, sink: DiagnosticSink): void {
  const [odd] = fault.unknownKeys ?? [];
  const isTop = fault.path.length === 0;
  const close = odd !== undefined && isTop ? nearest(odd, SECTION_KEYS[entry.section]) : undefined;
  reportEntryFault({
    entry,
    sink,
    path: odd === undefined ? fault.path : [...fault.path, odd],
    place: fault.path,
    reason: fault.message,
    ...(close === undefined ? {} : { hint: `Did you mean '${close}'?` }),
  });
}

/** Whether an entry is as dbt's records want it; reports everything that is not, first what dbt tells. */
export function hasForm(entry: PropertiesEntry, sink: DiagnosticSink): boolean {
  const value = asChecked(entry);
  const known = SCHEMAS[entry.section];
  const faults = faultsOf(typeof known === 'function' ? known(value) : known, value);
  if (faults.length === 0) return keepsRules(entry, value, sink);
  for (const fault of faults) reportFault(entry, fault, sink);
  return false;
}
