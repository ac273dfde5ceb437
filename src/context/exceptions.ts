import type { Code, DiagnosticSink } from '../diagnostics/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import { getAttribute, iterate, reprOf, strOf } from '../jinja/index.ts';
import { failTemplate, firstLine } from './context-errors.ts';
import { type ContractColumn, contractMismatch } from './contract-mismatch.ts';
import { lazyMapping } from './lazy-mapping.ts';
import { ownMember } from './own-member.ts';
import { type Parameter, pythonFunction } from './python-call.ts';

interface Raiser {
  readonly parameters: readonly Parameter[];
  readonly sentence: (...values: unknown[]) => string;
  readonly code?: Code;
  readonly kind?: string;
  readonly hint?: string;
}

const attribute = (value: unknown, ...path: readonly string[]): string =>
  strOf(path.reduce((inner, name) => getAttribute(inner, name), value));

const contractColumns = (columns: unknown): ContractColumn[] =>
  [...iterate(columns ?? [])].map((column) => ({
    name: attribute(column, 'name'),
    dataType: attribute(column, 'data_type'),
  }));

const matchName = (match: unknown): string =>
  `${attribute(match, 'metadata', 'schema')}.${attribute(match, 'metadata', 'name')}`;

const located = (node: unknown): string =>
  `- ${attribute(node, 'unique_id')} (${attribute(node, 'original_file_path')})`;

/** The functions of `exceptions` that end the template, with dbt's parameters and sentences. */
const RAISERS: Readonly<Record<string, Raiser>> = {
  raise_compiler_error: { parameters: ['msg', ['node', null]], sentence: strOf },
  raise_database_error: {
    parameters: ['msg', ['node', null]],
    sentence: strOf,
    code: 'J115',
    kind: 'Database Error',
  },
  raise_not_implemented: {
    parameters: ['msg'],
    sentence: (message) => `ERROR: ${strOf(message)}`,
    code: 'J113',
    // dbt takes whatever is not an error of its own for one of the template.
    kind: 'Compilation Error',
  },
  raise_fail_fast_error: { parameters: ['msg', ['node', null]], sentence: strOf, kind: 'FailFast Error' },
  raise_dependency_error: { parameters: ['msg'], sentence: strOf, kind: 'Runtime Error' },
  raise_cache_inconsistent: {
    parameters: ['message'],
    // What dbt takes for a fault of its own comes out of a template as an error of the template.
    sentence: (message) => `Internal Error\n  Cache inconsistency detected: ${strOf(message)}`,
  },
  raise_dataclass_not_dict: {
    parameters: ['obj'],
    sentence: (value) =>
      `The object ("${strOf(value)}") was used as a dictionary. This capability has been removed from objects of this type.`,
  },
  missing_config: {
    parameters: ['model', 'name'],
    sentence: (model, name) =>
      `Model '${attribute(model, 'unique_id')}' does not define a required config parameter '${strOf(name)}'.`,
    code: 'J107',
  },
  missing_materialization: {
    parameters: ['model', 'adapter_type'],
    sentence: (model, adapter) =>
      missingMaterialization(attribute(model, 'config', 'materialized'), strOf(adapter)),
  },
  missing_relation: {
    parameters: ['relation', ['model', null]],
    sentence: (relation) => `Relation ${strOf(relation)} not found!`,
  },
  relation_wrong_type: {
    parameters: ['relation', 'expected_type', ['model', null]],
    sentence: (relation, expected) =>
      `Trying to create ${strOf(expected)} ${strOf(relation)}, but it currently exists as a ${attribute(relation, 'type')}. Either drop ${strOf(relation)} manually, or run dbt with \`--full-refresh\` and dbt will drop it for you.`,
  },
  column_type_missing: {
    parameters: ['column_names'],
    sentence: (names) =>
      `Contracted models require data_type to be defined for each column. Please ensure that the column name and data_type are defined within the YAML configuration for the ${reprOf(names)} column(s).`,
    code: 'J116',
    hint: 'Add a data_type to each of these columns.',
  },
  raise_contract_error: {
    parameters: ['yaml_columns', 'sql_columns'],
    sentence: (yaml, sql) => contractMismatch(contractColumns(yaml), contractColumns(sql)),
    code: 'J116',
    hint: 'Declare the columns of the query with their types.',
  },
  raise_ambiguous_alias: {
    parameters: ['node_1', 'node_2', ['duped_name', null]],
    sentence: (first, second, name) => {
      const shown =
        name === null
          ? ['database', 'schema', 'alias'].map((part) => attribute(first, part)).join('.')
          : strOf(name);
      return `dbt found two resources with the database representation "${shown}".\ndbt cannot create two resources with identical database representations. To fix this,\nchange the configuration of one of these resources:\n${located(first)}\n${located(second)}`;
    },
  },
  raise_ambiguous_catalog_match: {
    parameters: ['unique_id', 'match_1', 'match_2'],
    sentence: (id, first, second) =>
      `dbt found two relations in your warehouse with similar database identifiers. dbt\nis unable to determine which of these relations was created by the model "${strOf(id)}".\nIn order for dbt to correctly generate the catalog, one of the following relations must be deleted or renamed:\n\n - ${matchName(first)}\n - ${matchName(second)}`,
  },
  raise_dep_not_found: {
    parameters: ['node', 'node_description', 'required_pkg'],
    sentence: (_node, description, required) =>
      `Error while parsing ${strOf(description)}.\nThe required package "${strOf(required)}" was not found. Is the package installed?\nHint: You may need to run \`dbt deps\`.`,
  },
  raise_duplicate_patch_name: {
    parameters: ['patch_1', 'existing_patch_path'],
    sentence: (patch) =>
      `dbt found two schema.yml entries for the same resource named ${attribute(patch, 'name')}. Resources and their associated columns may only be described a single time.`,
  },
  raise_duplicate_resource_name: {
    parameters: ['node_1', 'node_2'],
    sentence: (first, second) =>
      `dbt found two resources with the name "${attribute(first, 'name')}". To fix this, change the name of one of these resources:\n${located(first)}\n${located(second)}`,
  },
  raise_invalid_property_yml_version: {
    parameters: ['path', 'issue'],
    sentence: (path, issue) =>
      `The yml property file at ${strOf(path)} is invalid because ${strOf(issue)}. Please consult the documentation for more information on yml property file syntax:\n\nhttps://docs.getdbt.com/reference/configs-and-properties`,
  },
};

/** dbt's sentence for a materialization that nothing defines. */
export function missingMaterialization(materialization: string, adapterType: string): string {
  const searched = adapterType === 'default' ? "'default'" : `'default' and '${adapterType}'`;
  return `No materialization '${materialization}' was found for adapter ${adapterType}! (searched types ${searched})`;
}

function raiser(name: string, entry: Raiser): unknown {
  return pythonFunction(name, entry.parameters, (...values) => {
    const dbtMessage = entry.sentence(...values);
    return failTemplate(entry.code ?? 'J100', firstLine(dbtMessage), {
      dbtMessage,
      ...(entry.kind === undefined ? {} : { kind: entry.kind }),
      hint: entry.hint,
    });
  });
}

/** `exceptions`: functions that warn or end the template. */
export function exceptionsObject(sink: DiagnosticSink, uniqueId: string | null): unknown {
  const warn = (message: string, event?: string): string => {
    const place = uniqueId === null ? {} : { uniqueId };
    const details = { dbtMessage: message, ...place, ...(event === undefined ? {} : { kind: event }) };
    sink.report(diagnostic('J110', firstLine(message), details));
    return '';
  };
  const warners: Readonly<Record<string, () => unknown>> = {
    warn: () => pythonFunction('warn', ['msg', ['node', null]], (message) => warn(strOf(message))),
    warn_snapshot_timestamp_data_types: () =>
      pythonFunction(
        'warn_snapshot_timestamp_data_types',
        ['snapshot_time_data_type', 'updated_at_data_type'],
        (snapshot, updated) => {
          warn(
            `Data type of snapshot table timestamp columns (${strOf(snapshot)}) doesn't match derived column 'updated_at' (${strOf(updated)}). Please update snapshot config 'updated_at'.`,
            'SnapshotTimestampWarning',
          );
          return null;
        },
      ),
  };
  return lazyMapping({
    get: (name) => {
      const entry = ownMember(RAISERS, name);
      return entry === undefined ? ownMember(warners, name)?.() : raiser(name, entry);
    },
    keys: () => [...Object.keys(RAISERS), ...Object.keys(warners)],
  });
}
